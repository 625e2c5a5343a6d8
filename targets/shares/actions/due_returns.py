"""Create the returns that units owe in the open periods of a plan."""

from collections.abc import Iterable
from typing import Any

from django.db import connection
from django.utils import timezone

from plans.models import Period, Plan
from targets.db.shares_in_force import shares_in_force_sql

_SHARES = shares_in_force_sql(
    "a.own", key="a.target_id", where="a.participant_id = p.id AND a.target_id = ANY(%(due)s)", seq="%(seq)s"
)
# A return is required of a unit that leads a task which has begun, or owes a share of a target that is due; in a plan
# whose units sign, also of every unit with others below it except the plan's own. It is optional for a unit that only
# assists in a task, and for one that owes nothing any more.
# One statement for a whole province; ON CONFLICT skips returns that exist. Only returns whose ``optional`` changes are
# locked, in the order of their ids as everywhere, so that this neither waits for an import or a clerk nor deadlocks.
_MAKE_RETURNS = f"""
    WITH part AS (
        SELECT u.unit_id, bool_or(u.part = 'lead') AS leads
        FROM plans_taskunit u JOIN plans_task t ON t.id = u.task_id
        WHERE t.plan_id = %(plan)s AND (t.start_on IS NULL OR t.start_on <= %(end)s) GROUP BY u.unit_id
    ),
    asked AS (
        SELECT p.id, part.unit_id, coalesce(part.leads, FALSE) OR (%(signed)s AND p.depth > 0 AND EXISTS (
            SELECT 1 FROM plans_participant c WHERE c.parent_id = p.id)) OR EXISTS (
            SELECT 1 FROM ({_SHARES}) AS share WHERE share.own IS NOT NULL) AS must
        FROM plans_participant p LEFT JOIN part ON part.unit_id = p.unit_id
        WHERE p.plan_id = %(plan)s
    ),
    otherwise AS (
        SELECT r.id, NOT a.must AS optional FROM targets_return r JOIN asked a ON a.id = r.participant_id
        WHERE r.period_id = %(period)s AND r.optional = a.must
        ORDER BY r.id FOR NO KEY UPDATE OF r
    ),
    changed AS (
        UPDATE targets_return r SET optional = o.optional FROM otherwise o WHERE r.id = o.id RETURNING r.id
    ),
    made AS (
        INSERT INTO targets_return (participant_id, period_id, state, correcting, changed_at, optional)
        SELECT id, %(period)s, 'draft', FALSE, %(at)s, NOT must FROM asked WHERE must OR unit_id IS NOT NULL ORDER BY id
        ON CONFLICT (participant_id, period_id) DO NOTHING
        RETURNING id
    )
    SELECT (SELECT count(*) FROM changed) + (SELECT count(*) FROM made)
"""


def ensure_returns(plan: Plan, periods: Iterable[Period] | None = None) -> int:
    """Create the missing returns of the plan's open periods (or of ``periods``) and set which are optional.

    Returns how many were created or changed. Call it with the plan locked, inside the transaction of the change.
    """
    if periods is None:
        periods = plan.periods.filter(state=Period.State.OPEN)
    frequencies = list(plan.targets.values_list("pk", "frequency"))
    made = 0
    with connection.cursor() as cursor:
        for period in periods:
            due = [pk for pk, frequency in frequencies if period.falls_due(frequency)]
            given: dict[str, Any] = {
                "plan": plan.pk,
                "period": period.pk,
                "seq": period.seq,
                "due": due,
                "signed": plan.signed,
                "end": period.end,
                "at": timezone.now(),
            }
            cursor.execute(_MAKE_RETURNS, given)
            made += cursor.fetchone()[0]
    return made
