"""What periods ask of units: cells of numbers and texts of tasks, by level."""

from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

from django.db import connection

from plans.models import Cadence, Period
from targets.burden.cost import CellSeconds, RequestCost, make_cost

# What each unit owes in each period, as ``targets.shares.queries.duties`` says it of one: an own share in force of a
# target that is due, and tasks that it leads and that have begun. ``until`` is where the next share takes over.
# SQL, since it is one pass for any number of periods; by ``shares_in_force`` it would be a query for each of them.
# 129 counties with 60 targets and 12 periods: 32 to 60 ms.
_ASKED = """
WITH asked AS (
    SELECT id, plan_id, seq, "end" AS last FROM plans_period WHERE id = ANY(%(periods)s)
),
due AS (
    SELECT * FROM unnest(%(due_periods)s::bigint[], %(due_frequencies)s::text[]) AS d(period_id, frequency)
),
unit AS (
    SELECT p.id, p.plan_id, p.unit_id, u.level FROM plans_participant p JOIN orgs_unit u ON u.id = p.unit_id
    WHERE p.plan_id IN (SELECT plan_id FROM asked) AND starts_with(p.path, %(path)s)
),
held AS (
    SELECT a.participant_id, a.own, a.from_seq, t.plan_id, t.frequency,
        CASE t.measure WHEN 'ratio' THEN 2 ELSE 1 END AS cells,
        lead(a.from_seq) OVER (PARTITION BY a.participant_id, a.target_id ORDER BY a.from_seq) AS until
    FROM targets_allocation a JOIN unit ON unit.id = a.participant_id JOIN targets_target t ON t.id = a.target_id
    WHERE NOT a.replaced
),
figures AS (
    SELECT asked.id AS period_id, held.participant_id, sum(held.cells) AS figures
    FROM asked JOIN due ON due.period_id = asked.id
    JOIN held ON held.plan_id = asked.plan_id AND held.frequency = due.frequency
        AND held.from_seq <= greatest(asked.seq, 1) AND (held.until IS NULL OR held.until > greatest(asked.seq, 1))
    WHERE held.own IS NOT NULL GROUP BY 1, 2
),
texts AS (
    SELECT asked.id AS period_id, unit.id AS participant_id, count(*) AS texts
    FROM asked JOIN plans_task t ON t.plan_id = asked.plan_id AND (t.start_on IS NULL OR t.start_on <= asked.last)
    JOIN plans_taskunit l ON l.task_id = t.id AND l.part = 'lead'
    JOIN unit ON unit.plan_id = asked.plan_id AND unit.unit_id = l.unit_id GROUP BY 1, 2
)
SELECT period_id, unit.level, count(*), coalesce(sum(figures), 0)::bigint, coalesce(sum(texts), 0)::bigint,
    count(figures)
FROM figures FULL JOIN texts USING (period_id, participant_id) JOIN unit ON unit.id = participant_id
GROUP BY period_id, unit.level
"""


class AskedRow(NamedTuple):
    """What a period asks of a level: of how many units, cells of numbers, texts of tasks; ``reporters`` of the units
    have numbers to report."""

    level: str
    units: int
    figures: int
    texts: int
    reporters: int


def count_asked(periods: Sequence[Period], path: str = "") -> dict[int, list[AskedRow]]:
    """{period id: rows} of the units below ``path`` (all, if ""); one query.

    A level of which nothing is asked has no row, a period of which nothing is asked an empty list.
    """
    due = [(each.pk, frequency) for each in periods for frequency in Cadence.values if each.falls_due(frequency)]
    given: dict[str, Any] = {
        "periods": [each.pk for each in periods],
        "due_periods": [period for period, _frequency in due],
        "due_frequencies": [frequency for _period, frequency in due],
        "path": path,
    }
    found: dict[int, list[AskedRow]] = {each.pk: [] for each in periods}
    with connection.cursor() as cursor:
        cursor.execute(_ASKED, given)
        for period_id, *row in cursor.fetchall():
            found[period_id].append(AskedRow(*row))
    return found


def read_costs(periods: Iterable[Period], seconds: CellSeconds) -> dict[int, RequestCost]:
    """{period id: what it costs the units of its plan}; one query."""
    return {pk: make_cost([row[:4] for row in rows], seconds) for pk, rows in count_asked(list(periods)).items()}
