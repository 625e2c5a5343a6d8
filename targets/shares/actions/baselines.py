"""How things stood before the first period: for levels and ratios, of each unit that reports them."""

from collections.abc import Mapping
from decimal import Decimal

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import Person
from audit.actions import record
from audit.errors import Conflict, Refused
from plans.models import Participant, Period, Plan
from targets.models import Allocation
from targets.shares.actions.allocate import INVALID_CELLS, lock_plan_for_allocation
from targets.shares.actions.share_history import record_share_history
from targets.shares.baseline_cells import baseline_cells
from targets.shares.board import load_board
from targets.totals.stale_marks import mark_cells_stale
from targets.values.typed_numbers import UnreadableNumber, check_number


@transaction.atomic
def set_baselines(
    plan: Plan,
    participant: Participant,
    cells: Mapping[tuple[str, str], tuple[Decimal | None, Decimal | None]],
    *,
    by: Person,
    reason: str = "",
    seen: Mapping[tuple[str, str], tuple[Decimal | None, Decimal | None]] | None = None,
) -> dict[tuple[str, str], tuple[Decimal | None, Decimal | None]]:
    """Set the baselines of ``participant`` and of those below it that report themselves. Returns the changed cells.

    ``cells`` maps (target code, unit code) to (baseline, denominator), each a Decimal or None; the denominator is for
    ratios alone. ``seen`` is as in ``allocate``. Baselines have no versions: all totals of the cell become stale, and
    after issue changing one that stood needs a ``reason``, which the trail keeps.
    """
    plan = lock_plan_for_allocation(plan, participant, by=by)
    board = load_board(plan, participant)
    boxes = {(box.target.code, box.participant.code): box for box in baseline_cells(board)}
    _require_valid_cells(boxes, cells)
    seen = seen or {}
    changed = {place: pair for place, pair in cells.items() if pair not in (seen.get(place, ()), boxes[place].pair)}
    _require_unchanged(boxes, changed, seen)
    if changed and not plan.is_draft:
        _require_reason_after_issue(plan, [boxes[place] for place in changed], reason)
    if changed:
        data = {boxes[place].key: [boxes[place].pair, pair] for place, pair in changed.items()}
        _store(plan, boxes, changed, by)
        record(
            by=by, verb="allocation.baseline", on=plan, unit=participant, data={"cells": data, "reason": reason.strip()}
        )
    return changed


def _require_reason_after_issue(plan, boxes, reason):
    """A baseline has no versions: a changed one reaches back to the first period."""
    if plan.periods.filter(state=Period.State.LOCKED).exists():
        raise Refused(_("A period of this plan is locked and its numbers are published: baselines stay."), code="state")
    if not reason.strip() and any(box.pair[0] is not None for box in boxes):
        raise Refused(_("Say why the baselines change."), cells={"reason": _("Say why.")}, code="reason")


def _require_valid_cells(boxes, cells):
    wrong = {}
    for place, (value, base) in cells.items():
        if place not in boxes:
            wrong[":".join(place)] = _("This unit does not report this target, so it has no baseline.")
        elif error := _cell_error(boxes[place], value, base):
            wrong[boxes[place].key] = error
    if wrong:
        raise Refused(INVALID_CELLS, cells=wrong, code="invalid")


def _cell_error(box, value, base):
    try:
        for number in (value, base):
            if number is not None:
                check_number(number, box.target)
    except UnreadableNumber as error:
        return str(error)
    if not box.target.is_ratio:
        return "" if base is None else _("Only a ratio has a denominator.")
    if (value is None) != (base is None):
        return _("A ratio needs both, the part and the whole it is measured against.")
    return _("The denominator must not be 0.") if base == 0 else ""


def _require_unchanged(boxes, changed, seen):
    overtaken = [boxes[place] for place in changed if place in seen and seen[place] != boxes[place].pair]
    if overtaken:
        message = _(
            "Somebody else changed some of these baselines meanwhile. Nothing was saved: look at them, then save again."
        )
        cells = {box.key: _("Changed meanwhile; now it is %(now)s.") % {"now": box.text} for box in overtaken}
        raise Conflict(message, theirs={box.key: box.pair for box in overtaken}, cells=cells)


def _store(plan, boxes, changed, by):
    """Into every version in force: whichever holds in the first period is the one that totals begin with."""
    rows = []
    if not plan.is_draft:
        record_share_history(
            [row.pk for place in changed for row in boxes[place].rows], "baseline", by=by, at=timezone.now()
        )
    for place, (value, base) in changed.items():
        for row in boxes[place].rows:
            row.baseline, row.baseline_base = value, base
            rows.append(row)
    fields = ["baseline", "baseline_base"]
    Allocation.objects.bulk_create(rows, update_conflicts=True, unique_fields=["id"], update_fields=fields)
    if not plan.is_draft:
        mark_cells_stale(plan.pk, [(boxes[place].participant.pk, boxes[place].target.pk) for place in changed])
