"""The returns board of a plan (填报情况): unit by period, or unit by target of one period, with counts.

The number of queries does not depend on the number of units. The state of each cell is determined here alone, for the
page, the workbook and the counts.
"""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from django.db.models import Exists, F, OuterRef, Q, QuerySet
from django.utils import timezone

from accounts import policy
from accounts.models import Person
from accounts.policy import Verb
from orgs.models import Level
from plans.models import Participant, Period, Plan
from targets.db.shares_in_force import shares_in_force
from targets.models import Return, SentBackCell, Snapshot, SnapshotFigure, Target, UrgedReturn
from targets.models.report import State

AREAS = ("federation", "zone")
BODIES = "bodies"  # offices and members, which have no level of their own among areas
ACCEPTED, REPORTED, SENT_BACK, LATE, MISSING = STATES = ("accepted", "reported", "sent_back", "late", "missing")
OWED = (SENT_BACK, LATE, MISSING)  # of whom a report may be asked
OVERDUE = (SENT_BACK, LATE)  # who still owes one (欠报): not those who are still in time


UnitFilter = Callable[[Participant], bool]


def _include_all(unit: Participant) -> bool:
    return True


@dataclass(frozen=True)
class ReturnsBoardCell:
    """The state of one return or figure: one of STATES, or "" where nothing is due.

    ``days_late`` from the due date to the first submission (0: in time); ``period`` is a period's code; ``reminder`` is
    the last one: (day, whether it was seen). ``na``: what was reported of a target is that it is not applicable.
    """

    state: str = ""
    days_late: int = 0
    period: str = ""
    reminder: tuple[date, bool] | None = None
    na: bool = False


@dataclass
class ReturnsBoardColumn:
    """A period or a target (``subject``), with the number of units in each state."""

    code: str
    name: str
    subject: Any
    counts: Counter = field(default_factory=Counter)

    @property
    def state_counts(self) -> list[tuple[str, int]]:
        """(state, number of units) of the states that occur."""
        return [(state, self.counts[state]) for state in STATES if self.counts[state]]


@dataclass(frozen=True)
class ReturnsBoardRow:
    """A unit with a cell for each column."""

    participant: Participant
    cells: list[ReturnsBoardCell]

    @property
    def owed(self) -> int:
        """The number of cells that are still owed (欠报): overdue or sent back, not those that are not due yet."""
        return sum(cell.state in OVERDUE for cell in self.cells)


@dataclass
class ReturnsBoard:
    """``levels`` are the choices of a level, ``level`` is the chosen one ("": all)."""

    columns: list[ReturnsBoardColumn]
    rows: list[ReturnsBoardRow]
    levels: list[str]
    level: str


def read_board_by_period(
    person: Person, plan: Plan, begun: list[Period], level: str = "", includes: UnitFilter = _include_all
) -> ReturnsBoard:
    """The board of these periods (those that have begun), of the units that this person sees and that ``includes``
    takes in; three queries."""
    columns = [ReturnsBoardColumn(p.code, p.name, p) for p in sorted(begun, key=lambda period: period.seq)]
    reports = _list_returns(person, begun)
    reminders = _read_last_reminders([r.pk for r in reports if r.state in (State.DRAFT, State.SENT_BACK)])
    cells = {(r.participant_id, r.period_id): _make_cell(r, reminders.get(r.pk)) for r in reports}
    units = [unit for unit in _list_units(person, plan) if includes(unit)]
    return _make_board(units, columns, level, lambda unit, column: cells.get((unit.pk, column.subject.pk)))


def read_board_by_target(
    person: Person, plan: Plan, period: Period, level: str = "", includes: UnitFilter = _include_all
) -> ReturnsBoard:
    """The board of what is due in one period, target by target; seven queries.

    In a return that was sent back only the cells named in an objection count as sent back; the others stay reported.
    """
    due = [t for t in Target.objects.filter(plan=plan).order_by("position", "code") if period.falls_due(t.frequency)]
    columns = [ReturnsBoardColumn(t.code, t.name, t) for t in due]
    return_cells = {report.participant_id: _make_cell(report, None) for report in _list_returns(person, [period])}
    owed = _find_owed_targets(plan, period)
    reported, sent_back = _find_reported_targets(period), _find_sent_back_targets(period)

    def find_cell(unit, column):
        if (unit.pk, column.subject.pk) not in owed:
            return None
        key = (unit.pk, column.subject.pk)
        is_sent_back = key in sent_back or (unit.pk, None) in sent_back
        cell = _make_target_cell(return_cells.get(unit.pk), period, reported=key in reported, sent_back=is_sent_back)
        return replace(cell, na=True) if reported.get(key) and cell.state in (ACCEPTED, REPORTED) else cell

    units = [unit for unit in _list_units(person, plan) if includes(unit)]
    return _make_board(units, columns, level, find_cell)


def _make_target_cell(return_cell, period, *, reported, sent_back):
    """The cell of one target, given that of its return (None: no return)."""
    if return_cell is not None:
        if return_cell.state == SENT_BACK and sent_back:
            return return_cell
        if return_cell.state in (ACCEPTED, REPORTED, SENT_BACK) and reported:
            return replace(return_cell, state=REPORTED) if return_cell.state == SENT_BACK else return_cell
    return ReturnsBoardCell(_get_missing_state(period), period=period.code)


def _make_board(units, columns, level, find_cell):
    """The board of those units with anything due; ``find_cell`` gives the cell of a unit and a column, or None."""
    blank = ReturnsBoardCell()
    all_rows = [ReturnsBoardRow(unit, [find_cell(unit, column) or blank for column in columns]) for unit in units]
    due_rows = [row for row in all_rows if any(cell.state for cell in row.cells)]
    levels = _list_levels([row.participant for row in due_rows])
    level = level if level in levels else ""
    rows = [row for row in due_rows if level in ("", _get_level(row.participant))]
    for row in rows:
        for column, cell in zip(columns, row.cells, strict=True):
            column.counts[cell.state] += 1
    return ReturnsBoard(columns, rows, levels, level)


def _list_units(person, plan):
    seen = Participant.objects.filter(policy.paths_q(person, Verb.SEE_RETURN), plan=plan)
    return seen.select_related("unit").order_by("path")


def _get_level(unit):
    return unit.unit.level if unit.kind in AREAS else BODIES


def _list_levels(units):
    found = {_get_level(unit) for unit in units}
    return [level for level in (*Level.values, BODIES) if level in found]


def _list_returns(person, periods):
    """The returns of these periods that this person sees, each with its period."""
    known = {period.pk: period for period in periods}
    reports = list(
        Return.objects.filter(policy.paths_q(person, Verb.SEE_RETURN, "participant__path"), period__in=known)
    )
    for report in reports:
        report.period = known[report.period_id]
    return reports


def _make_cell(report, reminder):
    states = {State.ACCEPTED: ACCEPTED, State.SENT_BACK: SENT_BACK, State.DRAFT: _get_missing_state(report.period)}
    state = states.get(State(report.state), REPORTED)
    if report.optional and report.state == State.DRAFT:
        state = ""
    return ReturnsBoardCell(state, _count_days_late(report), report.period.code, reminder)


def _count_days_late(report):
    """Days from the due date to the first submission; 0 without one."""
    if report.first_submitted_at is None:
        return 0
    return max((timezone.localtime(report.first_submitted_at).date() - report.period.due_on).days, 0)


def _get_missing_state(period):
    return LATE if period.due_on < timezone.localdate() else MISSING


def _read_last_reminders(report_ids):
    """report id -> (day of the last reminder, whether anybody has seen it)."""
    rows = UrgedReturn.objects.filter(report__in=report_ids).order_by("urge__day")
    found: dict = {}
    for report, day, seen in rows.values_list("report_id", "urge__day", "urge__seen_at"):
        before = found.get(report)
        found[report] = (day, bool(seen) or bool(before and before[0] == day and before[1]))
    return found


def _find_owed_targets(plan, period):
    """(participant id, target id) of every own share in force."""
    shares = shares_in_force(plan.pk, period.seq).values_list("participant_id", "target_id", "own")
    return {(participant, target) for participant, target, own in shares if own is not None}


def _find_reported_targets(period):
    """{(participant id, target id): whether it is not applicable} of every figure in the latest submissions, also in
    those that were sent back."""
    later = Snapshot.objects.filter(report=OuterRef("snapshot__report"), number__gt=OuterRef("snapshot__number"))
    rows = SnapshotFigure.objects.filter(
        Q(snapshot__report__submitted_id=F("snapshot_id"))
        | Q(snapshot__report__state=State.SENT_BACK) & ~Exists(later),
        Q(value__isnull=False) | Q(na=True),
        snapshot__report__period=period,
    )
    found = rows.values_list("snapshot__report__participant_id", "target_id", "na")
    return {(participant, target): na for participant, target, na in found}


def _find_sent_back_targets(period):
    """(participant id, target id or None for the whole return) of every objection to a latest submission."""
    later = Snapshot.objects.filter(report=OuterRef("report"), number__gt=OuterRef("snapshot__number"))
    rows = SentBackCell.objects.filter(report__period=period, report__state=State.SENT_BACK, task=None, to=None)
    rows = rows.exclude(Exists(later))
    return set(rows.values_list("report__participant_id", "target_id"))


def list_reminders(person: Person, plan: Plan, count: int = 100) -> QuerySet[UrgedReturn]:
    """The latest reminders of returns that this person sees, with the Urge, its people and the return."""
    seen = policy.paths_q(person, Verb.SEE_RETURN, "report__participant__path")
    rows = UrgedReturn.objects.filter(seen, report__period__plan=plan)
    related = rows.select_related("urge__to", "urge__by", "report__participant", "report__period")
    return related.order_by("-urge_id", "report_id")[:count]
