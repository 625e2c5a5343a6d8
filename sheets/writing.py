"""A template into the bytes of a workbook: what may be typed is open and white, everything else grey and locked."""

from io import BytesIO

from openpyxl import Workbook
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.styles import Alignment, Border, Font, NamedStyle, PatternFill, Protection, Side
from openpyxl.utils import get_column_letter

from sheets.columns import Part, canonical
from sheets.content import BLANK
from sheets.layout import FORM, HIDDEN, KEYS, SCHEMA, SIGN, STATE, TITLES, UNIT

FIRST = 4  # the first column of figures: after the hidden codes, the unit and the state of its return
LINE = Side(style="thin", color="BFC5CD")
BOX = Border(left=LINE, right=LINE, top=LINE, bottom=LINE)
GREY = PatternFill("solid", fgColor="E9ECEF")
HEAD = PatternFill("solid", fgColor="DCE6F5")


def write(template):
    """The bytes of the .xlsx."""
    book = Workbook()
    _add_styles(book)
    form = book.active
    form.title = FORM
    _write_head(form, template)
    first_row = form.max_row + 1
    for number, row in enumerate(template.rows, first_row):
        _write_row(form, number, row, template)
    _dress(form, template, first_row)
    _write_hidden(book.create_sheet(HIDDEN), template)
    stream = BytesIO()
    book.save(stream)
    return stream.getvalue()


def put(sheet, row, column, value, style="Normal"):
    """One cell. Text stays text even when it begins with "=": a name must never become a formula."""
    value = ILLEGAL_CHARACTERS_RE.sub("", value) if isinstance(value, str) else value
    cell = sheet.cell(row, column, value)
    if isinstance(value, str):
        cell.data_type = "s"
    cell.style = style
    return cell


def _write_head(form, template):
    put(form, 1, 1, KEYS)
    put(form, 1, 2, UNIT)
    put(form, 1, 3, STATE)
    put(form, 2, 2, template.title, "fw title")
    for number, note in enumerate(template.notes, 3):
        put(form, number, 2, note, "fw note")
    titles = 3 + len(template.notes)
    put(form, titles, 1, TITLES)
    for number, text in enumerate(template.titles, 2):
        put(form, titles, number, text, "fw head")
    for number, column in enumerate(template.columns, FIRST):
        put(form, 1, number, column.key)
        put(form, titles, number, column.title, "fw head")


def _write_row(form, number, row, template):
    put(form, number, 1, row.code)
    put(form, number, 2, row.name, "fw unit")
    put(form, number, 3, row.state, "fw unit")
    place = FIRST
    for field in template.fields:
        owed = field.target in row.owed
        content = row.contents.get(field.target, BLANK) if owed else BLANK
        for column in field.columns:
            put(form, number, place, column.write(content), _style(column, owed and row.open))
            place += 1


def _style(column, open_):
    kind = "day" if column.part == Part.DAY else "number"
    return f"fw {kind}" if open_ else f"fw shut {kind}"


def _dress(form, template, first_row):
    form.row_dimensions[1].hidden = True
    form.column_dimensions["A"].hidden = True
    form.row_dimensions[first_row - 1].height = 62
    form.column_dimensions["B"].width = 20
    form.column_dimensions["C"].width = 11
    for number, _column in enumerate(template.columns, FIRST):
        form.column_dimensions[get_column_letter(number)].width = 15
    form.freeze_panes = form.cell(first_row, FIRST)
    form.print_title_rows = f"{first_row - 1}:{first_row - 1}"
    form.page_setup.orientation = "landscape"
    form.page_setup.fitToHeight = 0
    form.sheet_properties.pageSetUpPr.fitToPage = True
    # No password: it keeps honest hands off the ids and is no secret. Column widths stay theirs to change.
    form.protection.sheet = True
    form.protection.formatColumns = False
    form.protection.formatRows = False


def _write_hidden(sheet, template):
    """Plan and period, the columns, and each cell as it was written. Very hidden: not in the menu of hidden sheets."""
    sheet.sheet_state = "veryHidden"
    sheet.protection.sheet = True
    lines = [
        [SIGN, str(SCHEMA), template.plan, template.period],
        ["", "", *(column.key for column in template.columns)],
        ["", "", *(column.title for column in template.columns)],
        *([row.code, row.name, *_as_written(row, template)] for row in template.rows),
    ]
    for number, line in enumerate(lines, 1):
        for place, text in enumerate(line, 1):
            if text:
                put(sheet, number, place, text)


def _as_written(row, template):
    for field in template.fields:
        content = row.contents.get(field.target, BLANK) if field.target in row.owed else BLANK
        for column in field.columns:
            yield canonical(column.write(content))


def _add_styles(book):
    middle = Alignment(horizontal="center", vertical="center", wrap_text=True)
    right = Alignment(horizontal="right", vertical="center")
    open_, shut = Protection(locked=False), Protection(locked=True)
    for style in (
        NamedStyle("fw title", font=Font(size=15, bold=True)),
        NamedStyle("fw note", font=Font(size=10, color="495057")),
        NamedStyle("fw head", font=Font(bold=True), alignment=middle, border=BOX, fill=HEAD),
        NamedStyle("fw unit", border=BOX, fill=GREY, alignment=Alignment(vertical="center")),
        NamedStyle("fw number", border=BOX, alignment=right, protection=open_),
        NamedStyle("fw day", border=BOX, alignment=right, protection=open_, number_format="yyyy-mm-dd"),
        NamedStyle("fw shut number", border=BOX, alignment=right, protection=shut, fill=GREY),
        NamedStyle("fw shut day", border=BOX, alignment=right, protection=shut, fill=GREY, number_format="yyyy-mm-dd"),
    ):
        book.add_named_style(style)
