"""Data for many clerks: a plan of hundreds of counties with a clerk each; and the comparison of what was acknowledged
to them with the database."""

from collections import Counter, defaultdict
from decimal import Decimal

from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore
from django.db import transaction

from accounts.models import Person, Post
from audit.models import Entry
from targets.models import Allocation, Figure, FigureVersion, Return, SnapshotFigure
from targets.totals.stale_marks import mark_stale
from tests.factories import make_participants, make_plan, make_target, make_unit, set_issued

PLAN, PERIOD = "load-2020", "2020Q1"
KINDS = [{"measure": "increment"}, {"measure": "running"}, {"measure": "level", "rollup": "units_reached"}] * 4


def create_county_plan(people):
    """The province, ``people`` counties that each owe twelve targets, and their clerks; {unit code: session key}."""
    province = make_unit("530000000000")
    counties = []
    for n in range(people):
        if n % 50 == 0:
            city = make_unit(f"53{n // 50 + 1:02}00000000", parent=province)
        counties.append(make_unit(f"{city.code[:4]}{n % 50 + 1:02}000000", parent=city))
    plan = make_plan(province, PLAN)
    places = make_participants(plan)
    targets = [make_target(plan, f"L{n:02}", 1000, **kind) for n, kind in enumerate(KINDS)]
    set_issued(plan, open_seq=1)
    counties_participants = [places[county.code] for county in counties]
    Allocation.objects.bulk_create(
        Allocation(target=target, participant=place, amount=Decimal(50), own=Decimal(50), from_seq=1)
        for place in counties_participants
        for target in targets
    )
    period = plan.periods.get(code=PERIOD)
    Return.objects.bulk_create(Return(participant=place, period=period) for place in counties_participants)
    with transaction.atomic():
        mark_stale(plan_id=plan.pk)
    return {county.code: create_session(create_clerk(county)) for county in counties}


def create_clerk(county):
    person = Person(username=f"clerk-{county.code}", name=county.short_name, must_change_password=False)
    person.set_unusable_password()
    person.save()
    Post.objects.create(person=person, unit=county, role="clerk")
    return person


def create_session(person):
    """The key of a session as the login creates it; the login itself hashes the password, which is slow on purpose."""
    session = SessionStore()
    session[SESSION_KEY] = str(person.pk)
    session[BACKEND_SESSION_KEY] = "django.contrib.auth.backends.ModelBackend"
    session[HASH_SESSION_KEY] = person.get_session_auth_hash()
    session.create()
    return session.session_key


def find_lost_values(results):
    """Descriptions of what was acknowledged and is not in the database: values, their history, submissions."""
    yield from _lost_cells(results)
    yield from _lost_versions(results)
    yield from _lost_submissions(results)


def _lost_cells(results):
    last = {(unit, target): (version, Decimal(value)) for unit, target, version, value in results.saved}
    stored = {
        (unit, target): (version, value)
        for unit, target, version, value in Figure.objects.values_list(
            "report__participant__unit__code", "target__code", "version", "value"
        )
    }
    for cell, what in last.items():
        if stored.get(cell) != what and cell not in results.unanswered:
            yield f"{cell}: {what} acknowledged, {stored.get(cell)} stored"


def _lost_versions(results):
    stored = {
        (unit, target, version): value
        for unit, target, version, value in FigureVersion.objects.values_list(
            "report__participant__unit__code", "target__code", "version", "value"
        )
    }
    for unit, target, version, value in results.saved:
        if stored.get((unit, target, version)) != value:
            yield f"{unit} {target} version {version}: {value} acknowledged, history holds another"


def _lost_submissions(results):
    stored = defaultdict(dict)
    for unit, number, target, value in SnapshotFigure.objects.values_list(
        "snapshot__report__participant__unit__code", "snapshot__number", "target__code", "value"
    ):
        stored[unit, number][target] = value
    numbers = Counter()
    for unit, held in results.submitted:
        numbers[unit] += 1
        found = stored.get((unit, numbers[unit]))
        if found != held:
            yield f"submission {numbers[unit]} of {unit}: {held} acknowledged, {found} stored"
    trail = Entry.objects.filter(verb="return.submit").count()
    if not 0 <= trail - len(results.submitted) <= len(results.faults):
        yield f"{len(results.submitted)} submissions acknowledged, {trail} in the trail"
