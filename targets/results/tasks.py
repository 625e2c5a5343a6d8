"""The state of a plan's tasks in one unit's subtree, by the latest report of their leading units."""

from collections import Counter
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db import connection
from django.utils import timezone

from plans.models import Period, Section
from plans.numbering import part_number
from targets.progress.task_dates import (
    DONE,
    NOT_DUE,
    SILENT,
    count_due_periods,
    count_silent_periods,
    describe_state,
    is_overdue,
    reference_date,
)
from targets.results.place import ACCEPTED, TotalsPlace

STATES = (DONE, "under_way", "behind", "not_started", SILENT, NOT_DUE)

# One row for each task and each unit below that leads it, with its state in the latest submission that counts, and
# the first of the periods since which it has been reported as done (open_since counts the other states after a row).
# SQL because the ORM has no LATERAL. OFFSET 0 keeps the planner from merging the subqueries, so that returns and
# accounts are read by their keys: with the statistics of an empty table it has joined all of both tables.
_LATEST_PROGRESS = """
SELECT DISTINCT ON (t.position, t.id, p.path)
       t.section_id, t.id, t.code, t.title, t.start_on, t.due_on, p.id, p.short_name, p.kind, u.code,
       COALESCE(s.state, ''), COALESCE(s.period, ''), COALESCE(s.obstacle, ''), COALESCE(s.seq, 0),
       MIN(s.seq) FILTER (WHERE s.open_since = 0) OVER (PARTITION BY t.id, p.id)
FROM plans_task t
JOIN plans_taskunit lead ON lead.task_id = t.id AND lead.part = 'lead'
JOIN plans_participant p ON p.unit_id = lead.unit_id AND p.plan_id = t.plan_id
JOIN orgs_unit u ON u.id = p.unit_id
LEFT JOIN LATERAL (
    SELECT sp.state, sp.obstacle, pe.code AS period, pe.seq,
           COUNT(*) FILTER (WHERE sp.state <> 'done') OVER (ORDER BY pe.seq DESC) AS open_since
    FROM (SELECT * FROM targets_return WHERE participant_id = p.id OFFSET 0) AS r
    JOIN plans_period pe ON pe.id = r.period_id AND pe.seq <= %(seq)s
    CROSS JOIN LATERAL (
        SELECT * FROM targets_snapshotprogress WHERE snapshot_id = r.{basis}_id AND task_id = t.id OFFSET 0
    ) AS sp
    WHERE sp.state <> ''
) s ON TRUE
WHERE t.plan_id = %(plan)s AND p.path LIKE %(below)s
ORDER BY t.position, t.id, p.path, s.seq DESC NULLS LAST
"""


@dataclass
class LedTaskLine:
    """A task and one unit that leads it.

    ``state`` is one of STATES; ``period`` is that of the latest report (seq 0: none), ``done_seq`` and ``done_in`` (its
    code) that since which the task has been reported as done. ``overdue``: its day has passed; ``missed``: so has the
    day by which the return of that period was due; ``quiet``: the number of periods without a report. ``in_time``: it
    was done by the period of its day, or it has none; None while it is not done. ``files`` counts those submitted with
    it, where ``task_summary`` reads them.
    """

    section_id: int
    task_id: int
    code: str
    title: str
    start_on: date | None
    due_on: date | None
    participant_id: int
    unit: str
    kind: str
    unit_code: str
    state: str
    period: str
    obstacle: str
    seq: int
    done_seq: int | None
    overdue: bool = False
    missed: bool = False
    quiet: int = 0
    done_in: str = ""
    in_time: bool | None = None
    files: int = 0


@dataclass
class SectionTasks:
    """A section with its tasks; ``states`` counts its lines by state."""

    section: Section
    number: str
    lines: list[LedTaskLine] = field(default_factory=list)

    @property
    def tasks(self) -> int:
        return len({line.code for line in self.lines})

    @property
    def states(self) -> list[tuple[str, int]]:
        counts = Counter(line.state for line in self.lines)
        return [(state, counts[state]) for state in STATES]


def list_section_tasks(place: TotalsPlace) -> list[SectionTasks]:
    """The plan's sections that have tasks led in this subtree, in the order of the document; two queries."""
    column = "accepted" if place.basis == ACCEPTED else "submitted"
    with connection.cursor() as cursor:
        given: dict[str, Any] = {"plan": place.plan.pk, "seq": place.seq, "below": place.participant.path + "%"}
        cursor.execute(_LATEST_PROGRESS.replace("{basis}", column), given)
        rows = cursor.fetchall()
    lines = [LedTaskLine(*row) for row in rows]
    _judge(lines, place)
    sections = {line.section.pk: line for line in _list_sections(place.plan)} if lines else {}
    for line in lines:
        sections[line.section_id].lines.append(line)
    return [section for section in sections.values() if section.lines]


def _judge(lines: list[LedTaskLine], place: TotalsPlace) -> None:
    """Set what follows from the days of the tasks and of the periods."""
    period, today = place.shown_period, timezone.localdate()
    day = reference_date(place.plan.year, period.end, today)
    is_open = period.state == Period.State.OPEN
    due = count_due_periods(place.seq, is_open=is_open, due_on=period.due_on, today=today)
    codes = {each.seq: each.code for each in place.periods}
    begins = {each.seq: each.start for each in place.periods}
    for line in lines:
        before = max((p.seq for p in place.periods if line.start_on and p.end < line.start_on), default=0)
        line.state = describe_state(line.state, due - before)
        line.overdue = is_overdue(line.due_on, line.state, day)
        line.missed = line.overdue and _period_of(line.due_on, place.periods) <= due
        line.quiet = count_silent_periods(due, max(line.seq, before), line.state)
        if line.done_seq:
            line.done_in = codes[line.done_seq]
            line.in_time = line.due_on is None or begins[line.done_seq] <= line.due_on


def _period_of(day: date | None, periods: list[Period]) -> int:
    """The number of the period with this day; of a day after all periods the last."""
    assert day is not None
    return next((period.seq for period in periods if day <= period.end), periods[-1].seq)


def _list_sections(plan):
    below: dict[int | None, list[Section]] = {}
    for section in plan.sections.order_by("position", "id"):
        below.setdefault(section.parent_id, []).append(section)

    def walk(parent_id, depth):
        for n, section in enumerate(below.get(parent_id, []), 1):
            yield SectionTasks(section, part_number(depth, n))
            yield from walk(section.pk, depth + 1)

    return list(walk(None, 0))
