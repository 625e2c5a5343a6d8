"""Exporting a table, changing cells of it, and bringing it back, as a person does in the browser."""

import csv
import re
from io import BytesIO, StringIO

from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from openpyxl import load_workbook


class TableDesk:
    """A logged-in browser at one table of the administration pages."""

    def __init__(self, client, model, plan=None):
        self.client, self.model, self.plan = client, model, plan

    def url(self, name):
        address = reverse(f"admin:{self.model}_{name}")
        return f"{address}?plan={self.plan.code}" if self.plan else address

    def export(self, kind="xlsx"):
        more = "&" if self.plan else "?"
        response = self.client.get(f"{self.url('export')}{more}format={kind}")
        assert response.status_code == 200
        return response.content

    def rows(self):
        """{first cell: {head: value}} of the export, in its order; a second row of the same key gets a dash."""
        found = {}
        sheet = load_workbook(BytesIO(self.export())).active
        heads = [cell.value for cell in sheet[2]]
        for values in sheet.iter_rows(min_row=3, values_only=True):
            key = values[0] if values[0] not in found else f"{values[0]}-"
            found[key] = dict(zip(heads, values, strict=True))
        return found

    def changed(self, *new, **cells):
        """The export with cells set (by address), and rows added (lists) below it."""
        book = load_workbook(BytesIO(self.export()))
        for name, value in cells.items():
            book.active[name] = value
        for row in new:
            book.active.append(row)
        stream = BytesIO()
        book.save(stream)
        return stream.getvalue()

    def upload(self, data, name="表.xlsx", **form):
        return self.client.post(self.url("import"), {"file": SimpleUploadedFile(name, data), **form})

    def confirm(self, preview):
        found = re.search(r'name="signed" value="([^"]+)"', preview.text)
        assert found, preview.text
        return self.client.post(self.url("process_import"), {"signed": found[1]})

    def bring(self, data, **form):
        """Upload and confirm; the answer to the confirmation."""
        return self.confirm(self.upload(data, **form))


def counts(preview):
    return {str(kind): number for kind, number in preview.context["counts"] if number}


def errors(preview):
    """[(cell, text)] of a refused preview."""
    assert 'name="signed"' not in preview.text
    return [(error.cell, error.text) for _outcome, error in preview.context["refused"]]


def csv_rows(data):
    return list(csv.reader(StringIO(data.decode("utf-8-sig"))))
