"""Writing a template as a workbook: cells to fill in are white and unlocked, all others grey and locked."""

from collections.abc import Iterator

from openpyxl import Workbook

from sheets.figures.columns import FigurePart, canonical_text
from sheets.figures.content import BLANK
from sheets.tasks.writing import write_task_sheets
from sheets.template.form_setup import FIRST_FIGURE, add_styles, add_validation, set_up_form, write_foot
from sheets.template.layout import (
    FORM_SHEET,
    HIDDEN_SHEET,
    KEYS_MARKER,
    PLAN_SHEET,
    SCHEMA,
    SIGNATURE,
    STATE_KEY,
    TASKS_SHEET,
    TITLES_MARKER,
    UNIT_KEY,
)
from sheets.template.model import TemplateRow, WorkbookTemplate
from sheets.writing import save_workbook, write_cell


def write_template(template: WorkbookTemplate) -> bytes:
    """The bytes of the .xlsx."""
    book = Workbook()
    add_styles(book)
    form = book.active
    form.title = FORM_SHEET
    _write_head(form, template)
    first_row = form.max_row + 1
    for number, row in enumerate(template.rows, first_row):
        _write_row(form, number, row, template)
    last_row = first_row + len(template.rows) - 1
    if template.rows:
        add_validation(form, template, first_row, last_row)
        write_foot(form, template, first_row, last_row)
    set_up_form(form, template, first_row)
    _write_manifest(book.create_sheet(HIDDEN_SHEET), template)
    _write_plan(book.create_sheet(PLAN_SHEET), template)
    if template.tasks and template.task_words:
        write_task_sheets(book, template.tasks, template.task_words, template.plan, template.period)
        book.move_sheet(TASKS_SHEET, 1 - book.sheetnames.index(TASKS_SHEET))
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


def _write_manifest(sheet, template):
    """Plan and period, the columns, and each cell's text. "Very hidden" sheets are not listed under hidden sheets."""
    lines = [
        [SIGNATURE, str(SCHEMA), template.plan, template.period],
        ["", "", *(column.key for column in template.columns)],
        ["", "", *(column.title for column in template.columns)],
        *([row.code, row.name, *_original_texts(row, template)] for row in template.rows),
    ]
    _write_hidden(sheet, lines)


def _write_plan(sheet, template):
    """The targets with their names and units, then what each unit owes of them, as ``template.stamp`` reads it."""
    targets = [field.target for field in template.fields]
    lines = [
        [SIGNATURE, "", *targets],
        ["", "", *(field.name for field in template.fields)],
        ["", "", *(template.measures.get(target, "") for target in targets)],
        *([row.code, row.name, *(row.shares.get(target, "") for target in targets)] for row in template.rows),
    ]
    _write_hidden(sheet, lines)


def _write_hidden(sheet, lines):
    sheet.sheet_state = "veryHidden"
    sheet.protection.sheet = True
    for number, line in enumerate(lines, 1):
        for column_number, text in enumerate(line, 1):
            if text:
                write_cell(sheet, number, column_number, text)


def _original_texts(row: TemplateRow, template: WorkbookTemplate) -> Iterator[str]:
    for field in template.fields:
        content = row.contents.get(field.target, BLANK) if field.target in row.owed else BLANK
        for column in field.columns:
            yield canonical_text(column.write(content))
