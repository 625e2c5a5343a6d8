"""A whole province in one plan: 16 cities, 129 counties, 60 targets, 12 months reported, eleven of them accepted.

Written by statements over whole tables, so that making it takes seconds; what it holds is what the actions would leave.
"""

from dataclasses import dataclass
from datetime import date

from django.db import connection, transaction

from accounts.models import Person, Post, Role
from orgs.actions.load import load_units
from orgs.divisions import NATION
from orgs.models import Unit
from plans import calendar
from plans.models import Participant, Period, Plan, Section, Task
from targets.models import Return, Settlement, Target
from targets.returns.actions.swings import store_swings
from targets.totals.settle import rebuild

TARGETS, MONTHS, YEAR = 60, 12, 2020
PROVINCE = "530000000000"
MEASURES = ("increment", "running", "level")

ALLOCATE = """
INSERT INTO targets_allocation (target_id, participant_id, from_seq, amount, own, replaced)
SELECT t.id, p.id, 1, 1000, CASE WHEN u.level = 'county' THEN 1000 END, FALSE
FROM targets_target t CROSS JOIN plans_participant p JOIN orgs_unit u ON u.id = p.unit_id
WHERE t.plan_id = %(plan)s AND p.plan_id = %(plan)s
"""
RETURNS = """
INSERT INTO targets_return (participant_id, period_id, state, correcting, changed_at, first_submitted_at)
SELECT p.id, m.id, 'draft', FALSE, now(), now()
FROM plans_participant p JOIN orgs_unit u ON u.id = p.unit_id CROSS JOIN plans_period m
WHERE p.plan_id = %(plan)s AND m.plan_id = %(plan)s AND u.level = 'county' ORDER BY p.id, m.seq
"""
SNAPSHOTS = """
INSERT INTO targets_snapshot (report_id, number, at, by_id, origin)
SELECT r.id, 1, now(), %(person)s, 'page' FROM targets_return r JOIN plans_period m ON m.id = r.period_id
WHERE m.plan_id = %(plan)s
"""
FIGURES = """
INSERT INTO targets_snapshotfigure (snapshot_id, target_id, value, base, na, reason, note)
SELECT s.id, t.id, (s.id * 31 + t.id * 17) %% 90, CASE WHEN t.measure = 'ratio' THEN 90 END, FALSE, '', ''
FROM targets_snapshot s JOIN targets_return r ON r.id = s.report_id JOIN plans_period m ON m.id = r.period_id
JOIN targets_target t ON t.plan_id = m.plan_id WHERE m.plan_id = %(plan)s ORDER BY s.id, t.id
"""
DRAFTS = """
INSERT INTO targets_figure (report_id, target_id, value, base, na, reason, note, version, typed_by_id, typed_at, origin)
SELECT s.report_id, f.target_id, f.value, f.base, FALSE, '', '', 1, %(person)s, now(), 'page'
FROM targets_snapshotfigure f JOIN targets_snapshot s ON s.id = f.snapshot_id ORDER BY 1, 2
"""
STATES = """
UPDATE targets_return r SET submitted_id = s.id,
    accepted_id = CASE WHEN m.seq < %(last)s THEN s.id END,
    state = CASE WHEN m.seq < %(last)s THEN 'accepted' ELSE 'submitted' END
FROM targets_snapshot s, plans_period m WHERE s.report_id = r.id AND m.id = r.period_id AND m.plan_id = %(plan)s
"""


@dataclass(frozen=True)
class Province:
    plan: Plan
    county: Participant
    clerk: Person
    reviewer: Person
    planner: Person
    leader: Person


def build(targets=TARGETS, measures=MEASURES, *, nation=False):
    """Make the province, which takes some ten seconds, or the nation of 2,850 counties."""
    code = NATION if nation else PROVINCE
    load_units(code, "county")
    root = Unit.objects.get(code=code)
    people = {role: person(role, root) for role in (Role.REVIEWER, Role.PLANNER, Role.LEADER)}
    plan = Plan.objects.create(
        code="bench",
        title="bench",
        unit=root,
        year=YEAR,
        cadence="month",
        state="issued",
        issued_at="2020-01-01T00:00Z",
    )
    participants(plan)
    section = Section.objects.create(plan=plan, title="one")
    tasks = [Task.objects.create(plan=plan, section=section, code=f"T{n:02d}", title=f"task {n}") for n in range(10)]
    Target.objects.bulk_create(
        Target(
            plan=plan, task=tasks[n % 10], code=f"L{n:02d}", position=n, name=f"target {n}", unit="个",
            value=129_000, measure=measures[n % len(measures)], frequency="month",
            scale="%" if measures[n % len(measures)] == "ratio" else "",
        )
        for n in range(targets)
    )  # fmt: skip
    Period.objects.bulk_create(
        Period(plan=plan, code=s.code, seq=s.seq, start=s.start, end=s.end, due_on=date(2030, 1, 1), state="open")
        for s in calendar.steps(YEAR, "month")
    )
    fill(plan, people[Role.REVIEWER])
    county = plan.participants.filter(unit__level="county").order_by("path")[60]
    clerk = person(Role.CLERK, county.unit)
    return Province(plan, county, clerk, people[Role.REVIEWER], people[Role.PLANNER], people[Role.LEADER])


def person(role, unit):
    made = Person.objects.create_user(f"bench-{role}", "x", name=role, must_change_password=False)
    Post.objects.create(person=made, unit=unit, role=role)
    return made


def participants(plan):
    """Everybody below the plan's unit, by the levels of their paths."""
    made = {}
    for unit in Unit.objects.filter(path__startswith=plan.unit.path).order_by("path"):
        above = made.get(unit.path.removesuffix(f"{unit.code}/"))
        made[unit.path] = Participant.objects.create(
            plan=plan, unit=unit, parent=above, path=unit.path, depth=above.depth + 1 if above else 0,
            position=unit.position, name=unit.name, short_name=unit.short_name, kind=unit.kind,
        )  # fmt: skip


def fill(plan, by):
    """Shares, returns, submissions and totals."""
    with transaction.atomic(), connection.cursor() as cursor:
        for statement in (ALLOCATE, RETURNS, SNAPSHOTS, FIGURES, DRAFTS, STATES):
            cursor.execute(statement, {"plan": plan.pk, "person": by.pk, "last": MONTHS})
        Settlement.objects.create(plan=plan)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    with transaction.atomic():
        store_swings(Return.objects.filter(period__plan=plan, state="submitted").values_list("pk", flat=True))
    rebuild(plan.pk)
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE targets_total")
