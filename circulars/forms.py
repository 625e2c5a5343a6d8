"""The forms of a circular."""

from django import forms
from django.utils.translation import gettext_lazy as _

from circulars.models import Circular
from circulars.text.sentences import SECTIONS, TITLES
from targets.results.place import ACCEPTED, SUBMITTED

MAX_NAMED = 10


class CircularForm(forms.Form):
    """What a circular tells, and its heading."""

    title = forms.CharField(label=_("Title"), max_length=120)
    number = forms.CharField(
        label=_("Document number"),
        max_length=40,
        required=False,
        help_text=_("With the year in 〔〕; may stay empty."),
    )
    issuer = forms.CharField(label=_("Issued by"), max_length=80)
    recipients = forms.CharField(label=_("Addressees"), max_length=200, required=False)
    sections = forms.MultipleChoiceField(
        label=_("What it tells"), choices=lambda: [(name, TITLES[name]()) for name in SECTIONS],
        widget=forms.CheckboxSelectMultiple, initial=list(SECTIONS),
        error_messages={"required": _("Choose at least one section.")},
    )  # fmt: skip
    first = forms.IntegerField(label=_("Units named first"), min_value=0, max_value=MAX_NAMED, initial=3)
    last = forms.IntegerField(
        label=_("Units named last"),
        min_value=0,
        max_value=MAX_NAMED,
        initial=3,
        help_text=_("0: the tail is not named."),
    )
    shown = forms.ChoiceField(label=_("Units below see"), choices=Circular.Shown.choices, initial=Circular.Shown.WHOLE)


class FiguresForm(forms.Form):
    """The period and the basis of a new circular."""

    period = forms.ChoiceField(label=_("Period"))
    basis = forms.ChoiceField(
        label=_("Basis"), choices=[(ACCEPTED, _("As accepted")), (SUBMITTED, _("As submitted"))], initial=ACCEPTED
    )

    def __init__(self, *args, periods, **kwargs):
        super().__init__(*args, **kwargs)
        choices = [(period.code, period.name) for period in reversed(periods)]
        self.fields["period"] = forms.ChoiceField(label=_("Period"), choices=choices)


class ReasonForm(forms.Form):
    """Why a circular is withdrawn."""

    reason = forms.CharField(
        label=_("Reason"), max_length=500, widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": _("Say why it is withdrawn.")},
    )  # fmt: skip
