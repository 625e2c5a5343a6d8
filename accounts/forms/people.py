"""What an administrator types about people and their posts."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts import policy
from accounts.models import Person, Role
from accounts.policy import Verb
from orgs import queries as units

NAME = pgettext_lazy("person", "Name")  # 姓名; a unit's is 名称
MOST_PROPOSED = 400  # names in the list that drops down; beyond that one types


class DateInput(forms.DateInput):
    input_type = "date"

    def __init__(self):
        super().__init__(format="%Y-%m-%d")  # what the browser's own calendar needs, in every language


class UnitField(forms.CharField):
    """A unit by its name, short name, alias or code, among those where ``by`` may do ``verb``."""

    def __init__(self, by, *, verb=Verb.MANAGE_PEOPLE, **kwargs):
        self.units = policy.permitted_units(by, verb)
        kwargs.setdefault("label", _("Unit"))
        kwargs.setdefault("help_text", _("Its name or code, such as 永德县妇联 or 530923000000."))
        super().__init__(**kwargs)
        self.widget.attrs |= {"list": "units", "autocomplete": "off"}

    def proposals(self):
        return self.units[:MOST_PROPOSED]

    def clean(self, value):
        text = super().clean(value)
        if not text:
            return None
        for unit in self._found(text):
            if self.units.filter(pk=unit.pk).exists():
                return unit
        raise ValidationError(_("No unit of yours goes by this name."))

    def _found(self, text):
        """One unit, or none; where a name is common elsewhere too, the one in our own scope."""
        try:
            unit = units.resolve(text)
        except units.AmbiguousName as error:
            ours = list(self.units.filter(pk__in=[each.pk for each in error.units]))
            if len(ours) > 1:
                raise ValidationError(error.message) from None
            return ours
        return [unit] if unit else []


def proposed_units(form, name="unit"):
    """The units that the ``UnitField`` called ``name`` offers in its list."""
    field = form.fields[name]
    assert isinstance(field, UnitField)
    return field.proposals()


class PostForm(forms.Form):
    """A role at a unit, from a day on."""

    role = forms.ChoiceField(label=_("Post"), choices=Role.choices)
    from_date = forms.DateField(label=_("From"), widget=DateInput, initial=timezone.localdate)

    def __init__(self, *args, by, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields = {"unit": UnitField(by), **self.fields}


class DetailsForm(forms.ModelForm):
    class Meta:
        model = Person
        fields = ["name", "phone", "email", "is_active"]
        labels = {"name": NAME}
        help_texts = {"is_active": _("Without this mark, the account is closed at once; everything it did is kept.")}


class NewPersonForm(PostForm):
    """A person and the first post. The login name is checked by the model, in the action."""

    def __init__(self, *args, by, **kwargs):
        super().__init__(*args, by=by, **kwargs)
        made = forms.fields_for_model(Person, ["username", "name", "phone", "email"])
        made["name"].label = NAME
        made["username"].help_text = _(
            "Letters and digits; it cannot be changed later, because the audit trail has it."
        )
        made["username"].widget.attrs |= {"autocapitalize": "none", "autocomplete": "off", "spellcheck": "false"}
        self.fields = {**made, **self.fields}


class EndPostForm(forms.Form):
    last_day = forms.DateField(
        label=pgettext_lazy("post", "Last day"),
        widget=DateInput,
        initial=timezone.localdate,
        help_text=_("The post still counts on this day. To end it at once, choose yesterday."),
    )


class FindForm(forms.Form):
    """What the list of people is narrowed down by."""

    q = forms.CharField(label=_("Name or login name"), required=False)
    role = forms.ChoiceField(label=_("Post"), required=False, choices=[("", _("all")), *Role.choices])

    def __init__(self, *args, by, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["unit"] = UnitField(by, label=_("Unit"), required=False, help_text="")


def add_refusal(form, refused):
    """Show what an action refused: at its fields where it named them, else above."""
    for field, message in refused.cells.items():
        form.add_error(field if field in form.fields else None, message)
    if not refused.cells:
        form.add_error(None, refused.message)
