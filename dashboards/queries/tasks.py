"""The state of a plan's tasks in one unit's subtree, by the latest report of their leading units."""

from collections import Counter
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db import connection
from django.utils import timezone

from dashboards.queries.place import ACCEPTED, TotalsPlace
from plans.models import Section
from plans.numbering import part_number
from targets.progress.task_dates import count_silent_periods, is_overdue, reference_date

STATES = ("done", "under_way", "behind", "not_started", "silent")

# One row for each task and each unit below that leads it, with its state in the latest submission that counts.
# SQL because the ORM has no LATERAL. OFFSET 0 keeps the planner from merging the subqueries, so that returns and
# accounts are read by their keys: with the statistics of an empty table it has joined all of both tables.
_LATEST_PROGRESS = """
SELECT DISTINCT ON (t.position, t.id, p.path)
       t.section_id, t.code, t.title, t.due_on, p.short_name, u.code, s.state, s.period, s.obstacle, s.seq
FROM plans_task t
JOIN plans_taskunit lead ON lead.task_id = t.id AND lead.part = 'lead'
JOIN plans_participant p ON p.unit_id = lead.unit_id AND p.plan_id = t.plan_id
JOIN orgs_unit u ON u.id = p.unit_id
LEFT JOIN LATERAL (
    SELECT sp.state, sp.obstacle, pe.code AS period, pe.seq
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

    ``state`` is "silent" where nothing was reported yet; ``period`` is that of the latest report. ``overdue``: its day
    has passed; ``quiet``: the number of periods without a report.
    """

    section_id: int
    code: str
    title: str
    due_on: date | None
    unit: str
    unit_code: str
    state: str
    period: str
    obstacle: str
    seq: int
    overdue: bool = False
    quiet: int = 0


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
    lines = [
        LedTaskLine(
            section_id, code, title, due_on, unit, unit_code, state or "silent", period or "", obstacle or "", seq or 0
        )
        for section_id, code, title, due_on, unit, unit_code, state, period, obstacle, seq in rows
    ]
    day = reference_date(place.plan.year, place.shown_period.end, timezone.localdate())
    for line in lines:
        line.overdue = is_overdue(line.due_on, line.state, day)
        line.quiet = count_silent_periods(place.seq - 1, line.seq, line.state)
    sections = {line.section.pk: line for line in _list_sections(place.plan)} if lines else {}
    for line in lines:
        sections[line.section_id].lines.append(line)
    return [section for section in sections.values() if section.lines]


def _list_sections(plan):
    below: dict[int | None, list[Section]] = {}
    for section in plan.sections.order_by("position", "id"):
        below.setdefault(section.parent_id, []).append(section)

    def walk(parent_id, depth):
        for n, section in enumerate(below.get(parent_id, []), 1):
            yield SectionTasks(section, part_number(depth, n))
            yield from walk(section.pk, depth + 1)

    return list(walk(None, 0))
