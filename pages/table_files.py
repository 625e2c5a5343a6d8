"""The table of a page as a file: ``?as=xlsx`` or ``?as=csv`` at the page's own address, filters kept.

A view that shows a table asks ``asked_kind`` and answers with ``respond_table``; its page offers both by
``components/_download.html``.
"""

from django.http import HttpRequest, HttpResponse

from pages.downloads import make_file_name, set_file_name
from sheets.tables import CSV, SheetTable, write_csv, write_xlsx
from sheets.writing import XLSX

WRITERS = {"xlsx": (write_xlsx, XLSX), "csv": (write_csv, CSV)}


def asked_kind(request: HttpRequest) -> str:
    """The kind of file that is asked for: xlsx, csv, or "" for the page."""
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
