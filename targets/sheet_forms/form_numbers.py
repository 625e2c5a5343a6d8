"""The numbers of an office's form: the same lines as on the pages of totals, put into its cells."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from functools import reduce
from typing import Any, NamedTuple

from django.db.models import Exists, OuterRef, Q

from accounts import policy
from accounts.models import Person
from accounts.policy import Verb
from plans.models import Participant, Period, Plan
from sheets.figures.columns import DONE, NOT_APPLICABLE, NOT_DONE, FigurePart
from sheets.forms.model import CHOSEN, SUM, FilledCell, FormContent, FormMatches, FormPlace
from targets.db.shares_in_force import with_first_seq
from targets.models import Return, SnapshotFigure, Target
from targets.models.percent_units import is_percent
from targets.models.target import Measure, RollUp
from targets.results.judge import Judge
from targets.results.line import TotalLine, counts_units
from targets.totals.arithmetic import ReportedValue, add_known, known_values
from targets.totals.queries.assessment import expected_pace, goal_of_unit
from targets.totals.reading import read_totals
from targets.totals.standing import assess

BLANK = FilledCell(None)


@dataclass(frozen=True)
class FormAsked:
    """What a form is filled with: ``unit`` is the code of the unit of a form that names none."""

    plan: Plan
    periods: Sequence[Period]
    period: Period
    basis: str
    unit: str = ""


class SpanningAmount(NamedTuple):
    """``unit`` is the name of a unit, "" for the units of a total row; ``targets`` are the codes of running totals
    and levels whose number of the period is what was added since before the ``missed`` one."""

    unit: str
    missed: str
    targets: list[str]


@dataclass
class FormNumbers:
    """``cells`` are what is written. ``out_of_reach`` are units of which this person sees no totals, and ``unknown``
    targets that the plan has no longer: their cells stay blank. ``silent`` are (name, how many of the form's targets)
    of units that have reported nothing of them for the period. ``spanning`` are those whose number of the period goes
    back further, for they missed the period before."""

    cells: list[tuple[FormPlace, FilledCell]] = field(default_factory=list)
    out_of_reach: list[str] = field(default_factory=list)
    unknown: list[str] = field(default_factory=list)
    silent: list[tuple[str, int]] = field(default_factory=list)
    sums_left_blank: int = 0
    spanning: list[SpanningAmount] = field(default_factory=list)


class _OwnFigure(NamedTuple):
    seq: int
    value: Decimal | None
    base: Decimal | None
    na: bool
    reason: str
    done_on: date | None


def list_fillable_units(person: Person, plan: Plan) -> list[Participant]:
    """The units for which this person may have a form filled that names no unit, in the plan's order; one query."""
    own = Participant.objects.filter(policy.paths_q(person, Verb.SEE_TOTALS), plan=plan, keeps_totals=True)
    return list(own.order_by("path"))


def read_form_numbers(asked: FormAsked, matches: FormMatches, *, by: Person, na_text: str) -> FormNumbers:
    """What the cells of a form get for a period and basis, as far as ``by`` may see totals; six queries."""
    codes = matches.units | {code for group in matches.groups for code in group} | ({asked.unit} - {""})
    targets = list(with_first_seq(Target.objects.filter(plan=asked.plan, code__in=matches.targets)))
    children = Participant.objects.filter(parent=OuterRef("pk"))
    units = Participant.objects.filter(policy.paths_q(by, Verb.SEE_TOTALS), plan=asked.plan, unit__code__in=codes)
    participants = {each.code: each for each in units.annotate(is_above=Exists(children))}
    filler = _Filler(asked, targets, participants, na_text)
    numbers = FormNumbers()
    for place in matches.places:
        if not place.formula:
            numbers.cells.append((place, filler.fill(place, matches.groups)))
    numbers.unknown = sorted(matches.targets - set(filler.targets))
    numbers.out_of_reach = sorted(codes - set(participants))
    numbers.silent = filler.list_silent()
    numbers.sums_left_blank = filler.sums_left_blank
    numbers.spanning = filler.list_spanning()
    return numbers


class _Filler:
    """Works out the content of each cell; each line of a unit and target is judged once."""

    def __init__(
        self, asked: FormAsked, targets: list[Target], participants: Mapping[str, Participant], na_text: str
    ) -> None:
        self.asked, self.participants, self.na_text = asked, participants, na_text
        self.targets = {target.code: target for target in targets}
        self.judge = Judge(asked.plan, asked.periods, asked.basis)
        ids = [each.pk for each in participants.values()]
        self.before = {target.code: self._due_before(target) for target in targets}
        needed = self.judge.needed_totals(targets, asked.period.seq)
        counted = {seq for seq in self.before.values() if seq}
        needed = {"seqs": needed["seqs"] | counted, "value_seqs": needed["value_seqs"] - counted}
        self.history = read_totals(
            asked.plan.pk, ids, stored_ids=[each.pk for each in participants.values() if each.keeps_totals],
            target_ids=[target.pk for target in targets], columns=self.judge.columns, **needed,
        )  # fmt: skip
        self.own = self._read_own_figures(ids)
        self.lines: dict[tuple[str, str], TotalLine | None] = {}
        self.groups: dict[str, Sequence[str]] = {}
        self.reasons_given: set[tuple[str, str]] = set()
        self.sums_left_blank = 0
        self.spanning: dict[tuple[str, int], list[str]] = {}

    def _due_before(self, target: Target) -> int:
        """The last period before the one asked for in which a running total or a level was due; 0 for none."""
        first = target.first_seq or 1  # type: ignore[attr-defined]  # annotated
        if target.measure not in (Measure.RUNNING, Measure.LEVEL):
            return 0
        before = range(self.asked.period.seq - 1, first - 1, -1)
        return next((seq for seq in before if self.judge.periods[seq].falls_due(target.frequency)), 0)

    def fill(self, place: FormPlace, groups: Sequence[tuple[str, ...]]) -> FilledCell:
        target = self.targets.get(place.target)
        unit = self.asked.unit if place.unit == CHOSEN else place.unit
        if place.unit.startswith(SUM):
            self.groups.setdefault(place.unit, groups[int(place.unit.removeprefix(SUM))])
        line = self._line(unit, target) if target and unit else None
        if line is None or target is None:
            self.sums_left_blank += bool(target and place.unit.startswith(SUM))
            return BLANK
        participant = self.participants.get(unit)
        if participant is not None and not participant.is_above:  # type: ignore[attr-defined]  # annotated
            own = self.own.get((participant.pk, target.pk), [])
            if target.is_milestone or line.reached_units:
                return self._fill_own(place, target, line, own)
            if place.content in (FormContent.AMOUNT, FormContent.TO_DATE) and own and own[-1].na:
                return self._fill_na(place, unit, own[-1])
        return self._fill_line(place, target, line)

    def list_silent(self) -> list[tuple[str, int]]:
        counts: dict[str, int] = {}
        for (unit, _target), line in self.lines.items():
            if line and unit in self.participants and line.due and _is_owing(line) and not _is_reported(line):
                counts[unit] = counts.get(unit, 0) + (not line.all_absent)
        return [(self.participants[unit].short_name, number) for unit, number in counts.items() if number]

    def list_spanning(self) -> list[SpanningAmount]:
        names = {code: each.short_name for code, each in self.participants.items()}
        return [
            SpanningAmount(names.get(unit, ""), self.judge.periods[seq].name, targets)
            for (unit, seq), targets in self.spanning.items()
        ]

    def _note_spanning(self, place: FormPlace, target: Target, amount: Decimal | None) -> None:
        """Remember a number of the period that goes back further: of the period before, nobody or not all reported."""
        seq = self.before[target.code]
        unit = self.asked.unit if place.unit == CHOSEN else place.unit
        if not amount or not seq or target.code in self.spanning.get((unit, seq), ()):
            return
        before = self._line_at(unit, target, seq)
        if before and any(counts.expected > counts.reported for counts in (before.areas, before.bodies)):
            self.spanning.setdefault((unit, seq), []).append(target.code)

    # --- what is known ------------------------------------------------------------------------------------------------

    def _line(self, unit: str, target: Target) -> TotalLine | None:
        key = unit, target.code
        if key not in self.lines:
            self.lines[key] = self._line_at(unit, target, self.asked.period.seq)
        return self.lines[key]

    def _line_at(self, unit, target, seq):
        return self._sum_line(unit, target, seq) if unit.startswith(SUM) else self._unit_line(unit, target, seq)

    def _unit_line(self, unit, target, seq):
        participant = self.participants.get(unit)
        if participant is None:
            return None
        return self.judge.line(participant, target, self.history[participant.pk, target.pk], seq)

    def _sum_line(self, unit, target, seq):
        """The line of several units together. None where one of them is out of reach, for percentages, which
        say nothing added up, and where totals count the units instead of adding up their numbers."""
        members = [self.participants[code] for code in self.groups[unit] if code in self.participants]
        adds_nothing = target.sums_percentages or (target.rollup == RollUp.UNITS_REACHED and not target.is_milestone)
        if len(members) < len(self.groups[unit]) or not members or adds_nothing:
            return None
        histories = [self.history[each.pk, target.pk] for each in members]
        seqs = {each for history in histories for each in history}
        summed = {
            each: _add_rows([history[each] for history in histories if each in history], self.judge.columns)
            for each in seqs
        }
        return self.judge.line(members[0], target, summed, seq)

    def _read_own_figures(self, ids) -> dict[tuple[int, int], list[_OwnFigure]]:
        """What units below which nobody reports said themselves: days, own numbers where units are counted, and why
        something is not applicable in this period."""
        seq, basis = self.asked.period.seq, self.asked.basis
        whole = {t.pk for t in self.targets.values() if counts_units(t)}
        returns = Return.objects.filter(participant__in=ids, period__plan=self.asked.plan, period__seq__lte=seq)
        where = {row[0]: row[1:] for row in returns.values_list(basis, "participant", "period__seq") if row[0]}
        wanted = [pk for pk, (_unit, at) in where.items() if whole or at == seq]
        rows = SnapshotFigure.objects.filter(snapshot__in=wanted, target__in=[t.pk for t in self.targets.values()])
        found: dict[tuple[int, int], list[_OwnFigure]] = {}
        rows = rows.filter(Q(na=True) | Q(target__in=whole, value__isnull=False))
        names = ("snapshot", "target", "value", "base", "na", "reason", "done_on")
        for snapshot, target, *content in rows.values_list(*names):
            unit, at = where[snapshot]
            if target in whole or at == seq:
                found.setdefault((unit, target), []).append(_OwnFigure(at, *content))
        for own in found.values():
            own.sort(key=lambda each: each.seq)
        return found

    # --- what is written ----------------------------------------------------------------------------------------------

    def _fill_line(self, place, target, line) -> FilledCell:
        content = place.content
        if content == FormContent.PROMISED:
            return _number(line.bound, target)
        if content == FormContent.COMPLETION:
            return FilledCell(line.standing.completion, share=True)
        if line.all_absent:
            return FilledCell(self.na_text)
        if content == FormContent.RATE:
            return _number(line.standing.shown, target)
        if target.is_ratio:
            value = line.base if place.part == FigurePart.BASE else line.value
            return FilledCell(value if _is_reported(line) or content == FormContent.TO_DATE else None)
        if content == FormContent.AMOUNT:
            amount = line.amount if line.due and _is_reported(line) else None
            self._note_spanning(place, target, amount)
            return _number(amount, target)
        return _number(line.value, target)

    def _fill_na(self, place, unit, own) -> FilledCell:
        """Not applicable, with the reason in the first of its cells."""
        if self.na_text != NOT_APPLICABLE or not own.reason or (unit, place.target) in self.reasons_given:
            return FilledCell(self.na_text)
        self.reasons_given.add((unit, place.target))
        return FilledCell(f"{NOT_APPLICABLE}:{own.reason}")

    def _fill_own(self, place, target, line, own: list[_OwnFigure]) -> FilledCell:
        """The unit's own number, where totals count units."""
        last = own[-1] if own else None
        here = last if last and last.seq == self.asked.period.seq else None
        if here and here.na and place.content in (FormContent.AMOUNT, FormContent.TO_DATE):
            return self._fill_na(place, line.participant.code, here)
        if target.is_milestone:
            return self._fill_milestone(place, line, last)
        reports = {each.seq: ReportedValue(each.value, each.base, each.na) for each in own}
        steps = known_values(target.measure, reports, self.asked.period.seq)
        known, before = steps[-1], steps[-2]
        row = self.history[line.participant.pk, target.pk].get(self.asked.period.seq)
        owed = row.allocation if row else None
        if place.content == FormContent.PROMISED:
            return _number(owed, target)
        if place.content in (FormContent.COMPLETION, FormContent.RATE):
            pace = expected_pace(target, self.asked.plan, self.asked.period)
            standing = assess(goal_of_unit(target, owed), known.value, known.base, pace)
            if place.content == FormContent.RATE:
                return _number(standing.shown, target)
            return FilledCell(standing.completion, share=True)
        if target.is_ratio:
            return FilledCell(known.base if place.part == FigurePart.BASE else known.value)
        if place.content == FormContent.TO_DATE:
            return _number(known.value, target)
        amount = (known.value or Decimal(0)) - (before.value or Decimal(0)) if here else None
        self._note_spanning(place, target, amount)
        return _number(amount, target)

    def _fill_milestone(self, place, line, last) -> FilledCell:
        if place.content == FormContent.PROMISED:
            return FilledCell(line.bound)
        if place.content not in (FormContent.AMOUNT, FormContent.TO_DATE):
            return FilledCell(line.standing.completion, share=True)
        if last is None or last.value is None:
            return BLANK
        if place.part == FigurePart.DAY and last.value and last.done_on:
            return FilledCell(last.done_on)
        return FilledCell(DONE if last.value else NOT_DONE)


def _number(value: Decimal | None, target: Target) -> FilledCell:
    share = target.scale == "%" if target.is_ratio else is_percent(target.unit)
    return FilledCell(value, sign="%" if share else "")


def _is_reported(line: TotalLine) -> bool:
    """Whether anybody below has reported in this very period."""
    return line.areas.reported + line.bodies.reported > 0


def _is_owing(line: TotalLine) -> bool:
    return line.areas.owing + line.bodies.owing > 0


def _add_rows(rows: list[Any], names: Iterable[str]) -> Any:
    """Totals added field by field: numbers as ``add_known``, of moments the latest."""
    summed = {
        name: reduce(_latest if name == "reported_at" else add_known, [getattr(row, name) for row in rows])
        for name in names
    }
    return rows[0]._replace(**summed)


def _latest(one, other):
    return max((each for each in (one, other) if each is not None), default=None)
