"""Writing versions of allocations: in place while nobody relies on them, as a new version after an adjustment."""

from django.db.models import Exists, OuterRef
from django.utils import timezone

from plans.models import Participant
from targets.models import Allocation
from targets.shares.actions.effective_period import Start
from targets.shares.actions.share_history import keep_shares
from targets.shares.board import load_board
from targets.totals.stale_marks import mark_cells_stale

CONTENT = ("amount", "own", "baseline", "baseline_base")
DRAFT = Start()


def write(board, changes, start):
    """Bring the rows to what ``changes`` say, and mark what is stale: few statements, however many the cells."""
    wanted = wholes(board)
    for change in changes:
        fields = wanted.setdefault((change.participant, change.target), {})
        fields[change.name] = change.after
        if change.name == "amount" and not change.participant.has_children:
            fields["own"] = change.after  # nobody below it could do it instead
    write_versions(board, wanted, start)


def complete_shares(plan, *, start=DRAFT):
    """Make the shares that follow from others right: the top owes the targets' values, a leaf does its whole itself.

    For the issue of a plan (participants may have come or gone since shares were given out, or nothing was) and for a
    target whose value was changed. Call it with the plan held.
    """
    board = load_board(plan, plan.participants.get(depth=0))
    write_versions(board, wholes(board), start)
    if not plan.is_draft:
        return  # its leaves were made right when it was issued, and every share given out since keeps them so
    below = Exists(Participant.objects.filter(parent=OuterRef("participant")))
    rows = Allocation.objects.filter(~below, target__plan=plan, replaced=False, participant__depth__gt=0)
    Allocation.objects.bulk_update([_with_own(row) for row in rows if row.own != row.amount], ["own"], batch_size=500)


def _with_own(row):
    row.own = row.amount
    return row


def wholes(board):
    """What the rows of the top must say, where they do not: (participant, target) → fields. Nothing below the top."""
    if not board.is_root:
        return {}
    wanted = {}
    for target in board.targets:
        fields = {"amount": target.value} | ({"own": target.value} if board.is_leaf else {})
        if any(board.share(board.participant, target, name) != value for name, value in fields.items()):
            wanted[board.participant, target] = fields
    return wanted


def write_versions(board, wanted, start):
    """Write ``wanted`` ((participant, target) → fields) from ``start`` on."""
    fresh, kept, replaced = [], [], []
    for (participant, target), fields in wanted.items():
        old = board.standing(participant, target)
        if old is None or _needs_version(old, start):
            fresh.append(_version(old, participant, target, fields, start))
            if old and old.from_seq == start.seq:
                replaced.append(old.pk)
        else:
            kept.append(_changed(old, fields))
    told = _told(start) if not board.plan.is_draft else None
    if told:
        keep_shares([*replaced, *(row.pk for row in kept)], **told)
    _store(fresh, kept, replaced, draft=board.plan.is_draft)
    if told:
        keep_shares([row.pk for row in fresh], **told, existed=False)
    if not board.plan.is_draft and wanted:
        # From 0 on: what stood before the first period follows from the shares too (its whole, and its baseline).
        mark_cells_stale(board.plan.pk, [(participant.pk, target.pk) for participant, target in wanted])


def _told(start):
    verb = "adjust" if start.adjustment else "share"
    return {"verb": verb, "by": start.by, "at": timezone.now(), "adjustment": start.adjustment}


def _needs_version(old, start):
    """First shares are added to the version that stands; an adjustment leaves it as it was."""
    return start.adjustment is not None or old.from_seq < start.seq


def _version(old, participant, target, fields, start):
    content = {name: getattr(old, name) for name in CONTENT} if old else {}
    return Allocation(
        participant=participant, target=target, from_seq=start.seq, adjustment=start.adjustment, **content | fields
    )


def _changed(row, fields):
    for name, value in fields.items():
        setattr(row, name, value)
    return row


def _store(fresh, kept, replaced, *, draft):
    """Old versions make room first: one version in force for each cell and period, says a constraint."""
    if replaced:
        Allocation.objects.filter(pk__in=replaced).update(replaced=True)
    empty = {row.pk for row in kept if draft and all(getattr(row, name) is None for name in CONTENT)}
    if empty:  # so that a unit that owes nothing any more can leave the draft
        Allocation.objects.filter(pk__in=empty).delete()
    # By its key: far cheaper than an UPDATE with a thousand CASEs.
    if upsert := [row for row in kept if row.pk not in empty]:
        Allocation.objects.bulk_create(
            upsert, update_conflicts=True, unique_fields=["id"], update_fields=["amount", "own"]
        )
    if fresh:
        Allocation.objects.bulk_create(fresh)
