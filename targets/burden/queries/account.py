"""The yearly account of a unit and all below it: what was asked of each level, and what came of it."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from django.db import connection
from django.db.models import Exists, OuterRef, QuerySet

from orgs.models import Level, Unit
from plans.models import Participant, Period, Plan
from targets.burden.cost import CellSeconds
from targets.burden.queries.asked import count_asked
from targets.burden.queries.seconds import measure_seconds

# One pass over the returns of a year; the ORM has no grouping sets. Optional returns count once handed in. Filled in is
# what stands in a return now, a ratio as two cells; ``brought`` are those that came by workbook or interface.
# A province with 12 months, 129 counties and 60 targets: 33 to 58 ms.
_FILLED = """
WITH mine AS (
    SELECT r.id, r.period_id, q.plan_id, p.unit_id, u.level
    FROM targets_return r JOIN plans_period q ON q.id = r.period_id
    JOIN plans_participant p ON p.id = r.participant_id JOIN orgs_unit u ON u.id = p.unit_id
    WHERE r.period_id = ANY(%(periods)s) AND starts_with(p.path, %(path)s) AND (NOT r.optional OR r.state <> 'draft')
),
figures AS (
    SELECT f.report_id, sum(c.cells) AS figures, sum(c.cells) FILTER (WHERE f.origin <> 'page') AS brought
    FROM mine JOIN targets_figure f ON f.report_id = mine.id JOIN targets_target t ON t.id = f.target_id
    CROSS JOIN LATERAL (SELECT CASE t.measure WHEN 'ratio' THEN 2 ELSE 1 END AS cells) AS c
    WHERE f.na OR f.value IS NOT NULL GROUP BY f.report_id
),
texts AS (
    SELECT p.report_id, count(*) AS texts FROM mine JOIN targets_progress p ON p.report_id = mine.id
    WHERE p.state <> '' OR p.done <> '' GROUP BY p.report_id
),
urges AS (
    SELECT w.report_id, count(*) AS urges FROM mine JOIN targets_urgedreturn w ON w.report_id = mine.id GROUP BY 1
)
SELECT mine.plan_id, mine.level, count(DISTINCT unit_id), count(DISTINCT period_id), count(*),
    coalesce(sum(figures), 0)::bigint, coalesce(sum(brought), 0)::bigint, coalesce(sum(texts), 0)::bigint,
    coalesce(sum(urges), 0)::bigint
FROM mine LEFT JOIN figures f ON f.report_id = mine.id LEFT JOIN texts x ON x.report_id = mine.id
LEFT JOIN urges w ON w.report_id = mine.id
GROUP BY GROUPING SETS ((mine.plan_id, mine.level), (mine.level), ())
"""


@dataclass(frozen=True)
class AccountRow:
    """The account of one level in one plan; ``plan`` None: of all plans, ``level`` "": of all levels.

    ``requests`` are periods in which something was asked, ``figures`` and ``texts`` what was asked for, ``filled`` and
    ``written`` what stands there, ``brought`` how many of ``filled`` came by workbook. Hours are of what was asked
    (``hours``) and of what was filled in (``hours_done``).
    """

    plan: Plan | None
    level: str
    units: int
    requests: int
    returns: int
    figures: int
    texts: int
    filled: int
    brought: int
    written: int
    urges: int
    hours: Decimal
    hours_done: Decimal

    @property
    def label(self) -> str:
        return str(Level(self.level).label) if self.level else ""

    @property
    def hours_each(self) -> Decimal:
        """Hours of what was asked, for each unit."""
        return self.hours / self.units if self.units else Decimal(0)


@dataclass(frozen=True)
class BurdenAccount:
    """``rows``: all plans by level and together, then each plan by level; ``years`` are those that have an account."""

    unit: Unit
    year: int
    years: list[int]
    rows: list[AccountRow]
    seconds: CellSeconds


def list_account_periods(unit: Unit) -> QuerySet[Period]:
    """The periods that have begun of all plans in which the unit or one below takes part, the newest year first."""
    below = Participant.objects.filter(plan=OuterRef("plan"), path__startswith=unit.path)
    found = (
        Period.objects.filter(Exists(below)).exclude(state=Period.State.PLANNED).exclude(plan__state=Plan.State.DRAFT)
    )
    return found.select_related("plan").order_by("-plan__year", "plan__code", "seq")


def read_account(unit: Unit, year: int | None) -> BurdenAccount:
    """The account of ``unit`` and all below it for ``year`` (None: the newest); four queries."""
    begun = list(list_account_periods(unit))
    years = list(dict.fromkeys(each.plan.year for each in begun))
    shown = year if year is not None else (years[0] if years else 0)
    periods = [each for each in begun if each.plan.year == shown]
    seconds = measure_seconds()
    return BurdenAccount(unit, shown, years, _make_rows(unit, periods, seconds), seconds)


def _make_rows(unit: Unit, periods: list[Period], seconds: CellSeconds) -> list[AccountRow]:
    plans = {each.plan_id: each.plan for each in periods}
    asked = _sum_asked(periods, unit.path)
    order = {level: n for n, level in enumerate((*Level.values, ""))}
    numbers = {pk: n for n, pk in enumerate((None, *plans))}
    rows = []
    for plan_id, level, *counts in _read_filled(periods, unit.path):
        units, requests, returns, filled, brought, written, urges = counts
        figures, texts = asked[plan_id, level or ""]
        rows.append(AccountRow(
            plan=plans.get(plan_id), level=level or "", units=units, requests=requests, returns=returns,
            figures=figures, texts=texts, filled=filled, brought=brought, written=written, urges=urges,
            hours=seconds.hours(figures, texts), hours_done=seconds.hours(filled, written),
        ))  # fmt: skip
    rows.sort(key=lambda row: (numbers[row.plan.pk if row.plan else None], order[row.level]))
    return [row for row in rows if row.returns]


def _sum_asked(periods: Iterable[Period], path: str) -> dict[tuple[int | None, str], tuple[int, int]]:
    """{(plan id, level): (figures, texts)}, also for all plans (None) and all levels ("")."""
    periods = list(periods)
    plans = {each.pk: each.plan_id for each in periods}
    sums: dict[tuple[int | None, str], tuple[int, int]] = defaultdict(lambda: (0, 0))
    for pk, rows in count_asked(periods, path).items():
        for row in rows:
            for key in ((plans[pk], row.level), (None, row.level), (None, "")):
                figures, texts = sums[key]
                sums[key] = (figures + row.figures, texts + row.texts)
    return sums


def _read_filled(periods: list[Period], path: str) -> list[tuple]:
    with connection.cursor() as cursor:
        cursor.execute(_FILLED, {"periods": [each.pk for each in periods], "path": path})
        return cursor.fetchall()
