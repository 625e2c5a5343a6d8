"""Sentences for what can be wrong with any uploaded workbook or cell (``sheets.problems``), whatever it is for."""

from typing import Any

from django.utils.translation import gettext_lazy

FILE_PROBLEMS: dict[str, Any] = {
    "empty_file": gettext_lazy("The file is empty."),
    "too_big": gettext_lazy(
        "The file is larger than %(limit)s MB. A filled-in template is far smaller: upload that one."
    ),
    "old_xls": gettext_lazy("This is an old .xls file. Open it, save it as .xlsx, and upload that."),
    "encrypted": gettext_lazy("The file has a password. Save it without one, and upload it again."),
    "text_file": gettext_lazy("This is a text file (CSV or the like), not an Excel workbook (.xlsx)."),
    "not_xlsx": gettext_lazy("This is not an Excel workbook (.xlsx), whatever its name says."),
    "macros": gettext_lazy("The workbook holds macros. Save it as .xlsx, and upload that."),
    "broken": gettext_lazy("The file is damaged and cannot be opened. Save it again in Excel or WPS, and upload that."),
    "zip_bomb": gettext_lazy("The file would grow beyond all measure when unpacked, and was not opened."),
    "too_many_sheets": gettext_lazy("The workbook has more than %(limit)s sheets."),
    "too_many_rows": gettext_lazy("A sheet has more than %(limit)s rows."),
    "too_many_columns": gettext_lazy("A sheet has more than %(limit)s columns."),
}
CELL_PROBLEMS: dict[str, Any] = {
    "error_value": gettext_lazy("The formula gives an error (%(text)s)."),
    "formula_without_value": gettext_lazy(
        "The formula was never calculated. Open the file in Excel or WPS and save it."
    ),
    "too_long": gettext_lazy("The text is longer than %(limit)s characters."),
}
