"""Making, changing, closing and deleting a plan."""

from datetime import timedelta

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts import policy
from accounts.policy import Verb
from audit.actions import record
from audit.errors import Refused
from plans import calendar
from plans.actions.guard import DRAFT, ISSUED, NOT_CLOSED, assign_changes, lock_plan, validated
from plans.actions.place import place_participants
from plans.models import Period, Plan

RESERVED = {"new"}  # addresses of pages that stand where a plan's code stands
CALENDAR = ("by_calendar", "days_open_before", "days_of_grace", "days_to_lock")
AFTER_ISSUE = {"title", "document_number", "yellow_from", "red_from", "days_to_report", "signed", *CALENDAR}


@transaction.atomic
def create_plan(*, by, unit, code, title, year, **fields):
    """A draft with the periods of its year, in which as yet the unit itself takes part.

    ``fields`` are others of Plan: cadence, document_number, yellow_from, red_from, days_to_report, has_examples.
    """
    policy.require(by, Verb.PLAN, unit)
    _refuse_reserved(code)
    plan = validated(Plan(unit=unit, code=code, title=title, year=year, **fields))
    plan.save()
    _make_periods(plan)
    place_participants(plan, [])
    record(by=by, verb="plan.create", on=plan, unit=unit, data={"title": title, "year": year, "cadence": plan.cadence})
    return plan


@transaction.atomic
def change_plan(plan, *, by, **fields):
    """Change a plan's own fields. Once it is issued: title, document number, lights, days to report and the
    calendar alone."""
    plan = lock_plan(plan, by=by, states=NOT_CLOSED)
    fixed = [name for name, value in fields.items() if name not in AFTER_ISSUE and getattr(plan, name) != value]
    if fixed and not plan.is_draft:
        raise Refused(_("This is fixed since the plan was issued."), cells={name: _("Fixed.") for name in fixed})
    _refuse_reserved(fields.get("code"))
    changed = assign_changes(plan, fields)
    validated(plan).save()
    if changed.keys() & {"year", "cadence"}:
        plan.periods.all().delete()
        _make_periods(plan)
    elif "days_to_report" in changed:
        _due_again(plan)
    if changed:
        record(by=by, verb="plan.change", on=plan, unit=plan.unit, data=changed)
    return plan


@transaction.atomic
def close_plan(plan, *, by):
    """The year is over: nothing in the plan changes any more."""
    plan = lock_plan(plan, by=by, states=ISSUED)
    # Locked, so that a review that has begun comes to its end before, and none begins after.
    periods = list(plan.periods.select_for_update().order_by("seq"))
    if open_ones := [period for period in periods if period.state == Period.State.OPEN]:
        codes = "、".join(period.code for period in open_ones)
        raise Refused(_("Returns can still come in for %(codes)s. Close these periods first.") % {"codes": codes})
    plan.state = Plan.State.CLOSED
    plan.save(update_fields=["state"])
    record(by=by, verb="plan.close", on=plan, unit=plan.unit)
    return plan


@transaction.atomic
def delete_plan(plan, *, by):
    """Take away a draft. One that has targets is not thrown away at a click: they go first, one by one."""
    plan = lock_plan(plan, by=by, states=DRAFT)
    if plan.targets.exists():
        raise Refused(_("The plan has targets. Delete them first."), code="has targets")
    record(by=by, verb="plan.delete", on=plan, unit=plan.unit, data={"title": plan.title})
    plan.tasks.all().delete()
    plan.participants.order_by("-depth").update(parent=None, depth=0)
    plan.delete()


def _refuse_reserved(code):
    if code in RESERVED:
        raise Refused(_("This code is kept for a page. Choose another."), cells={"code": _("Choose another.")})


def _make_periods(plan):
    late = timedelta(days=plan.days_to_report)
    Period.objects.bulk_create(
        Period(plan=plan, code=step.code, seq=step.seq, start=step.start, end=step.end, due_on=step.end + late)
        for step in calendar.steps(plan.year, plan.cadence)
    )


def _due_again(plan):
    """Periods that have begun keep the day that was announced."""
    late = timedelta(days=plan.days_to_report)
    periods = list(plan.periods.filter(state=Period.State.PLANNED))
    for period in periods:
        period.due_on = period.end + late
    Period.objects.bulk_update(periods, ["due_on"])
