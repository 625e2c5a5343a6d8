"""What a reviewer has to know of many returns before opening one: swing, findings, files, what changed."""

from dataclasses import dataclass
from decimal import Decimal

from django.db import connection

from targets.models import Rule

# Percent up or down that nobody accepts unread where the plan sets no rule for it.
SWING = Decimal(50)

# The largest swing of each return against the unit's last report with a number: for a running total of what was added,
# for a ratio of the rate, as the rule for it (rules/before.py), from which this differs only in its rounding.
_SWINGS = """
WITH asked AS (
    SELECT r.id AS report_id, r.participant_id, s.id AS snapshot_id
    FROM targets_snapshot s JOIN targets_return r ON r.id = s.report_id WHERE s.id = ANY(%(snapshots)s)
),
numbers AS (
    SELECT a.report_id, f.target_id, %(seq)s AS seq, f.value, f.base
    FROM asked a JOIN targets_snapshotfigure f ON f.snapshot_id = a.snapshot_id
    WHERE f.value IS NOT NULL
    UNION ALL
    SELECT a.report_id, f.target_id, p.seq, f.value, f.base
    FROM asked a
    JOIN targets_return r ON r.participant_id = a.participant_id
    JOIN plans_period p ON p.id = r.period_id AND p.plan_id = %(plan)s AND p.seq < %(seq)s
    JOIN targets_snapshotfigure f ON f.snapshot_id = r.submitted_id
    WHERE f.value IS NOT NULL
),
amounts AS (
    SELECT n.report_id, t.id AS target_id, t.code, t.name, n.seq,
        CASE t.measure
            WHEN 'ratio' THEN n.value / nullif(n.base, 0)
            WHEN 'running' THEN n.value - coalesce(lag(n.value) OVER by_time, 0)
            ELSE n.value
        END AS amount
    FROM numbers n JOIN targets_target t ON t.id = n.target_id AND t.measure <> 'milestone'
    WINDOW by_time AS (PARTITION BY n.report_id, n.target_id ORDER BY n.seq)
),
pairs AS (
    SELECT report_id, target_id, code, name, seq, amount,
        lag(amount) OVER (PARTITION BY report_id, target_id ORDER BY seq) AS before
    FROM amounts
),
swings AS (
    SELECT p.report_id, p.code, p.name, (p.amount - p.before) * 100 / p.before AS swing,
        coalesce(l.percent, %(limit)s) AS most
    FROM pairs p LEFT JOIN unnest(%(targets)s::bigint[], %(limits)s::numeric[]) AS l(target_id, percent)
        ON l.target_id = p.target_id
    WHERE p.seq = %(seq)s AND p.before > 0 AND p.amount IS NOT NULL
)
SELECT DISTINCT ON (report_id) report_id, code, name, round(swing, 1),
    bool_or(abs(swing) > most) OVER (PARTITION BY report_id)
FROM swings ORDER BY report_id, abs(swing) DESC, code
"""
# How much there is of each: what the rules found and what of it is explained, files, and cells that are not what they
# were in the submission that it is held against (``queries.review.read_before``).
_COUNTS = """
WITH asked AS (SELECT id, report_id, number FROM targets_snapshot WHERE id = ANY(%(snapshots)s)),
pair AS (
    SELECT a.report_id, a.id AS now, b.id AS was
    FROM asked a CROSS JOIN LATERAL (
        SELECT s.id FROM targets_snapshot s WHERE s.report_id = a.report_id AND s.number < a.number
        ORDER BY EXISTS (SELECT 1 FROM targets_sentbackcell c WHERE c.snapshot_id = s.id)
            OR EXISTS (SELECT 1 FROM targets_basishistory h WHERE h.report_id = a.report_id AND h.accepted_id = s.id)
            DESC, s.number DESC LIMIT 1
    ) AS b
)
SELECT a.report_id, 'findings', count(*) FROM asked a JOIN targets_finding f ON f.snapshot_id = a.id GROUP BY 1
UNION ALL
SELECT a.report_id, 'explained', count(*) FROM asked a JOIN targets_finding f ON f.snapshot_id = a.id
WHERE f.explanation <> '' GROUP BY 1
UNION ALL
SELECT a.report_id, 'files', count(*) FROM asked a JOIN targets_snapshotevidence e ON e.snapshot_id = a.id GROUP BY 1
UNION ALL
SELECT report_id, 'changed', count(*) FROM (
    SELECT p.report_id FROM pair p JOIN targets_snapshotfigure f ON f.snapshot_id = p.now
    LEFT JOIN targets_snapshotfigure g ON g.snapshot_id = p.was AND g.target_id = f.target_id
    WHERE (f.value, f.base, f.na, f.reason, f.done_on, f.note)
        IS DISTINCT FROM (g.value, g.base, g.na, g.reason, g.done_on, g.note)
    UNION ALL
    SELECT p.report_id FROM pair p JOIN targets_snapshotprogress f ON f.snapshot_id = p.now
    LEFT JOIN targets_snapshotprogress g ON g.snapshot_id = p.was AND g.task_id = f.task_id
    WHERE (f.state, f.done, f.obstacle, f.next_step) IS DISTINCT FROM (g.state, g.done, g.obstacle, g.next_step)
) AS cells GROUP BY 1
"""


@dataclass
class Facts:
    """Of one return's latest submission. ``swing`` is the largest, in percent with its sign (None: nothing to hold it
    against), at the target ``code``; ``over`` says that some swing is beyond what the plan lets pass."""

    swing: Decimal | None = None
    code: str = ""
    name: str = ""
    over: bool = False
    findings: int = 0
    explained: int = 0
    files: int = 0
    changed: int = 0

    @property
    def plain(self):
        """Nothing in it asks to be looked at."""
        return not self.findings and not self.over


def read_facts(period, snapshots, limits=None):
    """{return id: Facts} of submissions (snapshot id -> return id) in a period; three queries, however many they are.

    ``limits`` as of ``swing_limits``, where the caller has read them already.
    """
    facts = {pk: Facts() for pk in snapshots.values()}
    if not snapshots:
        return facts
    general, of_target = limits or swing_limits(period.plan_id)
    given = {"snapshots": list(snapshots), "plan": period.plan_id, "seq": period.seq, "limit": general}
    given |= {"targets": list(of_target), "limits": list(of_target.values())}
    with connection.cursor() as cursor:
        cursor.execute(_SWINGS, given)
        for pk, code, name, swing, over in cursor.fetchall():
            facts[pk].code, facts[pk].name, facts[pk].swing, facts[pk].over = code, name, swing, over
        cursor.execute(_COUNTS, given)
        for pk, what, n in cursor.fetchall():
            setattr(facts[pk], what, n)
    return facts


def swing_limits(plan_id):
    """How great a swing passes: (for every target, {target id: for this one}); one query."""
    rules = Rule.objects.filter(plan_id=plan_id, kind=Rule.Kind.SWING, active=True)
    every, of_target = [], {}
    for target_id, percent in rules.values_list("target_id", "percent"):
        if target_id is None:
            every.append(percent)
        else:
            of_target[target_id] = min(percent, of_target.get(target_id, percent))
    general = min(every, default=SWING)
    return general, {pk: min(percent, general) if every else percent for pk, percent in of_target.items()}
