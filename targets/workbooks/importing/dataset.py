"""The template as a format of django-import-export: a workbook on one side, a dataset on the other."""

from collections.abc import Iterable

import tablib
from import_export.formats import base_formats

from sheets.outcomes import OfficeRow
from sheets.template.model import TemplateRow, WorkbookTemplate
from sheets.template.reading import FilledRow, read_template
from sheets.template.writing import write_template

HEADERS = ("unit", "row")


def rows_dataset(rows: Iterable[FilledRow | OfficeRow]) -> tablib.Dataset:
    """A dataset with a row for each unit: its code, and the row with all its cells."""
    dataset = tablib.Dataset(headers=HEADERS)
    for row in rows:
        dataset.append((row.code, row))
    return dataset


def template_dataset(template: WorkbookTemplate) -> tablib.Dataset:
    """A dataset of the values of a template, for export; ``TemplateFormat`` writes it."""
    dataset = tablib.Dataset(headers=[*template.titles, *(column.title for column in template.columns)])
    for row in template.rows:
        dataset.append([row.name, row.state, *_cell_values(template, row)])
    dataset.template = template
    return dataset


def _cell_values(template: WorkbookTemplate, row: TemplateRow):
    for field in template.fields:
        content = row.contents.get(field.target)
        for column in field.columns:
            yield column.write(content) if content else None


class TemplateFormat(base_formats.XLSX):
    """Reads and writes the template of a plan and period, and no other workbook."""

    def get_title(self):
        return "xlsx"

    def create_dataset(self, in_stream):
        return rows_dataset(read_template(in_stream).rows)

    def export_data(self, dataset, **kwargs):
        return write_template(dataset.template)
