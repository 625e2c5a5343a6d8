"""The form by which workbooks are uploaded."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from sheets.limits import MAX_BYTES

ACCEPTED = ".xlsx,.xlsm,.xls,.et,.ods,.csv,.txt,.html,.htm,.zip"


class FilesInput(forms.FileInput):
    """A field of a page that takes several files."""

    allow_multiple_selected = True


class FilesField(forms.FileField):
    """Several files; the cleaned value is a list of them."""

    def clean(self, data: Any, initial: Any = None) -> Any:
        files = data if data and isinstance(data, (list, tuple)) else [data or None]
        return [super(FilesField, self).clean(each, initial) for each in files]


class UploadForm(forms.Form):
    """One file or several; their formats are recognised by their content."""

    file = FilesField(
        label=_("Workbooks"),
        help_text=_("Several at once are taken, too. Nothing is saved yet: you first see what would change."),
        error_messages={"required": _("Choose a workbook."), "empty": _("The file is empty.")},
        widget=FilesInput(
            attrs={
                "accept": ACCEPTED,
                "data-max-bytes": MAX_BYTES,
                "data-too-large": _("The file is larger than 10 MB."),
            }
        ),
    )
