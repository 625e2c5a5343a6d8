"""The forms in which requests for leave or correction are decided."""

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.forms.people import DateInput


class GrantForm(forms.Form):
    """The last day of the leave, which the action requires unless the period is open, and an optional message."""

    until = forms.DateField(label=_("May be written until"), required=False, widget=DateInput)
    answer = forms.CharField(label=_("A word to go with it"), required=False, max_length=500)


class RefuseForm(forms.Form):
    answer = forms.CharField(label=_("Why it is not granted"), required=False, max_length=500)
