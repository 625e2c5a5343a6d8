"""The forms of comments."""

from django import forms
from django.utils.translation import gettext_lazy as _

from pages.forms import set_choices
from supervision.models import MAX_TEXT
from supervision.queries.people import Reachable


class AnswerForm(forms.Form):
    """An answer in a thread."""

    text = forms.CharField(
        label=_("Answer the comment"), max_length=MAX_TEXT, widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Type @ and a full name to call somebody else."),
        error_messages={"required": _("Write what you want to say.")},
    )  # fmt: skip


class NoteForm(AnswerForm):
    """A comment, and whom it is for."""

    people = forms.TypedMultipleChoiceField(
        label=_("For whom"), coerce=int, required=False, widget=forms.CheckboxSelectMultiple,
        help_text=_("It stands on their first page until they have seen or answered it."),
    )  # fmt: skip

    def __init__(self, *args, reachable: list[Reachable], but: int, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["text"].label = _("Comment")
        offered = [each for each in reachable if each.offered and each.pk != but]
        set_choices(self, "people", [(each.pk, f"{each.name}（{each.where}）") for each in offered])
