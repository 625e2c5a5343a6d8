"""What the preview's page shows of an office's workbook: its questions, how it was understood, and its sheets."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from sheets.figures.columns import FigurePart
from sheets.files.grid import cell_name
from sheets.office.keys import label_key
from sheets.office.model import (
    ColumnMatch,
    ColumnRole,
    FigureKind,
    LabelReading,
    Question,
    QuestionTopic,
    SheetReading,
)
from sheets.outcomes import CellOutcome, OutcomeKind
from sheets.problems import SheetProblem
from targets.workbooks.match_reasons import COLUMN_REASONS
from targets.workbooks.messages import OUTCOME_LABELS, describe_problem, format_content
from targets.workbooks.office.reading import OfficeReading
from targets.workbooks.period_figures import PeriodFigures

MAX_ROWS, MAX_COLUMNS, MAX_SHEETS = 300, 80, 60  # of a sheet that is shown, and sheets
MARKS = {
    OutcomeKind.REFUSED: ("✕", "cell-bad"),
    OutcomeKind.NEW: ("＋", "cell-new"),
    OutcomeKind.CHANGED: ("→", "cell-changed"),
    OutcomeKind.UNCHANGED: ("=", "cell-same"),
}
ROLE_LABELS = {
    ColumnRole.UNKNOWN: gettext_lazy("about no target of this plan"),
    ColumnRole.SERIAL: gettext_lazy("numbers of the rows"),
    ColumnRole.UNIT: gettext_lazy("units"),
    ColumnRole.UNIT_CODE: gettext_lazy("codes of units"),
    ColumnRole.TARGET: gettext_lazy("targets"),
    ColumnRole.MEASURE_UNIT: gettext_lazy("units of measure"),
    ColumnRole.PERIOD: gettext_lazy("periods"),
    ColumnRole.PROMISED: gettext_lazy("what is promised, not read"),
    ColumnRole.EARLIER: gettext_lazy("figures of an earlier period, not read"),
    ColumnRole.RATE: gettext_lazy("rates, not read"),
    ColumnRole.REMARK: gettext_lazy("remarks, not read"),
}
ASKED = ("？", "cell-asked")
LEFT_OUT = ("", "cell-ignored")
CHECKED = ("✓", "cell-checked")  # a running total beside the amount that is stored


@dataclass(frozen=True)
class ShownQuestion:
    """A question with its place, its sentence and the answers that it offers: [(answer, label)].

    ``figures`` are so many figures that wait for it; ``takes_number``: a number may be typed instead.
    """

    key: str
    place: str
    shown: str
    about: str
    text: str
    choices: list[tuple[str, str]]
    figures: int
    takes_number: bool


@dataclass(frozen=True)
class ShownLabel:
    """What a label was taken for, in words, and as the answer that would say the same (``value``).

    ``key`` is that of the answer by which a person says something else. ``remembered``: by what was said before.
    """

    key: str
    place: str
    text: str
    meaning: str
    is_unit: bool = False
    value: str = ""
    remembered: bool = False


@dataclass(frozen=True)
class ShownCell:
    """A cell of the workbook with its mark, the class of its colour, and what is said about it.

    ``text`` is what will be stored, or the cell as it looks; ``before`` what stood in the return where that changes,
    ``original`` the cell as it looks where that is not the number.
    """

    text: str
    mark: str
    style: str
    label: str
    is_number: bool = False
    before: str = ""
    original: str = ""


@dataclass(frozen=True)
class ShownSheet:
    """A sheet: why it is not read (``skipped``), what was left out (``notes``), its labels and its cells.

    ``letters`` head the columns, ``rows`` are (row number, cells); ``cut``: more than this is in the workbook.
    """

    file: str
    title: str
    skipped: str
    notes: list[str]
    labels: list[ShownLabel]
    letters: list[str]
    rows: list[tuple[int, list[ShownCell]]]
    cut: bool

    @property
    def remembered(self) -> bool:
        """Whether a label was taken for something because a person said so of an earlier workbook."""
        return any(label.remembered for label in self.labels)


def office_context(office: OfficeReading, outcomes: Iterable[CellOutcome], stored: PeriodFigures) -> dict[str, Any]:
    """The part of the preview's context that is about an office's own workbook."""
    by_cell = {outcome.cell: outcome for outcome in outcomes}
    sheets = [_show_sheet(sheet, office, by_cell, stored) for sheet in office.workbook.sheets[:MAX_SHEETS]]
    return {
        "questions": [show_question(question, office, stored) for question in office.questions],
        "sheets": sheets,
        "several_files": office.places.several,
        "target_choices": [
            (f"target:{code}/{kind}", f"{code} {target.name} · {kind_label(kind)}")
            for code, target in stored.targets.items()
            for kind in FigureKind
        ],
        "kind_choices": [
            (f"kind:{kind}", _("The target of each row, %(kind)s") % {"kind": kind_label(kind)}) for kind in FigureKind
        ],
        "unit_choices": [(f"unit:{code}", each.short_name) for code, each in stored.participants.items()],
        "more_sheets": max(0, len(office.workbook.sheets) - MAX_SHEETS),
        "unreadable": [(name, describe_problem(why)) for name, why in office.workbook.refused],
        "derived": _list_derived(office, stored),
        "incomplete": [
            (cell, _name_figure(unit, target, stored), describe_problem(why))
            for cell, unit, target, why in office.notes
        ],
    }


def show_question(question: Question, office: OfficeReading, stored: PeriodFigures) -> ShownQuestion:
    place = office.places.name(question.file, question.sheet, question.row, question.column)
    pairs = question.about or ((question.unit, question.target),)
    return ShownQuestion(
        key=question.key,
        place=place,
        shown=question.shown,
        about=_name_figure(question.unit, question.target, stored),
        text=_describe_question(question),
        choices=[(each.answer, describe_choice(each.label, stored)) for each in question.choices],
        figures=len([pair for pair in pairs if all(pair)]),
        takes_number=question.topic == QuestionTopic.CELL,
    )


def _describe_question(question):
    """The sentence of a question, after the reason for which the label is not sure."""
    reason = COLUMN_REASONS.get(question.why.params.get("why", "")) if question.topic == QuestionTopic.COLUMN else None
    return " ".join(filter(None, [str(reason) if reason else "", describe_problem(question.why)]))


def describe_choice(label, stored: PeriodFigures) -> str:
    """The words of an answer: units and targets by name."""
    params = dict(label.params)
    if unit := stored.participants.get(params.get("unit", "")):
        params["unit"] = unit.short_name
    if target := stored.targets.get(params.get("target", "")):
        params["target"] = f"{target.code} {target.name}"
    if kind := params.get("kind"):
        params["kind"] = kind_label(FigureKind(kind))
    return describe_problem(type(label)(label.code, params))


def describe_answer(answer: str, stored: PeriodFigures) -> str:
    """The words of an answer that was typed or chosen from all targets or units: 12, "L04 转移就业, 累计", 永德."""
    kind, _colon, rest = answer.partition(":")
    params: dict[str, str | Decimal] = {kind: Decimal(rest) if kind == "value" else rest}
    if kind == "target":
        params["target"], params["kind"], *_part = rest.split("/")
    return describe_choice(SheetProblem(f"choose_{kind}", params), stored)


def kind_label(kind: FigureKind) -> str:
    """本期完成, 累计."""
    return _("up to now this year") if kind == FigureKind.TO_DATE else _("done in this period")


def _name_figure(unit, target, stored):
    participant, found = stored.participants.get(unit), stored.targets.get(target)
    names = [participant.short_name if participant else "", f"{found.code} {found.name}" if found else ""]
    return " · ".join(name for name in names if name)


def _list_derived(office, stored) -> list[tuple[str, str, str]]:
    """(cell, whose figure, value) of the figures that were worked out."""
    return [
        (cell.name, _name_figure(row.code, target, stored), format_content(cell.content))
        for row in office.rows
        for target, cell in row.cells.items()
        if cell.derived
    ]


def _show_sheet(sheet: SheetReading, office, by_cell: Mapping[str, CellOutcome], stored) -> ShownSheet:
    grid = sheet.grid
    height, width = min(grid.height, MAX_ROWS), min(grid.width, MAX_COLUMNS)
    if sheet.skipped:
        height = min(height, 8)
    asked = {(q.row, q.column): q for q in sheet.questions if q.row}
    columns = [column for column in range(1, width + 1) if column not in grid.hidden_columns]
    marks = _SheetMarks(sheet, office, by_cell, asked)
    return ShownSheet(
        file=sheet.file,
        title=grid.title,
        skipped=describe_problem(sheet.skipped) if sheet.skipped else "",
        notes=[describe_problem(note) for note in sheet.notes],
        labels=[_show_label(label, office, sheet, stored) for label in sheet.labels],
        letters=[cell_name(1, column).rstrip("1") for column in columns],
        rows=[
            (row, [marks.show(row, column) for column in columns])
            for row in range(1, height + 1)
            if row not in grid.hidden_rows
        ],
        cut=grid.height > height or grid.width > width,
    )


def _show_label(label: LabelReading, office, sheet, stored) -> ShownLabel:
    place = office.places.name("", "", label.row, label.column).rpartition("!")[2]
    key = label_key(sheet.file, sheet.grid.title, label.row, label.column)
    if label.unit is not None:
        participant = stored.participants.get(label.unit.unit)
        meaning = participant.short_name if participant else _("not read")
        known = label.unit.why == "confirmed"
        return ShownLabel(key, place, label.text, meaning, True, f"unit:{label.unit.unit}", known)
    match = label.match or ColumnMatch(ColumnRole.UNKNOWN)
    target = stored.targets.get(match.target) if match.role == ColumnRole.FIGURE else None
    known = match.why == "confirmed"
    kind = match.kind or FigureKind.AMOUNT
    if match.role == ColumnRole.FIGURE and not match.target:
        meaning = _("The target of each row, %(kind)s") % {"kind": kind_label(kind)}
        return ShownLabel(key, place, label.text, meaning, value=f"kind:{kind}", remembered=known)
    if target is None:
        meaning = str(ROLE_LABELS.get(match.role, ROLE_LABELS[ColumnRole.UNKNOWN]))
        return ShownLabel(key, place, label.text, meaning, remembered=known)
    value = f"target:{target.code}/{kind}" + ("" if match.part == FigurePart.VALUE else f"/{match.part}")
    return ShownLabel(key, place, label.text, f"{target.code} {target.name} · {kind_label(kind)}", False, value, known)


class _SheetMarks:
    """The cells of one sheet as the page shows them."""

    def __init__(self, sheet, office, by_cell, asked) -> None:
        self._sheet, self._grid, self._office, self._by_cell, self._asked = sheet, sheet.grid, office, by_cell, asked
        self._read = {(figure.row, figure.column) for figure in sheet.figures}

    def show(self, row: int, column: int) -> ShownCell:
        value = self._grid.value(row, column)
        text = format_cell(value) + self._grid.signs.get((row, column), "")
        is_number = isinstance(value, (int, float)) and not isinstance(value, bool)
        if question := self._asked.get((row, column)):
            return ShownCell(text or "□", *ASKED, describe_problem(question.why), is_number=is_number)
        outcome = self._by_cell.get(self._office.places.name(self._sheet.file, self._grid.title, row, column))
        if outcome is None:
            if (row, column) in self._read:
                return ShownCell(text, *CHECKED, _("read and compared, not stored"), is_number=is_number)
            return ShownCell(text, *LEFT_OUT, "", is_number=is_number)
        mark, style = MARKS[outcome.kind]
        label = describe_problem(outcome.problem) if outcome.problem else str(OUTCOME_LABELS[outcome.kind])
        after = format_content(outcome.after)
        before = format_content(outcome.before) if outcome.kind == OutcomeKind.CHANGED else ""
        original = text if text.replace(",", "") != after.replace(",", "") else ""
        return ShownCell(after, mark, style, label, True, before, original)


def format_cell(value: object) -> str:
    """A cell's value as text: 1,234 as 1234, a day as 2020-09-30."""
    if value is None:
        return ""
    if isinstance(value, datetime):
        return value.strftime("%Y-%m-%d")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value)
