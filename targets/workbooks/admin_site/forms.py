"""The two forms of import-export in the admin."""

from django import forms
from django.utils.translation import gettext_lazy as _
from import_export.forms import ConfirmImportForm, ImportForm

from audit.errors import Refused
from targets.models import Upload
from targets.workbooks.importing.jobs import is_large
from targets.workbooks.importing.receiving import find_template_period, receive_upload
from targets.workbooks.importing.uploads import preview_upload, store_preview


class AdminImportForm(ImportForm):
    """The first step of import-export. Cleaning the file stores it as an Upload, as on the project's own page."""

    def __init__(self, formats, resources, *, by, **kwargs):
        super().__init__(formats, resources, **kwargs)
        self.by = by
        self.fields["import_file"].label = _("Filled-in template (.xlsx)")

    def clean_import_file(self):
        file = self.cleaned_data["import_file"]
        try:
            upload = receive_upload([file], by=self.by, period=find_template_period(file, by=self.by))
            if is_large(upload):
                raise Refused(
                    _("This workbook is large. Bring it on the page of workbooks of its period."), code="file"
                )
            store_preview(preview_upload(upload, by=self.by))
            file.upload = upload
        except Refused as refused:
            raise forms.ValidationError(list(refused.cells.values()) or [str(refused.message)]) from refused
        return file


class AdminConfirmForm(ConfirmImportForm):
    """The second step of import-export. The browser sends nothing but the id of the person's own upload."""

    def __init__(self, *args, by, **kwargs):
        super().__init__(*args, **kwargs)
        self.by = by

    def clean_import_file_name(self):
        number = self.cleaned_data["import_file_name"]
        upload = Upload.objects.filter(pk=number, by=self.by).first() if number.isdecimal() else None
        if upload is None:
            raise forms.ValidationError(_("There is no such workbook of yours."))
        return upload
