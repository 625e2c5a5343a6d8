"""Read what the largest swing of a submission is found from: its numbers, and what was reported before."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from django.db import connection

from targets.checks.families.swings import (
    ComparedRow,
    LargestSwing,
    SwingLimits,
    build_swing_limits,
    find_largest_swings,
)
from targets.models import Rule

# Of the submissions of these returns and of the later ones of the same units, as far as they wait for review: each
# number that has one before it, with what was reported the last two times; a submission without such a number is a row
# of its own. The ORM can't join a query to its own windows: it would take three statements.
# Read one submission at a time, by LATERAL with OFFSET 0. As a join of all submissions with all numbers, a planner that
# believes the tables empty compared each with each: the first import of a nation, 2,850 returns with 114,000 numbers,
# stood there for six minutes, holding its locks; this takes 0.5 s (both beside other work, load 11).
NUMBERS_TO_COMPARE = """
WITH waiting AS MATERIALIZED (
    SELECT DISTINCT w.id, w.participant_id, w.submitted_id, p.plan_id, p.seq, s.swing IS NOT NULL AS stored
    FROM targets_return moved JOIN plans_period mp ON mp.id = moved.period_id
    JOIN targets_return w ON w.participant_id = moved.participant_id AND w.state IN ('submitted', 'under_review')
    JOIN plans_period p ON p.id = w.period_id AND p.seq >= mp.seq
    JOIN targets_snapshot s ON s.id = w.submitted_id
    WHERE moved.id = ANY(%(reports)s)
)
SELECT w.plan_id, w.submitted_id, w.stored, n.target_id, n.code, n.measure, n.value, n.base, n.last_value, n.last_base,
    n.second_value
FROM waiting w
LEFT JOIN LATERAL (
    SELECT * FROM (
        SELECT t.id AS target_id, t.code, t.measure, p.seq = w.seq AS own, f.value, f.base,
            lead(f.value) OVER earlier AS last_value, lead(f.base) OVER earlier AS last_base,
            lead(f.value, 2) OVER earlier AS second_value
        FROM targets_return r
        JOIN plans_period p ON p.id = r.period_id AND p.seq <= w.seq
        JOIN targets_snapshotfigure f ON f.snapshot_id = r.submitted_id AND f.value IS NOT NULL
        JOIN targets_target t ON t.id = f.target_id AND t.measure <> 'milestone'
        WHERE r.participant_id = w.participant_id
        WINDOW earlier AS (PARTITION BY f.target_id ORDER BY p.seq DESC)
    ) AS reported
    WHERE own AND last_value IS NOT NULL OFFSET 0
) AS n ON TRUE
"""


@dataclass(frozen=True)
class ComparedTarget:
    """What of a target decides how two of its reports are compared."""

    code: str
    measure: str

    @property
    def is_ratio(self) -> bool:
        return self.measure == "ratio"


def read_swing_limits(plan_id: int) -> SwingLimits:
    """The limits that the plan's active rules set; one query."""
    rules = Rule.objects.filter(plan_id=plan_id, kind=Rule.Kind.SWING, active=True)
    return build_swing_limits(rules.values_list("target_id", "percent"))


def compute_waiting_swings(report_ids: Iterable[int]) -> dict[int, LargestSwing | None]:
    """{snapshot id: LargestSwing} of these returns' submissions and of the later ones of the same units, as far as they
    wait for their review; None for one that has a swing stored and nothing to compare any more.

    One query, and one for each plan where anything is compared.
    """
    largest: dict[int, LargestSwing | None] = {}
    numbers: dict[int, list[ComparedRow]] = defaultdict(list)
    targets: dict[int, ComparedTarget] = {}
    with connection.cursor() as cursor:
        cursor.execute(NUMBERS_TO_COMPARE, {"reports": list(report_ids)})
        for plan_id, snapshot_id, stored, target_id, code, measure, *amounts in cursor.fetchall():
            if target_id is not None:
                targets[target_id] = ComparedTarget(code, measure)
                numbers[plan_id].append((snapshot_id, target_id, *amounts))
            elif stored:
                largest[snapshot_id] = None
    for plan_id, rows in numbers.items():
        compared = find_largest_swings(rows, targets, read_swing_limits(plan_id))
        largest |= {row[0]: compared.get(row[0]) for row in rows}
    return largest
