"""From which period a change of allocations counts, and whether it needs an adjustment with reason and document."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext as _

from accounts.models import Person
from audit.errors import Refused
from plans.models import Period
from plans.templatetags.period_tags import period_name
from targets.models import Adjustment, Figure
from targets.shares.board import AllocationBoard

ENDED = (Period.State.CLOSED, Period.State.LOCKED)


@dataclass(frozen=True)
class EffectiveStart:
    """A change takes effect at period ``seq``; with an ``adjustment`` the earlier version is kept."""

    seq: int = 1
    adjustment: Adjustment | None = None
    by: Person | None = None


def determine_effective_start(
    board: AllocationBoard,
    changes: Sequence[Any],
    *,
    by: Person,
    from_seq: int | None,
    reason: str,
    document_number: str,
) -> EffectiveStart:
    """The ``EffectiveStart`` of these changes.

    First allocations of an issued plan take effect in the first period that has not ended, and can be corrected until
    one opens in which they count (``AllocationBoard.is_given``). As soon as one cell was given out before, all of them
    are one adjustment: a share that moves from one unit to another must take effect in
    one period, or the parts would not add up in between. Raises Refused with the fields that an adjustment lacks.
    """
    if board.plan.is_draft:
        return EffectiveStart()
    periods = list(board.plan.periods.order_by("seq"))
    if _is_adjustment(board, changes) or reason.strip() or document_number.strip():
        _require_complete_adjustment(board, changes, periods, from_seq, reason, document_number)
        assert from_seq is not None  # else refused above
        row = Adjustment(
            plan=board.plan, from_seq=from_seq, reason=reason.strip(), document_number=document_number.strip(), by=by
        )
        row.save()
        return EffectiveStart(from_seq, row, by)
    if from_seq is None or not _is_not_locked(periods, from_seq):
        from_seq = _first_open_period(periods)
    return EffectiveStart(from_seq, by=by)


def _is_adjustment(board, changes):
    return any(board.is_given(change.participant, change.target, change.name) for change in changes)


def _is_not_locked(periods, seq):
    return any(p.seq == seq and p.state != Period.State.LOCKED for p in periods)


def _first_open_period(periods):
    for period in periods:
        if period.state not in ENDED:
            return period.seq
    raise Refused(_("All periods of this plan have ended: nothing more can be allocated."), code="state")


def _require_complete_adjustment(board, changes, periods, from_seq, reason, document_number):
    missing = {}
    if from_seq is None:
        missing["from_seq"] = _("Say from which period it counts.")
    elif not _is_not_locked(periods, from_seq):
        missing["from_seq"] = _("This period is locked: its numbers are published. Choose a later one.")
    if not reason.strip():
        missing["reason"] = _("Say why.")
    if not document_number.strip():
        missing["document_number"] = _("Give the number of the document.")
    elif len(document_number.strip()) > 64:
        missing["document_number"] = _("At most 64 characters.")
    if missing:
        message = _("These shares were given out already. They change only by an adjustment: say from which period, why, and by which document.")  # fmt: skip  # noqa: E501
        raise Refused(message, cells=missing | _reported_cells(changes), code="adjustment")
    if earlier := _cells_with_later_version(board, changes, from_seq, {p.seq: p.name for p in periods}):
        message = _("Some cells already have a version that counts from a later period.")
        raise Refused(message, cells=earlier, code="adjustment")


def _reported_cells(changes):
    """Messages for the cells that lose their share although figures were reported for them."""
    gone = {(c.participant.pk, c.target.pk): c.key for c in changes if c.after is None}
    if not gone:
        return {}
    figures = Figure.objects.filter(
        Q(value__isnull=False) | Q(na=True),
        report__participant__in={p for p, _t in gone},
        target__in={t for _p, t in gone},
    )
    names = defaultdict(list)
    for participant, target, code in figures.order_by("report__period__seq").values_list(
        "report__participant_id", "target_id", "report__period__code"
    ):
        if (participant, target) in gone:
            names[gone[participant, target]].append(period_name(code))
    message = _("Has figures in %(periods)s, so it can only be taken back by an adjustment.")
    return {key: message % {"periods": "、".join(found)} for key, found in names.items()}


def _cells_with_later_version(board, changes, from_seq, names):
    cells = {}
    for change in changes:
        row = board.latest_version(change.participant, change.target)
        if row and row.from_seq > from_seq:
            cells[change.key] = _("Has a version from %(period)s on: choose that period or a later one.") % {
                "period": names.get(row.from_seq, row.from_seq)
            }
    return cells
