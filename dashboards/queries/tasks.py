"""How the tasks of a plan stand in one unit's subtree, by what their leading units last said."""

from collections import Counter
from dataclasses import dataclass, field

from django.db import connection
from django.utils import timezone

from dashboards.queries.place import ACCEPTED
from plans.models import Section
from plans.numbering import part_number
from targets.progress.task_dates import count_silent_periods, is_overdue, reference_date

STATES = ("done", "under_way", "behind", "not_started", "silent")

# One row for each task and each unit below that leads it, with what the newest standing submission says of it. Each
# unit's returns and each word are reached by their keys: OFFSET 0 leaves the planner no choice, which with figures of
# an empty table has joined everything with everything.
SAID = """
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
class TaskLine:
    """A task and one unit that leads it. ``state`` is "silent" where nothing was said yet; ``period`` is when.
    ``overdue`` when its day has passed, ``quiet`` for how many periods nothing was said."""

    section_id: int
    code: str
    title: str
    due_on: object
    unit: str
    unit_code: str
    state: str
    period: str
    obstacle: str
    seq: int
    overdue: bool = False
    quiet: int = 0


@dataclass
class SectionLine:
    """A section with tasks of its own: how many there are, and how many times each state was said."""

    section: Section
    number: str
    lines: list[TaskLine] = field(default_factory=list)

    @property
    def tasks(self):
        return len({line.code for line in self.lines})

    @property
    def states(self):
        said = Counter(line.state for line in self.lines)
        return [(state, said[state]) for state in STATES]


def read_tasks(place):
    """The plan's sections that have tasks led in this subtree, in the order of the document: two queries."""
    column = "accepted" if place.basis == ACCEPTED else "submitted"
    with connection.cursor() as cursor:
        given = {"plan": place.plan.pk, "seq": place.period.seq, "below": place.participant.path + "%"}
        cursor.execute(SAID.replace("{basis}", column), given)
        rows = cursor.fetchall()
    lines = [TaskLine(*row[:6], row[6] or "silent", row[7] or "", row[8] or "", row[9] or 0) for row in rows]
    day = reference_date(place.plan.year, place.period.end, timezone.localdate())
    for line in lines:
        line.overdue = is_overdue(line.due_on, line.state, day)
        line.quiet = count_silent_periods(place.period.seq - 1, line.seq, line.state)
    sections = {line.section.pk: line for line in _in_order(place.plan)} if lines else {}
    for line in lines:
        sections[line.section_id].lines.append(line)
    return [section for section in sections.values() if section.lines]


def _in_order(plan):
    below = {}
    for section in plan.sections.order_by("position", "id"):
        below.setdefault(section.parent_id, []).append(section)

    def walk(parent_id, depth):
        for n, section in enumerate(below.get(parent_id, []), 1):
            yield SectionLine(section, part_number(depth, n))
            yield from walk(section.pk, depth + 1)

    return list(walk(None, 0))
