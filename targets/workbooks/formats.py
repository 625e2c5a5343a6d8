"""Our template as a format of import-export: the file on one side, a dataset on the other."""

import tablib
from import_export.formats import base_formats

from sheets.template.reading import read_template
from sheets.template.writing import write_template

HEADERS = ("unit", "row")


def dataset_of(filled):
    """A dataset with a line for each unit of a ``sheets.reading.Filled``; the cells travel whole, with their names."""
    dataset = tablib.Dataset(headers=HEADERS)
    for row in filled.rows:
        dataset.append((row.code, row))
    dataset.filled = filled
    return dataset


def dataset_of_template(template):
    """A dataset of what a template holds, for import-export's export; ``TemplateFormat`` writes it."""
    dataset = tablib.Dataset(headers=[*template.titles, *(column.title for column in template.columns)])
    for row in template.rows:
        dataset.append([row.name, row.state, *_values(template, row)])
    dataset.template = template
    return dataset


def _values(template, row):
    for field in template.fields:
        content = row.contents.get(field.target)
        for column in field.columns:
            yield column.write(content) if content else None


class TemplateFormat(base_formats.XLSX):
    """Reads and writes the template of a plan and period, and no other workbook."""

    def get_title(self):
        return "xlsx"

    def create_dataset(self, in_stream):
        return dataset_of(read_template(in_stream))

    def export_data(self, dataset, **kwargs):
        return write_template(dataset.template)
