"""How every task of a plan stands by what its leading units last said: what is done, what is overdue, who is silent."""

from collections import Counter
from dataclasses import dataclass, field

from django.db import connection

from accounts import policy
from accounts.policy import Verb
from plans.models import Period
from plans.numbering import task_number
from plans.queries import outline
from targets.progress.task_dates import count_silent_periods, is_overdue, reference_date

# What a task can be looked for by: how it stands, and what stands out.
STATUS_FILTERS = ("overdue", "silent", "behind", "under_way", "not_started", "done")

# One row for each task and each unit that leads it (a task that nobody leads has one, too), with what its newest
# standing submission says of it; and how many units assist, and have written their part in the period `now`.
_BOARD_ROWS = """
    SELECT t.section_id, t.id, t.code, t.title, t.start_on, t.due_on,
        (SELECT count(*) FROM plans_taskunit a WHERE a.task_id = t.id AND a.part = 'assist') AS assisting,
        (SELECT count(*) FROM plans_taskunit a
         JOIN plans_participant ap ON ap.unit_id = a.unit_id AND ap.plan_id = t.plan_id
         JOIN targets_return ar ON ar.participant_id = ap.id AND ar.period_id = %(now)s
         JOIN targets_snapshotprogress asp ON asp.snapshot_id = ar.submitted_id AND asp.task_id = t.id
            AND asp.state || asp.done || asp.obstacle || asp.next_step <> ''
         WHERE a.task_id = t.id AND a.part = 'assist') AS assisted,
        p.short_name, p.path, s.state, s.seq, s.code, s.done, s.obstacle,
        EXISTS (SELECT 1 FROM targets_return fr
                JOIN targets_snapshotevidence fs ON fs.snapshot_id = fr.submitted_id
                JOIN targets_evidence f ON f.id = fs.evidence_id AND f.task_id = t.id
                WHERE fr.participant_id = p.id) AS has_file
    FROM plans_task t
    LEFT JOIN plans_taskunit lead ON lead.task_id = t.id AND lead.part = 'lead'
    LEFT JOIN plans_participant p ON p.unit_id = lead.unit_id AND p.plan_id = t.plan_id
    LEFT JOIN LATERAL (
        SELECT sp.state, sp.done, sp.obstacle, pe.code, pe.seq
        FROM targets_return r
        JOIN plans_period pe ON pe.id = r.period_id
        JOIN targets_snapshotprogress sp ON sp.snapshot_id = r.submitted_id AND sp.task_id = t.id
            AND sp.state || sp.done || sp.obstacle || sp.next_step <> ''
        WHERE r.participant_id = p.id
        ORDER BY pe.seq DESC LIMIT 1
    ) s ON TRUE
    WHERE t.plan_id = %(plan)s
    ORDER BY t.position, t.id, p.path
"""


@dataclass
class LeadUnitStatus:
    """One unit that leads a task, and what it last said: words only for whoever may see its return."""

    unit: str
    path: str
    state: str
    seq: int
    period: str
    done: str
    obstacle: str
    has_file: bool
    overdue: bool = False
    quiet: int = 0
    may_read: bool = False

    @property
    def code(self):
        return self.path.rstrip("/").rsplit("/", 1)[-1]

    @property
    def words(self):
        """All that it can be looked for by."""
        found = {self.state} if self.state else {"silent"}
        return found | ({"overdue"} if self.overdue else set()) | ({"silent"} if self.quiet else set())

    @property
    def without_file(self):
        return self.state == "done" and not self.has_file


@dataclass
class TaskBoardRow:
    """A task with those who lead it."""

    section_id: int
    pk: int
    code: str
    title: str
    start_on: object
    due_on: object
    assisting: int
    assisted: int
    number: str = ""
    leads: list[LeadUnitStatus] = field(default_factory=list)

    @property
    def words(self):
        return set().union(*(line.words for line in self.leads)) if self.leads else {"silent"}

    @property
    def counts(self):
        """(word, how many of its units) in the order of WORDS: for a task that many lead."""
        said = Counter(word for line in self.leads for word in line.words)
        return [(word, said[word]) for word in STATUS_FILTERS if said[word]]


@dataclass
class TaskBoard:
    """The tasks of a plan, section by section; ``now`` is the newest period that has begun (None: not yet any)."""

    sections: list
    rows: list[TaskBoardRow]
    now: Period | None
    units: list

    def narrowed(self, *, unit="", section="", word=""):
        """[(SectionNode, rows)] of the tasks that fit."""
        fits = [
            row
            for row in self.rows
            if (not unit or any(line.code == unit for line in row.leads))
            and (not section or str(row.section_id) == section)
            and (not word or word in row.words)
        ]
        by_section = [(node, [row for row in fits if row.section_id == node.section.pk]) for node in self.sections]
        return [(node, rows) for node, rows in by_section if rows]

    def count(self, word):
        return sum(word in row.words for row in self.rows)


def get_task_board(person, plan, today):
    """Every task of a plan: three queries, whatever its size."""
    sections = outline(plan)
    periods = list(plan.periods.order_by("seq"))
    now = next((period for period in reversed(periods) if period.begun), None)
    rows = _read_rows(plan, now)
    _set_due_flags(rows, plan, periods, now, today)
    for node in sections:
        own = [row for row in rows if row.section_id == node.section.pk]
        for k, row in enumerate(own, 1):
            row.number = task_number(node.depth, k)
    units = {}
    for line in (line for row in rows for line in row.leads):
        line.may_read = policy.may(person, Verb.SEE_RETURN, line)
        units[line.code] = line.unit
    return TaskBoard(sections, rows, now, sorted(units.items()))


def _read_rows(plan, now):
    found: dict[int, TaskBoardRow] = {}
    with connection.cursor() as cursor:
        cursor.execute(_BOARD_ROWS, {"plan": plan.pk, "now": now.pk if now else None})
        for row in cursor.fetchall():
            task = found.setdefault(row[1], TaskBoardRow(*row[:8]))
            unit, path, state, seq, code, done, obstacle, has_file = row[8:]
            if path:
                said = (state or "", seq or 0, code or "", done or "", obstacle or "")
                task.leads.append(LeadUnitStatus(unit, path, *said, has_file))
    return list(found.values())


def _set_due_flags(rows, plan, periods, now, today):
    if now is None:
        return
    day = reference_date(plan.year, now.end, today)
    heard = now.seq - 1 if now.state == Period.State.OPEN and today <= now.due_on else now.seq
    for row in rows:
        before = max((p.seq for p in periods if row.start_on and p.end < row.start_on), default=0)
        for line in row.leads:
            line.overdue = is_overdue(row.due_on, line.state, day)
            line.quiet = count_silent_periods(heard, max(line.seq, before), line.state)
