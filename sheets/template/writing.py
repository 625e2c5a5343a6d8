"""Writing a template as a workbook: cells to fill in are white and unlocked, all others grey and locked."""

from collections.abc import Iterator
from typing import Any

from openpyxl import Workbook
from openpyxl.styles import Alignment, Border, Font, NamedStyle, PatternFill, Protection, Side
from openpyxl.utils import get_column_letter

from sheets.figures.columns import FigurePart, canonical_text
from sheets.figures.content import BLANK
from sheets.template.layout import (
    FORM_SHEET,
    HIDDEN_SHEET,
    KEYS_MARKER,
    SCHEMA,
    SIGNATURE,
    STATE_KEY,
    TITLES_MARKER,
    UNIT_KEY,
)
from sheets.template.model import TemplateRow, WorkbookTemplate
from sheets.writing import save_workbook, write_cell

FIRST_FIGURE = 4  # the first column of figures: after the hidden codes, the unit and the state of its return
ISO_DATE = "yyyy-mm-dd"
THIN = Side(style="thin", color="BFC5CD")
BORDER = Border(left=THIN, right=THIN, top=THIN, bottom=THIN)
LOCKED_FILL = PatternFill("solid", fgColor="E9ECEF")
HEAD_FILL = PatternFill("solid", fgColor="DCE6F5")


def write_template(template: WorkbookTemplate) -> bytes:
    """The bytes of the .xlsx."""
    book = Workbook()
    _add_styles(book)
    form = book.active
    form.title = FORM_SHEET
    _write_head(form, template)
    first_row = form.max_row + 1
    for number, row in enumerate(template.rows, first_row):
        _write_row(form, number, row, template)
    _format_form(form, template, first_row)
    _write_manifest(book.create_sheet(HIDDEN_SHEET), template)
    return save_workbook(book)


def _write_head(form, template):
    write_cell(form, 1, 1, KEYS_MARKER)
    write_cell(form, 1, 2, UNIT_KEY)
    write_cell(form, 1, 3, STATE_KEY)
    write_cell(form, 2, 2, template.title, "fw title")
    for number, note in enumerate(template.notes, 3):
        write_cell(form, number, 2, note, "fw note")
    titles = 3 + len(template.notes)
    write_cell(form, titles, 1, TITLES_MARKER)
    for number, text in enumerate(template.titles, 2):
        write_cell(form, titles, number, text, "fw head")
    for number, column in enumerate(template.columns, FIRST_FIGURE):
        write_cell(form, 1, number, column.key)
        write_cell(form, titles, number, column.title, "fw head")


def _write_row(form, number, row, template):
    write_cell(form, number, 1, row.code)
    write_cell(form, number, 2, row.name, "fw unit")
    write_cell(form, number, 3, row.state, "fw unit")
    column_number = FIRST_FIGURE
    for field in template.fields:
        owed = field.target in row.owed
        content = row.contents.get(field.target, BLANK) if owed else BLANK
        for column in field.columns:
            write_cell(form, number, column_number, column.write(content), _style_name(column, owed and row.open))
            column_number += 1


def _style_name(column, unlocked):
    kind = "day" if column.part == FigurePart.DAY else "number"
    return f"fw {kind}" if unlocked else f"fw shut {kind}"


def _format_form(form, template, first_row):
    form.row_dimensions[1].hidden = True
    form.column_dimensions["A"].hidden = True
    form.row_dimensions[first_row - 1].height = 62
    form.column_dimensions["B"].width = 20
    form.column_dimensions["C"].width = 11
    for number, _column in enumerate(template.columns, FIRST_FIGURE):
        form.column_dimensions[get_column_letter(number)].width = 15
    form.freeze_panes = form.cell(first_row, FIRST_FIGURE)
    form.print_title_rows = f"{first_row - 1}:{first_row - 1}"
    form.page_setup.orientation = "landscape"
    form.page_setup.fitToHeight = 0
    form.sheet_properties.pageSetUpPr.fitToPage = True
    # Without a password: the protection prevents mistakes and is no secret. Widths and heights may be changed.
    form.protection.sheet = True
    form.protection.formatColumns = False
    form.protection.formatRows = False


def _write_manifest(sheet, template):
    """Plan and period, the columns, and each cell's text. "Very hidden" sheets are not listed under hidden sheets."""
    sheet.sheet_state = "veryHidden"
    sheet.protection.sheet = True
    lines = [
        [SIGNATURE, str(SCHEMA), template.plan, template.period],
        ["", "", *(column.key for column in template.columns)],
        ["", "", *(column.title for column in template.columns)],
        *([row.code, row.name, *_original_texts(row, template)] for row in template.rows),
    ]
    for number, line in enumerate(lines, 1):
        for column_number, text in enumerate(line, 1):
            if text:
                write_cell(sheet, number, column_number, text)


def _original_texts(row: TemplateRow, template: WorkbookTemplate) -> Iterator[str]:
    for field in template.fields:
        content = row.contents.get(field.target, BLANK) if field.target in row.owed else BLANK
        for column in field.columns:
            yield canonical_text(column.write(content))


def _add_styles(book):
    middle = Alignment(horizontal="center", vertical="center", wrap_text=True)
    right = Alignment(horizontal="right", vertical="center")
    unlocked = Protection(locked=False)
    shut: dict[str, Any] = {
        "border": BORDER,
        "alignment": right,
        "protection": Protection(locked=True),
        "fill": LOCKED_FILL,
    }
    for style in (
        NamedStyle("fw title", font=Font(size=15, bold=True)),
        NamedStyle("fw note", font=Font(size=10, color="495057")),
        NamedStyle("fw head", font=Font(bold=True), alignment=middle, border=BORDER, fill=HEAD_FILL),
        NamedStyle("fw unit", border=BORDER, fill=LOCKED_FILL, alignment=Alignment(vertical="center")),
        NamedStyle("fw number", border=BORDER, alignment=right, protection=unlocked),
        NamedStyle("fw day", border=BORDER, alignment=right, protection=unlocked, number_format=ISO_DATE),
        NamedStyle("fw shut number", **shut),
        NamedStyle("fw shut day", **shut, number_format=ISO_DATE),
    ):
        book.add_named_style(style)
