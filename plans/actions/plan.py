"""Create, change, close and delete a plan."""

from datetime import timedelta

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts import policy
from accounts.models import Person
from accounts.policy import Verb
from audit.actions import record
from audit.errors import Refused
from orgs.models import Unit
from plans import calendar
from plans.actions.guard import DRAFT, ISSUED, NOT_CLOSED, assign_changes, lock_plan, validated
from plans.actions.participant_rows import store_participants
from plans.models import Period, Plan

RESERVED_CODES = {"new"}  # path components of URLs in the place of a plan's code
CALENDAR_FIELDS = ("by_calendar", "days_open_before", "days_of_grace", "days_to_lock")
EDITABLE_AFTER_ISSUE = {
    "title", "document_number", "yellow_from", "red_from", "days_to_report", "signed", *CALENDAR_FIELDS,
}  # fmt: skip


@transaction.atomic
def create_plan(*, by: Person, unit: Unit, code: str, title: str, year: int, **fields) -> Plan:
    """Create a draft with the periods of its year and the unit itself as its only participant.

    ``fields`` are other fields of Plan: cadence, document_number, yellow_from, red_from, days_to_report, has_examples.
    Raises PermissionDenied, Refused.
    """
    policy.require(by, Verb.PLAN, unit)
    _check_code(code)
    plan = validated(Plan(unit=unit, code=code, title=title, year=year, **fields))
    plan.save()
    _create_periods(plan)
    store_participants(plan, [])
    record(by=by, verb="plan.create", on=plan, unit=unit, data={"title": title, "year": year, "cadence": plan.cadence})
    return plan


@transaction.atomic
def change_plan(plan: Plan, *, by: Person, **fields) -> Plan:
    """Change fields of a plan; once issued, only EDITABLE_AFTER_ISSUE. Raises PermissionDenied, Refused."""
    plan = lock_plan(plan, by=by, states=NOT_CLOSED)
    fixed = [
        name for name, value in fields.items() if name not in EDITABLE_AFTER_ISSUE and getattr(plan, name) != value
    ]
    if fixed and not plan.is_draft:
        raise Refused(_("This is fixed since the plan was issued."), cells={name: _("Fixed.") for name in fixed})
    _check_code(fields.get("code"))
    changed = assign_changes(plan, fields)
    validated(plan).save()
    if changed.keys() & {"year", "cadence"}:
        plan.periods.all().delete()
        _create_periods(plan)
    elif "days_to_report" in changed:
        _update_due_dates(plan)
    if changed:
        record(by=by, verb="plan.change", on=plan, unit=plan.unit, data=changed)
    return plan


@transaction.atomic
def close_plan(plan: Plan, *, by: Person) -> Plan:
    """Close an issued plan, which then cannot change. Raises PermissionDenied, or Refused while a period is open."""
    plan = lock_plan(plan, by=by, states=ISSUED)
    # The lock waits for running reviews and blocks new ones.
    periods = list(plan.periods.select_for_update().order_by("seq"))
    if open_periods := [period for period in periods if period.state == Period.State.OPEN]:
        names = "、".join(period.name for period in open_periods)
        raise Refused(_("Returns can still come in for %(periods)s. Close these periods first.") % {"periods": names})
    plan.state = Plan.State.CLOSED
    plan.save(update_fields=["state"])
    record(by=by, verb="plan.close", on=plan, unit=plan.unit)
    return plan


@transaction.atomic
def delete_plan(plan: Plan, *, by: Person, seen: int) -> None:
    """Delete a draft with all that is in it. ``seen`` is the number of its sections, tasks and targets that the page
    named; raises Refused when it differs, so that nothing goes unnamed. Raises PermissionDenied, Refused."""
    plan = lock_plan(plan, by=by, states=DRAFT)
    counts = count_parts(plan)
    if sum(counts.values()) != seen:
        raise Refused(_("Something was added or deleted meanwhile. Read again what goes."), code="seen")
    record(by=by, verb="plan.delete", on=plan, unit=plan.unit, data={"title": plan.title} | counts)
    plan.targets.all().delete()
    plan.tasks.all().delete()
    plan.participants.order_by("-depth").update(parent=None, depth=0)
    plan.delete()


def count_parts(plan: Plan) -> dict[str, int]:
    """The numbers of its sections, tasks and targets."""
    return {"sections": plan.sections.count(), "tasks": plan.tasks.count(), "targets": plan.targets.count()}


def _check_code(code):
    if code in RESERVED_CODES:
        raise Refused(_("This code is kept for a page. Choose another."), cells={"code": _("Choose another.")})


def _create_periods(plan):
    days_to_report = timedelta(days=plan.days_to_report)
    Period.objects.bulk_create(
        Period(
            plan=plan, code=step.code, seq=step.seq, start=step.start, end=step.end, due_on=step.end + days_to_report
        )
        for step in calendar.steps(plan.year, plan.cadence)
    )


def _update_due_dates(plan):
    """Set the due dates of periods not yet opened; others keep the announced date."""
    days_to_report = timedelta(days=plan.days_to_report)
    periods = list(plan.periods.filter(state=Period.State.PLANNED))
    for period in periods:
        period.due_on = period.end + days_to_report
    Period.objects.bulk_update(periods, ["due_on"])
