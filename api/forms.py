"""The form of a token."""

from datetime import timedelta

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts.forms.people import DateInput, UnitField
from api.models import AccessToken


def _half_a_year_on():
    return timezone.localdate() + timedelta(days=182)


class TokenForm(forms.Form):
    """Which system reads what, and how long."""

    name = forms.CharField(
        label=_("System that reads"),
        max_length=64,
        help_text=_("The name by which people know it, such as 市政府督查平台."),
    )
    role = forms.ChoiceField(
        label=_("It reads"),
        choices=AccessToken.Scope.choices,
        initial=AccessToken.Scope.BELOW,
        widget=forms.RadioSelect,
    )
    last_day = forms.DateField(
        label=pgettext_lazy("token", "Last day"), widget=DateInput, initial=_half_a_year_on,
        help_text=_("It still reads on this day; at most a year ahead."),
    )  # fmt: skip

    def __init__(self, *args, by, **kwargs):
        super().__init__(*args, **kwargs)
        fields = self.fields
        self.fields = {"name": fields["name"], "unit": UnitField(by), **fields}
