"""The sheet of tasks in a template: a row for each task that a unit reports, prefilled."""

from collections.abc import Sequence

from openpyxl import Workbook
from openpyxl.styles import Alignment, Font, NamedStyle, Protection
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.page import PageMargins

from sheets.tasks.model import TaskPart, TaskSlot
from sheets.tasks.states import STATE_WORDS, format_state
from sheets.tasks.words import TaskWords
from sheets.template.form_setup import A4, BORDER, FONT, HEAD_LINE, LOCKED_FILL, MARGIN, ROW_HEIGHT
from sheets.template.layout import (
    HIDDEN_TASKS,
    SCHEMA,
    SIGNATURE,
    TASK_KEY,
    TASKS_MARKER,
    TASKS_SHEET,
    TITLES_MARKER,
    UNIT_KEY,
)
from sheets.text_width import count_shown_lines
from sheets.writing import write_cell

FIXED = (UNIT_KEY, TASK_KEY, "part")  # the columns that say which task it is
WIDTHS = {UNIT_KEY: 16, TASK_KEY: 32, "part": 8, TaskPart.STATE: 10, TaskPart.DONE: 44, TaskPart.OBSTACLE: 30}
WIDTH = 30
MAX_HEIGHT = 400  # points; a spreadsheet takes 409


def write_task_sheets(book: Workbook, slots: Sequence[TaskSlot], words: TaskWords, plan: str, period: str) -> None:
    """Add the sheet of tasks, and the hidden one with each cell as it was written."""
    _add_styles(book)
    sheet = book.create_sheet(TASKS_SHEET)
    keys = [*FIXED, *TaskPart]
    titles = 3 + len(words.notes)
    write_cell(sheet, 1, 1, TASKS_MARKER)
    write_cell(sheet, 2, 2, words.title, "fw title")
    for number, note in enumerate(words.notes, 3):
        write_cell(sheet, number, 2, note, "fw note")
    write_cell(sheet, titles, 1, TITLES_MARKER)
    for column, (key, head) in enumerate(zip(keys, words.heads, strict=True), 2):
        write_cell(sheet, 1, column, str(key))
        write_cell(sheet, titles, column, head, "fw head")
    for row, slot in enumerate(slots, titles + 1):
        _write_row(sheet, row, slot)
    _add_validation(sheet, words, titles + 1, titles + len(slots))
    _set_up(sheet, keys, titles)
    _write_manifest(book.create_sheet(HIDDEN_TASKS), slots, words, plan, period)


def _add_styles(book):
    wrap = Alignment(vertical="center", wrap_text=True)
    middle = Alignment(horizontal="center", vertical="center", wrap_text=True)
    font = Font(name=FONT, size=11)
    for name, locked, where in (("text", False, wrap), ("state", False, middle), ("shut text", True, wrap)):
        style = NamedStyle(f"fw {name}", font=font, border=BORDER, alignment=where)
        style.protection = Protection(locked=locked)
        if locked:
            style.fill = LOCKED_FILL
        book.add_named_style(style)


def _write_row(sheet, row, slot):
    write_cell(sheet, row, 1, slot.key)
    fixed = (slot.unit_name, slot.name, slot.part)
    for column, text in enumerate(fixed, 2):
        write_cell(sheet, row, column, text, "fw unit")
    texts = dict(zip(TaskPart, _part_texts(slot), strict=True))
    for column, (part, text) in enumerate(texts.items(), 2 + len(FIXED)):
        style = "fw shut text" if slot.locked else "fw state" if part == TaskPart.STATE else "fw text"
        write_cell(sheet, row, column, text or None, style)
    widths = {TASK_KEY: slot.name} | texts
    lines = max(count_shown_lines(text, WIDTHS.get(key, WIDTH) - 1) for key, text in widths.items())
    sheet.row_dimensions[row].height = min(MAX_HEIGHT, max(ROW_HEIGHT * 2, HEAD_LINE * lines + 4))


def _part_texts(slot):
    content = slot.content
    return format_state(content.state), content.done, content.obstacle, content.next_step


def _add_validation(sheet, words, first, last):
    """A program offers the states and refuses others, and refuses too long a text."""
    column = 2 + len(FIXED)
    for part in TaskPart:
        letter = get_column_letter(column)
        if part == TaskPart.STATE:
            check = DataValidation(type="list", formula1=f'"{",".join(STATE_WORDS.values())}"', allow_blank=True)
            check.error = words.state_error or None
        else:
            limit = str(words.text_limit)
            check = DataValidation(type="textLength", operator="lessThanOrEqual", formula1=limit, allow_blank=True)
            check.error = words.text_error or None
        check.showErrorMessage = True
        check.add(f"{letter}{first}:{letter}{last}")
        sheet.add_data_validation(check)
        column += 1


def _set_up(sheet, keys, titles):
    """Widths, what stays in view, paper, and the protection of all that is not filled in."""
    sheet.row_dimensions[1].hidden = True
    sheet.column_dimensions["A"].hidden = True
    for column, key in enumerate(keys, 2):
        sheet.column_dimensions[get_column_letter(column)].width = WIDTHS.get(key, WIDTH)
    sheet.freeze_panes = sheet.cell(titles + 1, 2 + len(FIXED))
    sheet.print_title_rows = f"{titles}:{titles}"
    sheet.page_setup.orientation, sheet.page_setup.paperSize = "landscape", A4
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
    sheet.page_margins = PageMargins(left=MARGIN, right=MARGIN, top=MARGIN, bottom=MARGIN * 2)
    sheet.oddFooter.center.text = "&P / &N"
    sheet.protection.sheet = True
    sheet.protection.formatColumns = False
    sheet.protection.formatRows = False


def _write_manifest(sheet, slots, words, plan, period):
    """Plan and period, the columns, and each cell's text."""
    sheet.sheet_state = "veryHidden"
    sheet.protection.sheet = True
    lines = [
        [SIGNATURE, str(SCHEMA), plan, period],
        ["", *FIXED, *TaskPart],
        ["", *words.heads],
        *([slot.key, slot.unit_name, slot.name, slot.part, *_part_texts(slot)] for slot in slots),
    ]
    for row, line in enumerate(lines, 1):
        for column, text in enumerate(line, 1):
            if text:
                write_cell(sheet, row, column, str(text))
