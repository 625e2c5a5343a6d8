"""Changing a target after its plan was issued: by an adjustment, from a period on, with its reason and document."""

from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import Person
from audit.actions import record
from audit.errors import Refused
from plans.actions.guard import ISSUED, assign_changes, lock_plan, validated
from plans.actions.tasks import code_in_plan
from plans.models import Period
from targets.goals.actions.targets import list_reported_periods, lock_target, require_valid_target
from targets.goals.fields import summed_percentages_fault
from targets.models import Adjustment, Allocation, Return, Target
from targets.models.report import with_leave
from targets.shares.actions.due_returns import ensure_returns
from targets.shares.actions.effective_period import EffectiveStart
from targets.shares.actions.versions import complete_shares
from targets.totals.stale_marks import mark_stale

PROMISE_FIELDS = {"value", "value2", "baseline", "start", "deadline", "schedule", "weight", "part_decimals"}
# How figures are read. With figures there, another reading would make false numbers of true ones.
COUNTING_FIELDS = {"measure", "direction", "unit", "decimals", "scale", "rollup", "frequency"}
UNVERSIONED_FIELDS = COUNTING_FIELDS | {
    "value2",
    "baseline",
    "start",
}  # kept without versions, so it counts from the first period
# What totals are derived with. (A changed value is a changed share, which marks what it makes stale.)
TOTALS_FIELDS = COUNTING_FIELDS - {"unit", "decimals"} | {"value2"}


@transaction.atomic
def adjust_target(
    target: Target, *, by: Person, from_seq: int | None, reason: str, document_number: str, **fields: Any
) -> Target:
    """Change what a target of an issued plan promises, from the period ``from_seq`` on. Returns the target.

    The fields of READING only while nobody has reported the target and no period is open; what counts from the start
    only while no period is locked. Raises Refused, naming each field that is missing or wrong; when nothing would
    change, too.
    """
    plan = lock_plan(target.plan, by=by, states=ISSUED)
    target = lock_target(plan, target)
    changed = assign_changes(
        target, {name: value for name, value in fields.items() if name in PROMISE_FIELDS | COUNTING_FIELDS}
    )
    if not changed:
        raise Refused(_("Nothing would change."), code="unchanged")
    _require_unpublished(plan, changed.keys() & UNVERSIONED_FIELDS)
    _require_no_figures(plan, target, changed.keys() & COUNTING_FIELDS)
    require_valid_target(target)
    if target.sums_percentages and changed.keys() & COUNTING_FIELDS:
        raise Refused(
            summed_percentages_fault(target), cells={"rollup": summed_percentages_fault(target)}, code="invalid"
        )
    _require_valid_start(plan, target, from_seq)
    adjustment = _save_adjustment(plan, by, from_seq, reason, document_number)
    validated(target).save()
    if "value" in changed:
        complete_shares(plan, start=EffectiveStart(adjustment.from_seq, adjustment, by))
    if changed.keys() & COUNTING_FIELDS:
        ensure_returns(plan)
    if changed.keys() & TOTALS_FIELDS:
        mark_stale(plan_id=plan.pk, target_id=target.pk)
    _record(plan, target, adjustment, changed, by=by)
    return target


def _save_adjustment(plan, by, from_seq, reason, document_number):
    wanted = {"reason": reason.strip(), "document_number": document_number.strip()}
    if missing := {name: _("Needed for an adjustment.") for name, words in wanted.items() if not words}:
        raise Refused(_("An adjustment says why, and by which document."), cells=missing, code="missing")
    row = validated(Adjustment(plan=plan, from_seq=from_seq, by=by, **wanted))
    row.save()
    return row


def _require_valid_start(plan, target, from_seq):
    period = plan.periods.filter(seq=from_seq).first()
    if period is None or period.state == Period.State.LOCKED:
        words = _("Choose a period that is not locked: the numbers of locked ones are published.")
        raise Refused(words, cells={"from_seq": words})
    later = Allocation.objects.filter(
        target=target, participant__depth=0, replaced=False, from_seq__gt=from_seq
    ).exists()
    if later:
        words = _("The target was already adjusted from a later period on. Choose that one or a later one.")
        raise Refused(words, cells={"from_seq": words})


def _require_unpublished(plan, names):
    if names and plan.periods.filter(state=Period.State.LOCKED).exists():
        words = _("A period is locked and its numbers are published, so what counts from the start is fixed.")
        raise Refused(words, cells={name: _("Fixed.") for name in names}, code="state")


def _require_no_figures(plan, target, names):
    if not names:
        return
    cells = {name: _("Fixed.") for name in names}
    if periods := list_reported_periods(target):
        message = _("How the target is counted is fixed, because it has figures (%(periods)s).")
        raise Refused(message % {"periods": "、".join(periods)}, cells=cells, code="has figures")
    leave = Return.objects.filter(with_leave(timezone.localdate()), period__plan=plan)
    if plan.periods.filter(state=Period.State.OPEN).exists() or leave.exists():
        # Somebody may be typing the first figure this very moment; the lock on the plan does not reach that far.
        raise Refused(_("A period is open, so how the target is counted is fixed. Close it first."), cells=cells)


def _record(plan, target, adjustment, changed, *, by):
    data = {
        "from": plan.periods.get(seq=adjustment.from_seq).code,
        "reason": adjustment.reason,
        "document_number": adjustment.document_number,
        "changes": changed,
    }
    record(by=by, verb="target.adjust", on=code_in_plan(target, plan), unit=plan.unit, data=data)
