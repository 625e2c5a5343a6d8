"""How the form looks, prints and guides: styles, checks of what is typed, sums and lines to sign below, paper."""

from typing import Any

from openpyxl.styles import Alignment, Border, Font, NamedStyle, PatternFill, Protection, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.page import PageMargins

from sheets.figures.columns import DONE, NOT_APPLICABLE, NOT_DONE, FigurePart
from sheets.template.layout import FOOT_MARKER
from sheets.template.model import WorkbookTemplate
from sheets.text_width import count_shown_lines
from sheets.writing import write_cell

FIRST_FIGURE = 4  # the first column of figures: after the hidden codes, the unit and the state of its return
FIGURE_WIDTH, UNIT_WIDTH, STATE_WIDTH = 15, 22, 11  # narrow signs
HEAD_LINE, MIN_HEAD = 16, 48  # points
A4_COLUMNS = 10  # a form with more columns is printed on A3
A3, A4 = 8, 9
ISO_DATE = "yyyy-mm-dd"
THIN = Side(style="thin", color="BFC5CD")
BORDER = Border(left=THIN, right=THIN, top=THIN, bottom=THIN)
LOCKED_FILL = PatternFill("solid", fgColor="E9ECEF")
HEAD_FILL = PatternFill("solid", fgColor="DCE6F5")
SIGNATURE_LINE = "____________"
FONT = "宋体"  # stands on every computer that the form may come to
ROW_HEIGHT = 21  # points
MARGIN = 0.4  # inches


def add_styles(book) -> None:
    """The named styles of the form, "fw …"."""
    middle = Alignment(horizontal="center", vertical="center", wrap_text=True)
    right = Alignment(horizontal="right", vertical="center")
    left = Alignment(vertical="center", wrap_text=True)
    unlocked = Protection(locked=False)
    shut: dict[str, Any] = {
        "border": BORDER,
        "alignment": right,
        "protection": Protection(locked=True),
        "fill": LOCKED_FILL,
    }
    for style in (
        NamedStyle("fw title", font=_font(15, bold=True)),
        NamedStyle("fw note", font=_font(10, color="495057")),
        NamedStyle("fw head", font=_font(bold=True), alignment=middle, border=BORDER, fill=HEAD_FILL),
        NamedStyle("fw unit", font=_font(), border=BORDER, fill=LOCKED_FILL, alignment=left),
        NamedStyle("fw number", font=_font(), border=BORDER, alignment=right, protection=unlocked),
        NamedStyle("fw day", font=_font(), border=BORDER, alignment=right, protection=unlocked, number_format=ISO_DATE),
        NamedStyle("fw shut number", font=_font(), **shut),
        NamedStyle("fw shut day", font=_font(), **shut, number_format=ISO_DATE),
        NamedStyle("fw sum", font=_font(bold=True), **shut),
        NamedStyle("fw sign", font=_font()),
    ):
        book.add_named_style(style)


def _font(size=11, **how):
    return Font(name=FONT, size=size, **how)


def add_validation(form, template: WorkbookTemplate, first_row: int, last_row: int) -> None:
    """A program refuses what no cell of a column takes; a milestone offers its words, and takes days as well."""
    for number, column in enumerate(template.columns, FIRST_FIGURE):
        letter = get_column_letter(number)
        if column.part == FigurePart.DAY:
            check = DataValidation(type="list", formula1=f'"{DONE},{NOT_DONE},{NOT_APPLICABLE}"', allow_blank=True)
            check.showErrorMessage = False  # the list is an offer: a day is typed
            check.prompt = template.words.day[:255] or None
            check.showInputMessage = bool(template.words.day)
        else:
            check = _check_numbers(f"{letter}{first_row}", column.decimals, template.words)
        check.add(f"{letter}{first_row}:{letter}{last_row}")
        form.add_data_validation(check)


def _check_numbers(cell, decimals, words):
    """A number that is not negative, with so many decimals at most; or the words "not applicable"."""
    places = "" if decimals is None else f",ROUND({cell},{decimals})={cell}"
    formula = f'IF(ISNUMBER({cell}),AND({cell}>=0{places}),LEFT({cell},{len(NOT_APPLICABLE)})="{NOT_APPLICABLE}")'
    check = DataValidation(type="custom", formula1=formula, allow_blank=True, errorStyle="stop")
    check.showErrorMessage = True
    check.error = (words.whole if decimals == 0 else words.number)[:225] or None
    return check


def write_foot(form, template: WorkbookTemplate, first_row: int, last_row: int) -> None:
    """The sums of the columns, and below them the lines to sign. Reading leaves all of it out."""
    row = last_row + 1
    if len(template.rows) > 1:
        write_cell(form, row, 1, FOOT_MARKER + template.words.sums)
        write_cell(form, row, 2, template.words.sums, "fw sum").alignment = Alignment(vertical="center")
        write_cell(form, row, 3, None, "fw sum")
        for number, column in enumerate(template.columns, FIRST_FIGURE):
            letter = get_column_letter(number)
            sums = column.sums and column.part != FigurePart.DAY
            cell = form.cell(row, number, _sum(f"{letter}{first_row}:{letter}{last_row}") if sums else None)
            cell.style = "fw sum"
        row += 1
    width = 3 + len(template.columns)
    per_line = max(1, min(len(template.words.signatures), (width - 1) // 2))
    for place, name in enumerate(template.words.signatures):
        at, left = row + 1 + place // per_line * 2, 2 + place % per_line * max(2, (width - 1) // per_line)
        write_cell(form, at, 1, FOOT_MARKER)
        write_cell(form, at, left, f"{name}：{SIGNATURE_LINE}", "fw sign")


def _sum(cells):
    """Of blank cells no sum: blank is not zero."""
    return f'=IF(COUNT({cells}),SUM({cells}),"")'


def set_up_form(form, template: WorkbookTemplate, first_row: int) -> None:
    """Widths, heights, what stays in view, paper, and protection."""
    form.row_dimensions[1].hidden = True
    form.column_dimensions["A"].hidden = True
    lines = max((count_shown_lines(column.title, FIGURE_WIDTH - 1) for column in template.columns), default=1)
    form.row_dimensions[first_row - 1].height = max(MIN_HEAD, HEAD_LINE * lines + 4)
    form.column_dimensions["B"].width = UNIT_WIDTH
    form.column_dimensions["C"].width = STATE_WIDTH
    for number, _column in enumerate(template.columns, FIRST_FIGURE):
        form.column_dimensions[get_column_letter(number)].width = FIGURE_WIDTH
    for number, row in enumerate(template.rows, first_row):
        lines = count_shown_lines(row.name, UNIT_WIDTH - 1)
        form.row_dimensions[number].height = max(ROW_HEIGHT, HEAD_LINE * lines + 2)
    form.freeze_panes = form.cell(first_row, FIRST_FIGURE)
    form.print_title_rows = f"{first_row - 1}:{first_row - 1}"
    form.print_title_cols = "B:C"
    form.page_setup.orientation = "landscape"
    form.page_setup.paperSize = A4 if len(template.columns) + 2 <= A4_COLUMNS else A3
    form.page_setup.fitToWidth, form.page_setup.fitToHeight = 1, 0
    form.sheet_properties.pageSetUpPr.fitToPage = True
    form.print_options.horizontalCentered = True
    form.page_margins = PageMargins(left=MARGIN, right=MARGIN, top=MARGIN, bottom=MARGIN * 2)
    form.oddFooter.center.text = "&P / &N"
    # Without a password: the protection prevents mistakes and is no secret. Widths and heights may be changed.
    form.protection.sheet = True
    form.protection.formatColumns = False
    form.protection.formatRows = False
