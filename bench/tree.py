"""Trees for benchmarks: a synthetic province, or the real divisions of the nation; and who takes part in a plan.

Units come from the real loader where they are real, and are placed in the plan by the real action.
"""

from datetime import date
from itertools import pairwise

from django.db import connection, transaction

from fedwork.env import ROOT
from orgs.actions.load import load_units
from orgs.divisions import NATION
from orgs.models import Unit
from plans import calendar
from plans.actions.participant_rows import store_participants
from plans.models import Period, Plan, Section, Task
from targets.models import Settlement, Target

VILLAGES = ROOT.parent / "shared" / "data" / "villages.csv.gz"  # beside the project where somebody has it
EACH_TOWNSHIP = 15  # villages in a made-up nation: 41,000 townships come to 620,000 of them
LEVELS = ("province", "city", "county", "township", "village")
PROVINCE = (1, 14, 105, 1_400, 21_000)
TINY = (1, 2, 4, 24, 120)
MEASURES = (
    "increment",
    "running",
    "level",
    "increment",
    "running",
    "level",
    "increment",
    "running",
    "increment",
    "ratio",
)
YEAR = 2020

TOP = """
INSERT INTO orgs_unit (code, name, short_name, kind, level, path, position)
VALUES ('P0', 'P0', 'P0', 'federation', 'province', '/P0/', 0)
"""
BELOW = """
WITH above AS (
    SELECT id, code, path, row_number() OVER (ORDER BY path) AS n FROM orgs_unit WHERE level = %(above)s
)
INSERT INTO orgs_unit (code, name, short_name, kind, level, parent_id, path, position)
SELECT made.code, made.code, made.code, 'federation', %(level)s, a.id, a.path || made.code || '/', made.n
FROM (SELECT n, %(letter)s || lpad(n::text, 7, '0') AS code FROM generate_series(1, %(count)s) n) made
JOIN above a ON a.n = (made.n - 1) * %(parents)s / %(count)s + 1
ORDER BY made.n
"""


def made_up(counts):
    """A province with so many units on each level, spread evenly; returns its unit."""
    with connection.cursor() as cursor:
        cursor.execute(TOP)
        for (parents, count), (above, level) in zip(pairwise(counts), pairwise(LEVELS), strict=True):
            letter = "PCXTV"[LEVELS.index(level)]
            cursor.execute(
                BELOW, {"above": above, "level": level, "letter": letter, "count": count, "parents": parents}
            )
        cursor.execute("ANALYZE orgs_unit")
    return Unit.objects.get(code="P0")


def nation(depth, villages=None):
    """The nation's real divisions down to ``depth``; villages from a file, or made up below the real townships."""
    villages = villages or (str(VILLAGES) if VILLAGES.exists() else None)
    if depth == "village" and villages:
        load_units(NATION, depth, villages_file=villages)
    else:
        load_units(NATION, min(depth, "township", key=("county", "township", "village").index))
    if depth == "village" and not villages:
        parents = Unit.objects.filter(level="township").count()
        with connection.cursor() as cursor:
            given = {"above": "township", "level": "village", "letter": "V", "parents": parents}
            cursor.execute(BELOW, given | {"count": parents * EACH_TOWNSHIP})
    return Unit.objects.get(code=NATION)


def make_plan(unit, *, targets, code="bench", without=""):
    """An issued, quarterly plan of ``unit`` and all below it but those of the level ``without``, with all its periods
    still planned."""
    plan = Plan.objects.create(
        code=code, title=code, unit=unit, year=YEAR, cadence="quarter", state="issued", issued_at="2020-01-01T00:00Z"
    )
    with transaction.atomic():
        units = Unit.objects.filter(path__startswith=unit.path).exclude(level=without)
        store_participants(plan, units.values_list("pk", flat=True).iterator())
    section = Section.objects.create(plan=plan, title="one")
    task = Task.objects.create(plan=plan, section=section, code="T1", title="task")
    Target.objects.bulk_create(_target(plan, task, n) for n in range(targets))
    Period.objects.bulk_create(
        Period(plan=plan, code=s.code, seq=s.seq, start=s.start, end=s.end, due_on=date(2030, 1, 1))
        for s in calendar.steps(YEAR, "quarter")
    )
    Settlement.objects.create(plan=plan)
    return plan


def _target(plan, task, n):
    """The first is an increment; one of ten is a ratio."""
    return Target(
        plan=plan, task=task, code=f"L{n:02d}", position=n, name=f"target {n}", unit="个", value=129_000,
        measure=MEASURES[n % len(MEASURES)], frequency="quarter",
    )  # fmt: skip


def open_period(plan, seq):
    """Open the periods up to ``seq``; those later stay as they are. Returns the period."""
    plan.periods.filter(seq__lte=seq, state="planned").update(state="open")
    return plan.periods.get(seq=seq)
