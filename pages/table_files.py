"""The table of a page as a file: ``?as=xlsx``, ``?as=csv`` or ``?as=docx`` at the page's own address, filters kept.

A view that shows a table asks ``asked_kind`` and answers with ``respond_table``; its page offers them by
``components/_download.html``.
"""

from django.http import HttpRequest, HttpResponse

from pages.downloads import make_file_name, set_file_name
from pages.word_tables import DOCX, write_docx
from sheets.tables import CSV, SheetTable, write_csv, write_xlsx
from sheets.writing import XLSX

WRITERS = {"xlsx": (write_xlsx, XLSX), "csv": (write_csv, CSV), "docx": (write_docx, DOCX)}


def asked_kind(request: HttpRequest) -> str:
    """The kind of file that is asked for: xlsx, csv, docx, or "" for the page."""
    kind = request.GET.get("as", "")
    return kind if kind in WRITERS else ""


def respond_table(table: SheetTable, kind: str, *names: object) -> HttpResponse:
    """The table as a file of this kind ("" is xlsx), called by ``names`` as of ``make_file_name``."""
    kind = kind or "xlsx"
    write, content_type = WRITERS[kind]
    response = HttpResponse(write(table), content_type=content_type)
    set_file_name(response, make_file_name(*names, extension=kind))
    response["X-Content-Type-Options"] = "nosniff"
    return response
