"""Workbooks and text tables as formats of django-import-export: any file in, .xlsx and .csv out."""

import tablib
from import_export.formats import base_formats

from sheets.tables import CSV, SheetTable, write_csv, write_xlsx
from sheets.writing import XLSX
from targets.admin_tables.layout import AdminLine, AdminTable
from targets.admin_tables.reading import read_lines

HEADERS = ("line",)


def lines_dataset(lines: list[AdminLine]) -> tablib.Dataset:
    """A dataset for import: a row for each line of the sheet, with all its cells."""
    dataset = tablib.Dataset(headers=HEADERS)
    for line in lines:
        dataset.append((line,))
    return dataset


class AdminTableFormat(base_formats.Format):
    """Reads a table from any file that ``sheets.files`` reads, whatever its name; its subclasses write it."""

    def __init__(self, table: AdminTable) -> None:
        self.table = table
        self.notes: list[str] = []  # what the last file had that was not read

    def can_import(self):
        return True

    def create_dataset(self, in_stream, name=""):
        """The lines of the file. Raises Refused."""
        lines, self.notes = read_lines(in_stream, name, self.table)
        return lines_dataset(lines)


class AdminXlsxFormat(AdminTableFormat):
    """An Excel workbook; no text of it is a formula."""

    def can_export(self):
        return True

    def get_extension(self):
        return "xlsx"

    def get_content_type(self):
        return XLSX

    def export_data(self, dataset, **kwargs):
        return write_xlsx(self._as_table(dataset))

    def _as_table(self, dataset):
        return SheetTable(self.table.title, dataset.headers, dataset, sheet=self.table.title[:31])


class AdminCsvFormat(AdminXlsxFormat):
    """A text table as spreadsheets open it: UTF-8 with its mark, an apostrophe before what looks like a formula."""

    def get_extension(self):
        return "csv"

    def get_content_type(self):
        return CSV

    def export_data(self, dataset, **kwargs):
        return write_csv(self._as_table(dataset))


EXPORT_FORMATS = {"xlsx": AdminXlsxFormat, "csv": AdminCsvFormat}
