"""The form by which workbooks are uploaded, and the answer to one that is far too large to be read."""

from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _

from pages.request_size import limit_request_size
from sheets.limits import MAX_BYTES, MAX_MEGABYTES
from sheets.problems import SheetProblem
from targets.workbooks.messages import describe_problem

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


def _respond_too_large(request: HttpRequest) -> HttpResponse:
    reasons = [{"text": describe_problem(SheetProblem("too_big", {"limit": MAX_MEGABYTES}))}]
    return render(request, "workbooks/sheet_too_big.html", {"reasons": reasons}, status=413)


refuse_large_workbook = limit_request_size(MAX_BYTES, _respond_too_large)
