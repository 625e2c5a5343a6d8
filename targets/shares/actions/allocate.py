"""Breaking targets down: what each unit below owes, saved as one change or not at all."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts import policy
from accounts.models import Person
from accounts.policy import Verb
from audit.actions import record
from audit.errors import Conflict, Refused
from plans.actions.guard import NOT_CLOSED, STATE_REFUSALS
from plans.models import Participant, Plan
from targets.models import Target
from targets.shares.actions.due_returns import ensure_returns
from targets.shares.actions.effective_period import determine_effective_start
from targets.shares.actions.versions import apply_changes
from targets.shares.board import AllocationBoard, cell_key, load_board
from targets.values.typed_numbers import UnreadableNumber, check_number

INVALID_CELLS = gettext_lazy("Some cells are not right. Nothing was saved.")


@dataclass(frozen=True)
class ShareChange:
    """One share that changes: ``name`` is "amount" (a part) or "own" (the participant's own share)."""

    target: Target
    participant: Participant
    name: str
    before: Decimal | None
    after: Decimal | None

    @property
    def key(self) -> str:
        return cell_key(self.target, self.participant)


@transaction.atomic
def allocate(  # noqa: PLR0913 -- the fields of one form
    plan: Plan,
    participant: Participant,
    cells: Mapping[tuple[str, str], Decimal | None],
    *,
    by: Person,
    from_seq: int | None = None,
    reason: str = "",
    document_number: str = "",
    seen: Mapping[tuple[str, str], Decimal | None] | None = None,
) -> list[ShareChange]:
    """Give the units below ``participant`` their parts, and itself its own share. Returns the changes made.

    ``cells`` maps (target code, unit code) to a Decimal or None (no share); under its own unit code stands the own
    share. ``seen`` maps the same keys to what the person saw: a cell that somebody else changed since raises Conflict,
    and a cell left as it was seen is left alone. After issue, changing what was given out needs ``from_seq``,
    ``reason`` and ``document_number``. Raises Refused with cells named "L03:530923000000", or PermissionDenied.
    """
    plan = lock_plan_for_allocation(plan, participant, by=by)
    board = load_board(plan, participant)
    changes = find_changes(board, cells, seen or {})
    _require_unchanged(changes, seen or {})
    if not changes:
        return []
    start = determine_effective_start(
        board, changes, by=by, from_seq=from_seq, reason=reason, document_number=document_number
    )
    apply_changes(board, changes, start)
    if not plan.is_draft:
        ensure_returns(plan)
    record(by=by, verb="allocation.save", on=plan, unit=participant, data=_audit_data(changes, start))
    return changes


def lock_plan_for_allocation(plan: Plan, participant: Participant, *, by: Person) -> Plan:
    """Lock the plan and return it as it is now, so that allocations and issuing happen one after the other.

    One lock for the whole plan, because a row holds both the share given from above and the unit's own share. Raises
    PermissionDenied, or Refused when the plan is closed.
    """
    plan = Plan.objects.select_related("unit").select_for_update(of=("self",), no_key=True).get(pk=plan.pk)
    if participant.plan_id != plan.pk:
        raise ValueError("a participant of another plan")
    policy.require(by, Verb.ALLOCATE, participant)
    if plan.is_draft:  # only the unit that writes a draft may break it down, because it may still change
        policy.require(by, Verb.PLAN, plan.unit)
    if plan.state not in NOT_CLOSED:
        raise Refused(STATE_REFUSALS[NOT_CLOSED], code="state")
    return plan


def find_changes(
    board: AllocationBoard,
    cells: Mapping[tuple[str, str], Decimal | None],
    seen: Mapping[tuple[str, str], Decimal | None],
) -> list[ShareChange]:
    """The changes that ``cells`` ask for. Raises Refused naming each cell that cannot have its value."""
    targets = {target.code: target for target in board.targets}
    units = {child.code: (child, "amount") for child in board.children}
    if not board.is_leaf:
        units[board.participant.code] = (board.participant, "own")
    changes, wrong = [], {}
    for (target_code, unit_code), after in cells.items():
        target, (unit, name) = targets.get(target_code), units.get(unit_code, (None, ""))
        key = f"{target_code}:{unit_code}"
        if target is None or unit is None:
            wrong[key] = _("There is no such target or unit here.")
        elif error := _share_error(after, target, single=name == "own" or not unit.has_children):
            wrong[key] = error
        elif (target_code, unit_code) not in seen or seen[target_code, unit_code] != after:
            changes.append(ShareChange(target, unit, name, board.share(unit, target, name), after))
    if wrong:
        raise Refused(INVALID_CELLS, cells=wrong, code="invalid")
    return [change for change in changes if change.before != change.after]


def _share_error(value, target, *, single):
    if value is None:
        return ""
    try:
        check_number(value, target, single=single, promised=True)
    except UnreadableNumber as error:
        return str(error)
    return ""


def _require_unchanged(changes, seen):
    """Raise Conflict when somebody else has changed one of these shares since the page was made."""
    theirs, cells = {}, {}
    for change in changes:
        place = (change.target.code, change.participant.code)
        if place in seen and seen[place] != change.before:
            theirs[change.key] = change.before
            cells[change.key] = _("Meanwhile somebody changed this from %(seen)s to %(now)s; you typed %(yours)s.") % {
                "seen": _format_share(seen[place]),
                "now": _format_share(change.before),
                "yours": _format_share(change.after),
            }
    if cells:
        message = _(
            "Somebody else changed some of these shares meanwhile. Nothing was saved: look at them, then save again."
        )
        raise Conflict(message, theirs=theirs, cells=cells)


def _format_share(value):
    return _("empty") if value is None else format(value.normalize(), "f")


def _audit_data(changes, start):
    """The data of the audit entry."""
    data = {"from_seq": start.seq, "cells": {c.key: [c.before, c.after] for c in changes}}
    if start.adjustment:
        data |= {"reason": start.adjustment.reason, "document": start.adjustment.document_number}
    return data
