"""The forms by which an empty form is brought, and kept under a name."""

from django import forms
from django.utils.translation import gettext_lazy as _

from sheets.figures.columns import NOT_APPLICABLE
from sheets.limits import MAX_BYTES

ACCEPTED = ".xlsx,.xlsm,.xls,.et,.ods"
NA_TEXTS = (NOT_APPLICABLE, "—", "/", "无")


class EmptyFormForm(forms.Form):
    """The empty form of an office."""

    file = forms.FileField(
        label=_("Empty form"),
        help_text=_("An Excel or WPS workbook. You first see what is understood of it."),
        error_messages={"required": _("Choose a workbook."), "empty": _("The file is empty.")},
        widget=forms.FileInput(
            attrs={
                "accept": ACCEPTED,
                "data-max-bytes": MAX_BYTES,
                "data-too-large": _("The file is larger than 10 MB."),
            }
        ),
    )


class KeepForm(forms.Form):
    """The name of a form, and what stands in it for what is not applicable."""

    name = forms.CharField(
        label=_("Name of the form"),
        max_length=80,
        widget=forms.TextInput(attrs={"data-max": 80}),
        error_messages={"required": _("Give the form a name.")},
    )
    na_text = forms.ChoiceField(
        label=_("For what is not applicable"),
        choices=[(text, text) for text in NA_TEXTS],
        help_text=_(
            "A blank cell means not reported yet, 0 means zero. 不适用 is read back; other signs are asked about."
        ),
    )
