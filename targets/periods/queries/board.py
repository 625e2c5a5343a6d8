"""The board of a plan's returns: unit by period, and unit by target of one period, with counts.

A handful of queries, whatever the number of units: how a cell stands is worked out here, so that the page, the workbook
and the counts can never say different things.
"""

from collections import Counter
from dataclasses import dataclass, field, replace

from django.db.models import Exists, F, OuterRef, Q
from django.utils import timezone

from accounts import policy
from accounts.policy import Verb
from orgs.models import Level
from plans.models import Participant
from targets.db.shares_in_force import shares_in_force
from targets.models import Return, SentBackCell, Snapshot, SnapshotFigure, Target, UrgedReturn
from targets.models.report import State

AREAS = ("federation", "zone")
BODIES = "bodies"  # offices and members, which have no level of their own among areas
ACCEPTED, REPORTED, SENT_BACK, LATE, MISSING = STATES = ("accepted", "reported", "sent_back", "late", "missing")
OWED = (SENT_BACK, LATE, MISSING)


@dataclass(frozen=True)
class Cell:
    """How one thing stands: a word of STATES, or "" where nothing is asked for.

    ``days`` it was handed in after the due day (0: in time); ``urged`` the last reminder, (day, whether it was seen).
    """

    state: str = ""
    days: int = 0
    period: str = ""
    urged: tuple | None = None


@dataclass
class Column:
    """A period or a target, with how many units stand how."""

    code: str
    name: str
    thing: object
    counts: Counter = field(default_factory=Counter)

    @property
    def told(self):
        """(state, number) of the states that occur."""
        return [(state, self.counts[state]) for state in STATES if self.counts[state]]


@dataclass(frozen=True)
class Row:
    participant: Participant
    cells: list

    @property
    def owed(self):
        """How many of its cells are still to come."""
        return sum(cell.state in OWED for cell in self.cells)


@dataclass
class Board:
    """``levels`` are those that one can choose from, ``level`` the chosen one ("": all)."""

    columns: list
    rows: list
    levels: list
    level: str


def by_period(person, plan, begun, level=""):
    """The Board of these periods (those that have begun), in this person's scope. Three queries."""
    columns = [Column(p.code, p.name, p) for p in sorted(begun, key=lambda period: period.seq)]
    reports = _reports(person, begun)
    urges = _urges([report.pk for report in reports if report.state in (State.DRAFT, State.SENT_BACK)])
    found: dict = {}
    for report in reports:
        cell = _cell(report, urges.get(report.pk))
        found[report.participant_id, report.period_id] = cell
    return _board(person, plan, columns, level, lambda unit, column: found.get((unit.pk, column.thing.pk)))


def by_target(person, plan, period, level=""):
    """The Board of what is due in one period, target by target. Seven queries.

    Of a return that was sent back, the cells that were named are sent back; the others stay reported, and go up again
    with them.
    """
    due = [t for t in Target.objects.filter(plan=plan).order_by("position", "code") if period.falls_due(t.frequency)]
    columns = [Column(t.code, t.name, t) for t in due]
    reports = {report.participant_id: _cell(report, None) for report in _reports(person, [period])}
    owed = _owed(plan, period)
    said, named = _said(period), _named(period)

    def cell(unit, column):
        if (unit.pk, column.thing.pk) not in owed:
            return None
        return _one(reports.get(unit.pk), unit.pk, column.thing.pk, said, named, period)

    return _board(person, plan, columns, level, cell)


def _one(whole, unit, target, said, named, period):
    back = whole is not None and whole.state == SENT_BACK
    if back and ((unit, target) in named or (unit, None) in named):
        return whole
    standing = whole is not None and whole.state in (ACCEPTED, REPORTED, SENT_BACK)
    if standing and (unit, target) in said:
        return replace(whole, state=REPORTED) if back else whole
    return Cell(_unsaid(period), period=period.code)


def _board(person, plan, columns, level, find):
    nothing = Cell()
    everybody = [Row(unit, [find(unit, column) or nothing for column in columns]) for unit in _units(person, plan)]
    asked = [row for row in everybody if any(cell.state for cell in row.cells)]
    levels = _levels([row.participant for row in asked])
    level = level if level in levels else ""
    rows = [row for row in asked if level in ("", _level(row.participant))]
    for row in rows:
        for column, cell in zip(columns, row.cells, strict=True):
            column.counts[cell.state] += 1
    return Board(columns, rows, levels, level)


def _units(person, plan):
    seen = Participant.objects.filter(policy.paths_q(person, Verb.SEE_RETURN), plan=plan)
    return seen.select_related("unit").order_by("path")


def _level(unit):
    return unit.unit.level if unit.kind in AREAS else BODIES


def _levels(units):
    there = {_level(unit) for unit in units}
    return [level for level in (*Level.values, BODIES) if level in there]


def _reports(person, periods):
    """The returns of these periods that this person sees, each with its period."""
    known = {period.pk: period for period in periods}
    reports = list(
        Return.objects.filter(policy.paths_q(person, Verb.SEE_RETURN, "participant__path"), period__in=known)
    )
    for report in reports:
        report.period = known[report.period_id]
    return reports


def _cell(report, urged):
    words = {State.ACCEPTED: ACCEPTED, State.SENT_BACK: SENT_BACK, State.DRAFT: _unsaid(report.period)}
    state = words.get(State(report.state), REPORTED)
    if report.optional and report.state == State.DRAFT:
        state = ""
    return Cell(state, _days(report), report.period.code, urged)


def _days(report):
    """How many days after the due day it was first handed in."""
    if report.first_submitted_at is None:
        return 0
    return max((timezone.localtime(report.first_submitted_at).date() - report.period.due_on).days, 0)


def _unsaid(period):
    return LATE if period.due_on < timezone.localdate() else MISSING


def _urges(reports):
    """report id -> (day of the last reminder, whether somebody has opened it)."""
    rows = UrgedReturn.objects.filter(report__in=reports).order_by("urge__day")
    found: dict = {}
    for report, day, seen in rows.values_list("report_id", "urge__day", "urge__seen_at"):
        before = found.get(report)
        found[report] = (day, bool(seen) or bool(before and before[0] == day and before[1]))
    return found


def _owed(plan, period):
    shares = shares_in_force(plan.pk, period.seq).values_list("participant_id", "target_id", "own")
    return {(participant, target) for participant, target, own in shares if own is not None}


def _said(period):
    """(participant id, target id) of what stands in the latest submissions, also in those that were sent back."""
    later = Snapshot.objects.filter(report=OuterRef("snapshot__report"), number__gt=OuterRef("snapshot__number"))
    rows = SnapshotFigure.objects.filter(
        Q(snapshot__report__submitted_id=F("snapshot_id"))
        | Q(snapshot__report__state=State.SENT_BACK) & ~Exists(later),
        Q(value__isnull=False) | Q(na=True),
        snapshot__report__period=period,
    )
    return set(rows.values_list("snapshot__report__participant_id", "target_id"))


def _named(period):
    """(participant id, target id or None for the whole return) of what was sent back with the latest submission."""
    later = Snapshot.objects.filter(report=OuterRef("report"), number__gt=OuterRef("snapshot__number"))
    rows = SentBackCell.objects.filter(report__period=period, report__state=State.SENT_BACK, task=None, to=None)
    rows = rows.exclude(Exists(later))
    return set(rows.values_list("report__participant_id", "target_id"))


def reminders(person, plan, number=100):
    """The latest reminders about returns that this person sees: UrgedReturn with urge, people, return. One query."""
    seen = policy.paths_q(person, Verb.SEE_RETURN, "report__participant__path")
    rows = UrgedReturn.objects.filter(seen, report__period__plan=plan)
    related = rows.select_related("urge__to", "urge__by", "report__participant", "report__period")
    return related.order_by("-urge_id", "report_id")[:number]
