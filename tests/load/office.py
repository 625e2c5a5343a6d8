"""A plan of hundreds of counties, a clerk for each, and what the database holds of all that they were told."""

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


def build(people):
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
    ours = [places[county.code] for county in counties]
    Allocation.objects.bulk_create(
        Allocation(target=target, participant=place, amount=Decimal(50), own=Decimal(50), from_seq=1)
        for place in ours
        for target in targets
    )
    period = plan.periods.get(code=PERIOD)
    Return.objects.bulk_create(Return(participant=place, period=period) for place in ours)
    with transaction.atomic():
        mark_stale(plan_id=plan.pk)
    return {county.code: log_in(clerk_of(county)) for county in counties}


def clerk_of(county):
    person = Person(username=f"clerk-{county.code}", name=county.short_name, must_change_password=False)
    person.set_unusable_password()
    person.save()
    Post.objects.create(person=person, unit=county, role="clerk")
    return person


def log_in(person):
    """The key of a session as the login leaves it; the login itself is slow on purpose, and not what is asked here."""
    session = SessionStore()
    session[SESSION_KEY] = str(person.pk)
    session[BACKEND_SESSION_KEY] = "django.contrib.auth.backends.ModelBackend"
    session[HASH_SESSION_KEY] = person.get_session_auth_hash()
    session.create()
    return session.session_key


def lost(told):
    """Everything acknowledged that the database does not hold, in words: values, their history, submissions."""
    yield from _lost_values(told)
    yield from _lost_versions(told)
    yield from _lost_submissions(told)


def _lost_values(told):
    last = {(unit, target): (version, Decimal(value)) for unit, target, version, value in told.saved}
    kept = {
        (unit, target): (version, value)
        for unit, target, version, value in Figure.objects.values_list(
            "report__participant__unit__code", "target__code", "version", "value"
        )
    }
    for cell, what in last.items():
        if kept.get(cell) != what and cell not in told.unanswered:
            yield f"{cell}: {what} acknowledged, {kept.get(cell)} kept"


def _lost_versions(told):
    kept = {
        (unit, target, version): value
        for unit, target, version, value in FigureVersion.objects.values_list(
            "report__participant__unit__code", "target__code", "version", "value"
        )
    }
    for unit, target, version, value in told.saved:
        if kept.get((unit, target, version)) != value:
            yield f"{unit} {target} version {version}: {value} acknowledged, history holds another"


def _lost_submissions(told):
    kept = defaultdict(dict)
    for unit, number, target, value in SnapshotFigure.objects.values_list(
        "snapshot__report__participant__unit__code", "snapshot__number", "target__code", "value"
    ):
        kept[unit, number][target] = value
    numbers = Counter()
    for unit, held in told.submitted:
        numbers[unit] += 1
        if kept.get((unit, numbers[unit])) != held:
            yield f"submission {numbers[unit]} of {unit}: {held} acknowledged, {kept.get((unit, numbers[unit]))} kept"
    trail = Entry.objects.filter(verb="return.submit").count()
    if not 0 <= trail - len(told.submitted) <= len(told.faults):
        yield f"{len(told.submitted)} submissions acknowledged, {trail} in the trail"
