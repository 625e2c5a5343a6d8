"""The filters of the audit trail."""

from datetime import date

from django import forms
from django.core.validators import MaxValueValidator, MinValueValidator, RegexValidator
from django.utils.translation import gettext_lazy as _

from accounts.forms.people import DateInput, UnitField
from accounts.policy import Verb
from audit.verb_labels import verb_choices
from pages.forms import set_choices

# A trail has no other days; and days at the ends of the calendar have no midnight in every time zone.
DAYS = [MinValueValidator(date(1949, 1, 1)), MaxValueValidator(date(2999, 12, 31))]


class TrailFilterForm(forms.Form):
    """The keyword arguments of ``audit.queries.filter_entries``, and a unit."""

    who = forms.CharField(label=_("Person"), required=False)
    verb = forms.ChoiceField(label=_("What was done"), required=False)
    thing = forms.CharField(label=_("Name or code of what it was done to"), required=False)
    since = forms.DateField(label=_("From"), widget=DateInput, required=False, validators=DAYS)
    until = forms.DateField(label=_("Until"), widget=DateInput, required=False, validators=DAYS)
    address = forms.CharField(
        label=_("Address"), required=False, max_length=45,
        validators=[RegexValidator(r"^[0-9a-fA-F.:]+$", _("Write an address or its beginning, such as 127.0"))],
    )  # fmt: skip

    def __init__(self, *args, by, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["unit"] = UnitField(by, verb=Verb.READ_TRAIL, required=False, help_text="")
        set_choices(self, "verb", [("", _("all")), *verb_choices()])
