"""Factory functions for model instances, with defaults for the fields that a test does not care about."""

from decimal import Decimal

from django.utils import timezone

from accounts.models import Person, Post
from orgs.models import Level, Unit, UnitKind
from plans import calendar
from plans.models import Participant, Period, Plan, Section, Task
from targets.models import Allocation, Settlement, Target

PASSWORD = "long-enough-for-tests"


def make_unit(code, name=None, *, parent=None, kind=UnitKind.FEDERATION, level=None, **fields):
    """A unit below ``parent``; its level is one below the parent's unless given."""
    name = name or f"Unit {code}"
    path = f"{parent.path if parent else '/'}{code}/"
    fields = {"short_name": name, "position": int(code[-6:]) if code[-6:].isdigit() else 0, **fields}
    level = level or (_level_below(parent.level) if parent else Level.PROVINCE)
    return Unit.objects.create(code=code, name=name, parent=parent, path=path, kind=kind, level=level, **fields)


def _level_below(level):
    levels = list(Level.values)
    return levels[min(levels.index(level) + 1, len(levels) - 1)]


def make_person(username, *posts, **fields):
    """A person who can log in with PASSWORD; each post is (role, unit)."""
    fields = {"name": username, "must_change_password": False, **fields}
    person = Person.objects.create_user(username, PASSWORD, **fields)
    Post.objects.bulk_create(Post(person=person, role=role, unit=unit) for role, unit in posts)
    return person


def make_plan(unit, code="plan-2020", *, year=2020, cadence="quarter", **fields):
    """A draft plan with its periods, without participants."""
    plan = Plan.objects.create(unit=unit, code=code, **{"title": code, "year": year, "cadence": cadence, **fields})
    Period.objects.bulk_create(
        Period(plan=plan, code=step.code, seq=step.seq, start=step.start, end=step.end, due_on=step.end)
        for step in calendar.steps(year, cadence)
    )
    return plan


def make_participant(plan, unit, parent=None):
    """The participant of a unit in the plan, below the participant ``parent``."""
    return Participant.objects.create(
        plan=plan, unit=unit, parent=parent, path=unit.path, depth=parent.depth + 1 if parent else 0,
        position=unit.position, name=unit.name, short_name=unit.short_name, kind=unit.kind,
    )  # fmt: skip


def make_participants(plan):
    """Participants for the plan's unit and every unit below it; a dict by unit code."""
    participants = {}
    for unit in Unit.objects.filter(path__startswith=plan.unit.path).order_by("path"):
        participants[unit.code] = make_participant(plan, unit, participants.get(unit.path.rstrip("/").split("/")[-2]))
    return participants


def make_task(plan, code="T01", *, section=None, **fields):
    """A task of the plan, by default in its first section, which is created if there is none."""
    section = section or plan.sections.first() or Section.objects.create(plan=plan, title="One")
    return Task.objects.create(plan=plan, section=section, code=code, **{"title": code, **fields})


def make_target(plan, code="L01", value=None, *, task=None, **fields):
    """A target, by default of the plan's first task, an increment, and with the goal "at least ``value``"."""
    task = task or plan.tasks.first() or make_task(plan)
    value = None if value is None else Decimal(value)
    return Target.objects.create(plan=plan, task=task, code=code, value=value, **{"name": code, "unit": "个", **fields})


def make_allocation(target, participant, amount, *, own="same", from_seq=1, **fields):
    """An allocation, not validated; ``own`` is ``amount`` unless given (None: the unit reports nothing)."""
    own = amount if own == "same" else own
    return Allocation.objects.create(
        target=target, participant=participant, amount=amount, own=own, from_seq=from_seq, **fields
    )


def set_issued(plan, *, open_seq=None):
    """Mark the plan as issued, without the issue action, and open its periods up to ``open_seq``."""
    Plan.objects.filter(pk=plan.pk).update(state=Plan.State.ISSUED, issued_at=timezone.now())
    Settlement.objects.get_or_create(plan=plan)
    if open_seq:
        plan.periods.filter(seq__lte=open_seq).update(state=Period.State.OPEN)
    plan.refresh_from_db()
    return plan
