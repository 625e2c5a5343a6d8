"""Sentences for what can be wrong with any uploaded workbook or cell (``sheets.problems``), whatever it is for."""

from typing import Any

from django.utils.translation import gettext_lazy

FILE_PROBLEMS: dict[str, Any] = {
    "empty_file": gettext_lazy("The file is empty."),
    "too_big": gettext_lazy(
        "The file is larger than %(limit)s MB. Remove pictures and sheets that are not needed, and upload it again."
    ),
    "encrypted": gettext_lazy("The file has a password. Save it without one, and upload it again."),
    "not_workbook": gettext_lazy(
        "This file holds no table that can be read. Upload an Excel or WPS workbook, a CSV file, or a zip of them."
    ),
    "binary_workbook": gettext_lazy("This is an .xlsb file. Open it, save it as .xlsx, and upload that."),
    "other_archive": gettext_lazy("Archives other than .zip are not read. Unpack it, and upload the workbooks in it."),
    "nested_zip": gettext_lazy("A .zip inside a .zip is not read. Unpack it, and upload the workbooks in it."),
    "empty_zip": gettext_lazy("The .zip holds no files."),
    "too_many_files": gettext_lazy("The .zip holds more than %(limit)s files. Upload them in several parts."),
    "several_files": gettext_lazy("The .zip holds several files. Unpack it, and upload the one workbook."),
    "no_table": gettext_lazy("There is no table in the file."),
    "never_calculated": gettext_lazy(
        "The formulas of the workbook were never calculated. Open the file in Excel or WPS, save it, and upload that."
    ),
    "broken": gettext_lazy("The file is damaged and cannot be opened. Save it again in Excel or WPS, and upload that."),
    "zip_bomb": gettext_lazy("The file would grow beyond all measure when unpacked, and was not opened."),
    "too_many_sheets": gettext_lazy("The workbook has more than %(limit)s sheets."),
    "too_many_rows": gettext_lazy("A sheet has more than %(limit)s rows."),
    "too_many_columns": gettext_lazy("A sheet has more than %(limit)s columns."),
    "too_many_cells": gettext_lazy("The workbook has more than %(limit)s cells. Upload its sheets one by one."),
}
# An office's own empty form that cannot be kept.
FORM_PROBLEMS: dict[str, Any] = {
    "form_no_table": gettext_lazy(
        "No cell of this workbook was understood: neither units nor targets of this plan stand beside blank cells."
    ),
    "form_several_periods": gettext_lazy(
        "The form names several periods (“%(text)s”). It is filled for one period at a time: keep one column for it."
    ),
    "form_no_xlsx": gettext_lazy("A form is an Excel or WPS workbook. Save it as .xlsx, and bring that."),
    "form_old_kind": gettext_lazy(
        "A form of this kind (.xls, .et, .ods) cannot be filled here with its layout kept. Open it in Excel or WPS, "
        "save it as .xlsx, and bring that."
    ),
    "form_not_writable": gettext_lazy(
        "This workbook could not be written again with its layout kept. Save it as .xlsx in Excel or WPS, and bring "
        "that."
    ),
}
CELL_PROBLEMS: dict[str, Any] = {
    "error_value": gettext_lazy("The formula gives an error (%(text)s)."),
    "formula_without_value": gettext_lazy(
        "The formula was never calculated. Open the file in Excel or WPS and save it."
    ),
    "too_long": gettext_lazy("The text is longer than %(limit)s characters."),
}
