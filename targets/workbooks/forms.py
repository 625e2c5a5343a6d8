"""The forms that take a workbook: on our page, and in the admin."""

from django import forms
from django.utils.translation import gettext_lazy as _
from import_export.forms import ConfirmImportForm, ImportForm

from audit.errors import Refused
from sheets.limits import MAX_BYTES
from targets.models import Upload
from targets.workbooks.uploads import period_of, receive


class UploadForm(forms.Form):
    """One file. What it is, is found out from what is in it."""

    file = forms.FileField(
        label=_("Filled-in template (.xlsx)"),
        help_text=_("Nothing is saved yet: you first see what would change."),
        error_messages={"required": _("Choose the filled-in template."), "empty": _("The file is empty.")},
        widget=forms.FileInput(
            attrs={
                "accept": ".xlsx",
                "data-max-bytes": MAX_BYTES,
                "data-too-large": _("The file is larger than 10 MB."),
            }
        ),
    )


class AdminImportForm(ImportForm):
    """Import-export's first step. Cleaning the file receives it: it is kept as an Upload, as on our own page."""

    def __init__(self, formats, resources, *, by, **kwargs):
        super().__init__(formats, resources, **kwargs)
        self.by = by
        self.fields["import_file"].label = _("Filled-in template (.xlsx)")

    def clean_import_file(self):
        file = self.cleaned_data["import_file"]
        try:
            file.upload = receive(file, by=self.by, period=period_of(file, by=self.by)).upload
        except Refused as refused:
            raise forms.ValidationError(list(refused.cells.values()) or [str(refused.message)]) from refused
        return file


class AdminConfirmForm(ConfirmImportForm):
    """Import-export's second step. The only thing taken from the browser is the number of the person's own upload."""

    def __init__(self, *args, by, **kwargs):
        super().__init__(*args, **kwargs)
        self.by = by

    def clean_import_file_name(self):
        number = self.cleaned_data["import_file_name"]
        upload = Upload.objects.filter(pk=number, by=self.by).first() if number.isdecimal() else None
        if upload is None:
            raise forms.ValidationError(_("There is no such workbook of yours."))
        return upload
