"""Write versions of allocations: in place, or as a new version after an adjustment."""

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from django.db.models import Exists, OuterRef
from django.utils import timezone

from plans.models import Participant, Plan
from targets.models import Allocation, Target
from targets.shares.actions.effective_period import EffectiveStart
from targets.shares.actions.share_history import record_share_history
from targets.shares.board import AllocationBoard, load_board
from targets.totals.stale_marks import mark_cells_stale

CONTENT = ("amount", "own", "baseline", "baseline_base")
DRAFT_START = EffectiveStart()


def apply_changes(board: AllocationBoard, changes: Sequence[Any], start: EffectiveStart) -> None:
    """Apply ``changes`` to the allocations and mark stale totals; few statements, however many cells."""
    wanted = find_root_differences(board)
    for change in changes:
        fields = wanted.setdefault((change.participant, change.target), {})
        fields[change.name] = change.after
        if change.name == "amount" and not change.participant.has_children:
            fields["own"] = change.after  # a leaf owes its whole share itself
    write_versions(board, wanted, start)


def complete_shares(plan: Plan, *, start: EffectiveStart = DRAFT_START) -> None:
    """Set the shares that follow from others: the root owes the targets' values, a leaf owes its whole share itself.

    For issuing a plan (participants may have changed since it was broken down, or it was not) and for a target whose
    value has changed. Call it with the plan locked.
    """
    board = load_board(plan, plan.participants.get(depth=0))
    write_versions(board, find_root_differences(board), start)
    if not plan.is_draft:
        return  # leaves were completed when the plan was issued, and every later change keeps them complete
    below = Exists(Participant.objects.filter(parent=OuterRef("participant")))
    rows = Allocation.objects.filter(~below, target__plan=plan, replaced=False, participant__depth__gt=0)
    Allocation.objects.bulk_update([_with_own(row) for row in rows if row.own != row.amount], ["own"], batch_size=500)


def _with_own(row):
    row.own = row.amount
    return row


def find_root_differences(board: AllocationBoard) -> dict[tuple[Participant, Target], dict[str, Decimal | None]]:
    """Missing values of the root's allocations, {(participant, target): fields}; empty for other boards."""
    if not board.is_root:
        return {}
    wanted = {}
    for target in board.targets:
        fields = {"amount": target.value} | ({"own": target.value} if board.is_leaf else {})
        if any(board.share(board.participant, target, name) != value for name, value in fields.items()):
            wanted[board.participant, target] = fields
    return wanted


def write_versions(
    board: AllocationBoard, wanted: dict[tuple[Participant, Target], dict[str, Decimal | None]], start: EffectiveStart
) -> None:
    """Write ``wanted`` ((participant, target) → fields) from ``start`` on."""
    fresh, kept, replaced = [], [], []
    for (participant, target), fields in wanted.items():
        old = board.latest_version(participant, target)
        if old is None or _needs_new_version(old, start):
            fresh.append(_new_version(old, participant, target, fields, start))
            if old and old.from_seq == start.seq:
                replaced.append(old.pk)
        else:
            kept.append(_assign_fields(old, fields))
    history_options = _history_options(start) if not board.plan.is_draft else None
    if history_options:
        record_share_history([*replaced, *(row.pk for row in kept)], **history_options)
    _store(fresh, kept, replaced, draft=board.plan.is_draft)
    if history_options:
        record_share_history([row.pk for row in fresh], **history_options, existed=False)
    if not board.plan.is_draft and wanted:
        # From period 0 on, which also depends on the shares (allocation and baseline).
        mark_cells_stale(board.plan.pk, [(participant.pk, target.pk) for participant, target in wanted])


def _history_options(start):
    verb = "adjust" if start.adjustment else "share"
    return {"verb": verb, "by": start.by, "at": timezone.now(), "adjustment": start.adjustment}


def _needs_new_version(old, start):
    """An adjustment, or a later start, needs a new version; other changes are made in place."""
    return start.adjustment is not None or old.from_seq < start.seq


def _new_version(old, participant, target, fields, start):
    content = {name: getattr(old, name) for name in CONTENT} if old else {}
    return Allocation(
        participant=participant, target=target, from_seq=start.seq, adjustment=start.adjustment, **content | fields
    )


def _assign_fields(row, fields):
    for name, value in fields.items():
        setattr(row, name, value)
    return row


def _store(fresh, kept, replaced, *, draft):
    """Mark replaced versions first: a constraint allows one version in force for each cell and period."""
    if replaced:
        Allocation.objects.filter(pk__in=replaced).update(replaced=True)
    empty = {row.pk for row in kept if draft and all(getattr(row, name) is None for name in CONTENT)}
    if empty:  # so that the unit can be removed from the draft
        Allocation.objects.filter(pk__in=empty).delete()
    # An upsert by key is much cheaper than the UPDATE with a CASE for every row that bulk_update makes.
    if upsert := [row for row in kept if row.pk not in empty]:
        Allocation.objects.bulk_create(
            upsert, update_conflicts=True, unique_fields=["id"], update_fields=["amount", "own"]
        )
    if fresh:
        Allocation.objects.bulk_create(fresh)
