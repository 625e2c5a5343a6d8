"""The form by which a workbook of new people is uploaded."""

from django import forms
from django.utils.translation import gettext_lazy as _

from sheets.limits import MAX_BYTES


class PeopleFileForm(forms.Form):
    """One file; its format is recognised by its content."""

    file = forms.FileField(
        label=_("Filled-in template (.xlsx)"),
        help_text=_("Nothing is saved yet: you first see who would be added."),
        error_messages={"required": _("Choose the filled-in template."), "empty": _("The file is empty.")},
        widget=forms.FileInput(
            attrs={
                "accept": ".xlsx",
                "data-max-bytes": MAX_BYTES,
                "data-too-large": _("The file is larger than 10 MB."),
            }
        ),
    )
