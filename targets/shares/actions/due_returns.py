"""Create the returns that units owe in a plan's open periods."""

from django.db import connection

from plans.models import Period
from targets.db.shares_in_force import shares_in_force_sql

_SHARES = shares_in_force_sql(
    "a.own", key="a.target_id", where="a.participant_id = p.id AND a.target_id = ANY(%(due)s)", seq="%(seq)s"
)
# Whoever leads a task that has begun by then, or owes something that is due: the allocation in force is the one of the
# greatest from_seq that has come. In a plan whose units sign, also whoever stands above others, but for the plan's own
# unit. Who only assists in a task has a return that may stay empty; so has whoever is no longer asked for anything.
# One statement for a whole province; the conflict is a return that is there already. Only those that may stay empty now
# and might not before (or the other way round) are locked, by their number like everywhere: an import or a clerk who is
# typing is not waited for, and never in a circle.
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
        SELECT id, %(period)s, 'draft', FALSE, now(), NOT must FROM asked WHERE must OR unit_id IS NOT NULL ORDER BY id
        ON CONFLICT (participant_id, period_id) DO NOTHING
        RETURNING id
    )
    SELECT (SELECT count(*) FROM changed) + (SELECT count(*) FROM made)
"""


def ensure_returns(plan, periods=None):
    """Make the returns that are still missing in the plan's open periods (or in ``periods``), and say which may stay
    empty; how many were made or are otherwise now.

    Call it with the plan held and inside the transaction of whatever made them necessary.
    """
    if periods is None:
        periods = plan.periods.filter(state=Period.State.OPEN)
    frequencies = list(plan.targets.values_list("pk", "frequency"))
    made = 0
    with connection.cursor() as cursor:
        for period in periods:
            due = [pk for pk, frequency in frequencies if period.falls_due(frequency)]
            given = {"plan": plan.pk, "period": period.pk, "seq": period.seq, "due": due, "signed": plan.signed}
            given["end"] = period.end
            cursor.execute(_MAKE_RETURNS, given)
            made += cursor.fetchone()[0]
    return made
