"""The figures of an office's own workbook as contents of returns.

A workbook may give what was done in the period, what stands since the start of the year, or both; a return holds one of
them, by the measure of the target (ADR 0017). What is not given is worked out from what was submitted before, and what
cannot be worked out, or contradicts it, is asked.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from decimal import Decimal
from typing import NamedTuple

from sheets.figures.columns import FigurePart
from sheets.figures.content import FigureContent
from sheets.office.model import Choice, FigureKind, Question, QuestionTopic, ReadFigure
from sheets.outcomes import OfficeCell, OfficeRow
from sheets.problems import SheetProblem
from targets.models import Target
from targets.models.target import Measure
from targets.workbooks.messages import format_content
from targets.workbooks.office.earlier import (
    NOTHING_EARLIER,
    EarlierSum,
    count_earlier_periods,
    read_earlier_sums,
)
from targets.workbooks.office.places import Places
from targets.workbooks.period_figures import PeriodFigures

AS_READ, IGNORE, STANDS = "as_read", "ignore", "stands"
WAYS_TO_DERIVE = {"office_only_amount": (AS_READ, STANDS, IGNORE), "office_earlier_missing": (AS_READ, IGNORE)}


@dataclass
class OfficeContents:
    """``rows`` to import, and ``questions`` that are still open, of which no figure is in the rows.

    ``notes`` are (cell, unit code, target code, problem) of figures that are read and still look incomplete, and
    ``differing`` those of numbers that are not stored and disagree with what is, or will be.
    """

    rows: list[OfficeRow] = field(default_factory=list)
    questions: list[Question] = field(default_factory=list)
    notes: list[tuple[str, str, str, SheetProblem]] = field(default_factory=list)
    differing: list[tuple[str, str, str, SheetProblem]] = field(default_factory=list)


class _GivenFigure(NamedTuple):
    """All that was read of one unit and target: (kind, part) -> ReadFigure. ``amount_blank``: it has a cell for the
    amount of the period, beside a running total, and that is blank."""

    unit: str
    target: Target
    parts: dict[tuple[FigureKind, FigurePart], ReadFigure]
    amount_blank: bool = False

    def read(self, kind: FigureKind, part: FigurePart = FigurePart.VALUE) -> ReadFigure | None:
        return self.parts.get((kind, part))

    @property
    def first(self) -> ReadFigure:
        return next(iter(self.parts.values()))


class _Asked(Exception):
    """A figure is not clear. ``question`` asks for it."""

    def __init__(self, question: Question) -> None:
        super().__init__(question.key)
        self.question = question


def build_contents(
    figures: Iterable[ReadFigure], stored: PeriodFigures, answers: Mapping[str, str], places: Places,
    blank_amounts: Collection[tuple[str, str]] = (),
) -> OfficeContents:  # fmt: skip
    """The rows of what was read, in the plan's order of units. A figure that is asked about is in no row until it has
    been answered; ``blank_amounts`` are the (unit, target) whose cell for the period is blank beside a running total.
    At most four queries."""
    given = _group_figures(figures, stored, blank_amounts)
    known = _KnownBefore(stored, given.values(), answers, places)
    found = OfficeContents()
    cells: dict[str, dict[str, OfficeCell]] = {}
    for each in given.values():
        try:
            cell = known.build_cell(each)
        except _Asked as asked:
            found.questions.append(asked.question)
            continue
        if cell is not None:
            cells.setdefault(each.unit, {})[each.target.code] = cell
    for code in [code for code in stored.participants if code in cells]:
        row = OfficeRow(code, cells[code])
        found.differing += _list_kept(row, stored)
        if question := _ask_about_lock(row, stored, given):
            found.questions.append(question)
        else:
            found.rows.append(row)
    found.questions = _merge_questions(found.questions)
    found.notes = known.notes
    found.differing += known.differing
    return found


def _list_kept(row: OfficeRow, stored: PeriodFigures) -> Iterator[tuple[str, str, str, SheetProblem]]:
    """The numbers that differ from those of a return that cannot be changed now."""
    slot_of = stored.get_slots(row.code)
    for target, cell in row.cells.items():
        slot = slot_of(target)
        if slot.locked and slot.owed and cell.content != slot.stored:
            params = {"system": format_content(slot.stored), "workbook": format_content(cell.content)}
            yield cell.name, row.code, target, SheetProblem("office_kept", params)


def _merge_questions(questions: Iterable[Question]) -> list[Question]:
    """One question for each key, about all figures that wait for it."""
    merged: dict[str, Question] = {}
    for question in questions:
        before = merged.get(question.key)
        about = (*before.about, *question.about) if before else question.about
        merged[question.key] = replace(before or question, about=about)
    return list(merged.values())


def _ask_about_lock(row: OfficeRow, stored: PeriodFigures, given) -> Question | None:
    """A return that cannot be changed now, and that the workbook would change: its unit may be left out."""
    lock = stored.find_lock(row.code)
    if lock is None:
        return None
    changed = [target for target, cell in row.cells.items() if cell.content != stored.get_slot(row.code, target).stored]
    if not changed:
        return None
    first = given[row.code, changed[0]].first
    return Question(
        key=f"locked:{row.code}", topic=QuestionTopic.ROW, why=lock, file=first.file, sheet=first.sheet,
        row=first.row, column=first.column, unit=row.code, shown=stored.participants[row.code].short_name,
        choices=(Choice(IGNORE, SheetProblem("office_leave_unit_out")),),
        about=tuple((row.code, target) for target in changed),
    )  # fmt: skip


def _group_figures(figures, stored, blank_amounts) -> dict[tuple[str, str], _GivenFigure]:
    given: dict[tuple[str, str], _GivenFigure] = {}
    for figure in figures:
        if figure.unit in stored.participants and figure.target in stored.targets:
            pair = figure.unit, figure.target
            if pair not in given:
                given[pair] = _GivenFigure(figure.unit, stored.targets[figure.target], {}, pair in blank_amounts)
            given[pair].parts[figure.kind, figure.part] = figure
    return given


class _KnownBefore:
    """Works out what goes into a return, from what was read and what was submitted before."""

    def __init__(
        self, stored: PeriodFigures, given: Iterable[_GivenFigure], answers: Mapping[str, str], places: Places
    ) -> None:
        self._answers, self._places = answers, places
        self.notes: list[tuple[str, str, str, SheetProblem]] = []
        self.differing: list[tuple[str, str, str, SheetProblem]] = []
        mixed = [each for each in given if _needs_earlier(each)]
        self._sums = read_earlier_sums(stored, {each.unit for each in mixed}) if mixed else {}
        self._due = count_earlier_periods(stored) if mixed else {}

    def build_cell(self, given: _GivenFigure) -> OfficeCell | None:
        """The cell of a return, or None when an answer leaves it out. Raises _Asked."""
        figure = next((each for each in given.parts.values() if each.na), None)
        if figure:
            return OfficeCell(FigureContent(na=True, reason=figure.reason), self._name(figure))
        measure = given.target.measure
        if measure == Measure.MILESTONE:
            figure = given.first
            return OfficeCell(FigureContent(value=figure.value, done_on=figure.day), self._name(figure))
        if measure == Measure.RATIO:
            return self._build_ratio(given)
        return self._build_increment(given) if measure == Measure.INCREMENT else self._build_standing(given)

    def _build_ratio(self, given):
        value = given.read(FigureKind.TO_DATE) or given.read(FigureKind.AMOUNT)
        base = given.read(FigureKind.TO_DATE, FigurePart.BASE) or given.read(FigureKind.AMOUNT, FigurePart.BASE)
        if value is None or base is None:
            return self._ask_figure(given, value or base, "office_half_ratio", {}, takes_number=False)
        return OfficeCell(FigureContent(value=value.value, base=base.value), self._name(value))

    def _build_increment(self, given):
        amount, to_date = given.read(FigureKind.AMOUNT), given.read(FigureKind.TO_DATE)
        if to_date is None:
            return OfficeCell(FigureContent(value=amount.value), self._name(amount))
        earlier = self._earlier(given)
        is_complete = earlier.periods >= self._due.get(given.target.code, 0)
        done = (to_date.value - earlier.total).normalize()
        if amount is not None:
            params = {"amount": amount.value, "to_date": to_date.value, "before": earlier.total}
            if amount.value > done or (is_complete and amount.value != done):
                return self._ask_figure(given, amount, "office_sum_differs", params, worked_out=done)
            if amount.value != done:
                problem = SheetProblem("office_earlier_unreported", params | {"gap": done - amount.value})
                self.notes.append((self._name(amount), given.unit, given.target.code, problem))
            return OfficeCell(FigureContent(value=amount.value), self._name(amount))
        if given.amount_blank and done == 0:
            return None  # what stood before is carried: nothing was reported of this period
        if done < 0:
            params = {"to_date": to_date.value, "before": earlier.total}
            return self._ask_figure(given, to_date, "office_below_earlier", params)
        if not is_complete:
            sum_of = f"{to_date.value:f} − {earlier.total.normalize():f} = {done:f}"
            if self._ask_how(given, to_date, "office_earlier_missing", sum_of) == IGNORE:
                return None
        return OfficeCell(FigureContent(value=done), self._name(to_date), derived=True)

    def _build_standing(self, given):
        """A running total or a level: what stands at the end of the period."""
        amount, to_date = given.read(FigureKind.AMOUNT), given.read(FigureKind.TO_DATE)
        if to_date is not None:
            if given.amount_blank and amount is None:
                before = self._earlier(given).last or Decimal(0)
                if to_date.value == before:
                    return None  # what stood before is carried: nothing was reported of this period
                if to_date.value < before and given.target.measure == Measure.RUNNING:
                    params = {"to_date": to_date.value, "before": before}
                    return self._ask_figure(given, to_date, "office_below_earlier", params)
            if amount is not None and given.target.measure == Measure.RUNNING:
                self._compare_amount(given, amount, to_date.value)
            return OfficeCell(FigureContent(value=to_date.value), self._name(to_date))
        earlier = self._earlier(given)
        before = (earlier.last or Decimal(0)).normalize()
        stands = before + amount.value
        how = self._ask_how(given, amount, "office_only_amount", f"{before:f} + {amount.value:f} = {stands:f}")
        if how == IGNORE:
            return None
        if how == STANDS:
            return OfficeCell(FigureContent(value=amount.value), self._name(amount))
        return OfficeCell(FigureContent(value=stands), self._name(amount), derived=True)

    def _compare_amount(self, given, amount, to_date) -> None:
        """本季 beside 累计, of which only 累计 is stored: said where it is not 累计 less what stood before."""
        earlier = self._earlier(given)
        before = earlier.last or Decimal(0)
        done = to_date - before
        is_complete = earlier.periods >= self._due.get(given.target.code, 0)
        if amount.value > done or (is_complete and amount.value != done):
            params = {"amount": amount.value, "to_date": to_date, "before": before, "done": done}
            problem = SheetProblem("office_amount_differs", params)
            self.differing.append((self._name(amount), given.unit, given.target.code, problem))

    def _name(self, figure):
        return self._places.name(figure.file, figure.sheet, figure.row, figure.column)

    def _earlier(self, given) -> EarlierSum:
        return self._sums.get((given.unit, given.target.code), NOTHING_EARLIER)

    def _ask_how(self, given, figure, why, shown) -> str:
        """How a person said that all such figures are taken: worked out as ``shown``, as they stand, or not at all.
        Raises _Asked before they did."""
        key = f"derive:{why}"
        answer = self._answers.get(key, "")
        if answer not in WAYS_TO_DERIVE[why]:
            choices = tuple(Choice(each, SheetProblem(f"{why}_{each}")) for each in WAYS_TO_DERIVE[why])
            question = _question(key, given, figure, SheetProblem(why), choices)
            raise _Asked(replace(question, shown=shown, choices_only=True))
        return answer

    def _ask_figure(self, given, figure, why, params, *, worked_out=None, takes_number=True) -> OfficeCell | None:
        """The answer to a question about this one figure, None when it is left out. Raises _Asked before that.

        ``worked_out`` is what the running total makes it, where the number that is written may be meant as well.
        """
        key = f"figure:{given.unit}:{given.target.code}"
        answer = self._answers.get(key, "")
        if answer.startswith("value:") and takes_number:
            number = Decimal(answer.removeprefix("value:"))
            return OfficeCell(FigureContent(value=number), self._name(figure), derived=number == worked_out)
        if answer == IGNORE:
            return None
        choices = []
        if worked_out is not None:
            choices.append(Choice(f"value:{figure.value:f}", SheetProblem("office_as_written", {"text": figure.value})))
            if worked_out >= 0:
                said = SheetProblem("office_worked_out", {"text": worked_out} | params)
                choices.append(Choice(f"value:{worked_out:f}", said))
        choices.append(Choice(IGNORE, SheetProblem("office_leave_out")))
        question = _question(key, given, figure, SheetProblem(why, params), tuple(choices))
        raise _Asked(replace(question, choices_only=not takes_number))


def _needs_earlier(given: _GivenFigure) -> bool:
    measure = given.target.measure
    if measure == Measure.INCREMENT:
        return given.read(FigureKind.TO_DATE) is not None
    if measure == Measure.RUNNING and given.read(FigureKind.AMOUNT) is not None:
        return True
    if given.amount_blank and measure in (Measure.RUNNING, Measure.LEVEL):
        return True
    return measure in (Measure.RUNNING, Measure.LEVEL) and given.read(FigureKind.TO_DATE) is None


def _question(key, given, figure, why, choices) -> Question:
    return Question(
        key=key, topic=QuestionTopic.CELL, why=why, file=figure.file, sheet=figure.sheet, row=figure.row,
        column=figure.column, unit=given.unit, target=given.target.code, kind=figure.kind,
        about=((given.unit, given.target.code),),
        shown=f"{figure.value:f}" if figure.value is not None else "", choices=choices,
    )  # fmt: skip
