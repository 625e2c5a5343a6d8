"""What the preview's page shows of an office's workbook: its questions, how it was understood, and its sheets."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from sheets.figures.columns import FigurePart
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
from sheets.outcomes import CellOutcome
from sheets.problems import SheetProblem
from sheets.tasks.model import TaskOutcome
from sheets.tasks.states import format_state
from targets.models.target import Measure
from targets.workbooks.match_reasons import COLUMN_REASONS, UNIT_REASONS
from targets.workbooks.messages import describe_problem, format_content
from targets.workbooks.office.alike import signature
from targets.workbooks.office.reading import OfficeReading
from targets.workbooks.office.shown_sheets import (
    MAX_COLUMNS,
    MAX_SHEETS,
    SheetCells,
    SheetWindow,
    ShownPlaces,
    show_cells,
)
from targets.workbooks.period_figures import PeriodFigures

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
MAX_OPEN = 3  # sheets that stand open; of more there is a list first, and each opens by itself
MAX_LABELS = 500  # below one sheet
MAX_QUESTIONS = 100  # on one page; when they are answered, the next ones come


@dataclass(frozen=True)
class ShownQuestion:
    """A question with its place, its sentence and the answers that it offers: [(answer, label)].

    ``figures`` are so many figures that wait for it; ``takes_number``: a number may be typed instead. ``href`` leads to
    its cell; ``alike`` are so many questions, itself included, that can be answered at once.
    """

    key: str
    place: str
    shown: str
    about: str
    text: str
    choices: list[tuple[str, str]]
    figures: int
    takes_number: bool
    href: str = ""
    alike: int = 1


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
    why: str = ""


@dataclass(frozen=True)
class ShownSheet:
    """A sheet: why it is not read (``skipped``), what was left out (``notes``), its labels and its cells.

    ``window`` says which of its ``height`` rows are in ``cells``; ``figures`` and ``asked`` are so many read and open
    questions; ``is_narrowed``: it has more columns than are shown; ``tasks`` are so many whose progress was read.
    """

    number: int
    file: str
    title: str
    skipped: str
    notes: list[str]
    labels: list[ShownLabel]
    cells: SheetCells
    window: SheetWindow
    height: int
    figures: int
    asked: int
    is_narrowed: bool
    tasks: int = 0

    @property
    def remembered(self) -> bool:
        """Whether a label was taken for something because a person said so of an earlier workbook."""
        return any(label.remembered for label in self.labels)


def office_context(
    office: OfficeReading, outcomes: Iterable[CellOutcome | TaskOutcome], stored: PeriodFigures, places: ShownPlaces
) -> dict[str, Any]:
    """The part of the preview's context that is about an office's own workbook."""
    by_cell = {outcome.cell: outcome for outcome in outcomes}
    questions = list(_show_questions(office, stored, places))
    sheets = [_show_sheet(sheet, office, by_cell, stored, places) for sheet in office.workbook.sheets[:MAX_SHEETS]]
    return {
        "questions": questions,
        "nothing_read": not by_cell,
        "all_questions": len(office.questions),
        "more_questions": max(0, len(office.questions) - MAX_QUESTIONS),
        "sheets": sheets,
        "several_files": office.places.several,
        "folds": len(sheets) > MAX_OPEN,
        "open_sheet": places.chosen,
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
        "differing": [
            (places.link_by_name(cell)[0], cell, _name_figure(unit, target, stored), describe_problem(why))
            for cell, unit, target, why in office.differing
        ],
    }


def _show_questions(office, stored, places: ShownPlaces) -> Iterator[ShownQuestion]:
    """The first questions, each with the link to its cell; the cells lead back to them."""
    numbers = Counter(signature(question) for question in office.questions)
    offered = set()
    for number, question in enumerate(office.questions[:MAX_QUESTIONS], 1):
        kind = signature(question)
        alike = numbers[kind] if kind not in offered else 1
        offered.add(kind)
        place = places.number(question.file, question.sheet), question.row, question.column
        places.back[place] = f"#q{number}"
        href = places.link(question.file, question.sheet, question.row, question.column)
        yield replace(show_question(question, office, stored), href=href, alike=alike)


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
        takes_number=question.takes_number and not is_milestone(question, stored),
    )


def is_milestone(question: Question, stored: PeriodFigures) -> bool:
    """Whether a question is about a milestone, which is done or not: no number says it."""
    target = stored.targets.get(question.target)
    return target is not None and target.measure == Measure.MILESTONE


def _describe_question(question):
    """The sentence of a question, after the reason for which the label is not sure."""
    reason = COLUMN_REASONS.get(question.why.params.get("why", "")) if question.topic == QuestionTopic.COLUMN else None
    return " ".join(filter(None, [str(reason) if reason else "", describe_problem(question.why)]))


def describe_choice(label, stored: PeriodFigures) -> str:
    """The words of an answer: units and targets by name."""
    params = dict(label.params)
    if unit := stored.everyone.get(params.get("unit", "")):
        params["unit"] = unit.short_name
    if target := stored.targets.get(params.get("target", "")):
        params["target"] = f"{target.code} {target.name}"
    if code := params.get("task"):
        titles = {task.code: task.title for duties in stored.tasks.duties.values() for task, _part in duties.values()}
        params["task"] = f"{code} {titles.get(code, '')}".strip()
    if code := params.get("state"):
        params["state"] = format_state(code)
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
    participant, found = stored.everyone.get(unit), stored.targets.get(target)
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


def _show_sheet(
    sheet: SheetReading, office, by_cell: Mapping[str, CellOutcome | TaskOutcome], stored, places
) -> ShownSheet:
    number = places.number(sheet.file, sheet.grid.title)
    asked = [q for q in office.questions if (q.file, q.sheet) == (sheet.file, sheet.grid.title)]
    return ShownSheet(
        number=number,
        file=sheet.file,
        title=sheet.grid.title,
        skipped=describe_problem(sheet.skipped) if sheet.skipped else "",
        notes=[describe_problem(note) for note in sheet.notes],
        labels=[_show_label(label, office, sheet, stored) for label in list_labels(sheet, places.windows[number])],
        cells=show_cells(sheet, office, by_cell, places),
        window=places.windows[number],
        height=sheet.grid.height,
        figures=len(sheet.figures),
        asked=len(asked),
        is_narrowed=sheet.grid.width > MAX_COLUMNS,
        tasks=office.tasks.count_in(sheet.file, sheet.grid.title),
    )


def list_labels(sheet: SheetReading, window: SheetWindow) -> list[LabelReading]:
    """The labels that are listed below a sheet: all; of very many those of the rows that are shown, and the heads."""
    if len(sheet.labels) <= MAX_LABELS:
        return sheet.labels
    shown = [each for each in sheet.labels if each.unit is None or window.first <= each.row <= window.last]
    return shown[:MAX_LABELS]


def _show_label(label: LabelReading, office, sheet, stored) -> ShownLabel:
    place = office.places.name("", "", label.row, label.column).rpartition("!")[2]
    key = label_key(sheet.file, sheet.grid.title, label.row, label.column)
    if label.unit is not None:
        participant = stored.participants.get(label.unit.unit)
        meaning = participant.short_name if participant else _("not read")
        why, known = str(UNIT_REASONS.get(label.unit.why, "")), label.unit.why == "confirmed"
        return ShownLabel(key, place, label.text, meaning, True, f"unit:{label.unit.unit}", known, why)
    match = label.match or ColumnMatch(ColumnRole.UNKNOWN)
    why = str(COLUMN_REASONS.get(match.why, ""))
    target = stored.targets.get(match.target) if match.role == ColumnRole.FIGURE else None
    known = match.why == "confirmed"
    kind = match.kind or FigureKind.AMOUNT
    if match.role == ColumnRole.FIGURE and not match.target:
        meaning = _("The target of each row, %(kind)s") % {"kind": kind_label(kind)}
        return ShownLabel(key, place, label.text, meaning, value=f"kind:{kind}", remembered=known, why=why)
    if target is None:
        meaning = str(ROLE_LABELS.get(match.role, ROLE_LABELS[ColumnRole.UNKNOWN]))
        return ShownLabel(key, place, label.text, meaning, remembered=known, why=why)
    value = f"target:{target.code}/{kind}" + ("" if match.part == FigurePart.VALUE else f"/{match.part}")
    meaning = f"{target.code} {target.name} · {kind_label(kind)}"
    return ShownLabel(key, place, label.text, meaning, value=value, remembered=known, why=why)
