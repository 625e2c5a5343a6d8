"""The split of all columns that are still empty, to be looked at before it is filled in. Nothing is saved."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from django.utils.translation import gettext as _

from audit.errors import Refused
from pages.formats import format_number
from targets.models import Target
from targets.shares.board import AllocationBoard, cell_key
from targets.shares.queries.column_split import split_column
from targets.shares.queries.split_bases import EVENLY, SplitBases
from targets.shares.splitting import SplitRule, split_rule


@dataclass(frozen=True)
class ProposedColumn:
    """What would be filled in for one target (``cells``: key → number), or nothing; ``text`` says which, or why not."""

    target: Target
    text: str
    cells: dict[str, Decimal] = field(default_factory=dict)


def propose_all_columns(
    board: AllocationBoard, bases: SplitBases, code: str, *, values: Mapping[str, Decimal | None], brought: str = ""
) -> list[ProposedColumn]:
    """What the split of every column by the basis ``code`` would fill in, in the plan's order.

    A column in which something stands is left alone, as is one that cannot be split so, each with the reason. What
    does not add up gets the same for each, whatever the basis. Raises Refused when the basis itself cannot be used.
    """
    return [_propose_column(board, bases, target, code, values, brought) for target in board.targets]


def _propose_column(board, bases, target, code, values, brought):
    keys = [cell_key(target, child) for child in bases.areas]
    if any(values.get(key) is not None for key in keys):
        return ProposedColumn(target, _("has numbers already: left as it is"))
    adds_up = split_rule(target) is SplitRule.SPLIT
    try:
        weights = bases.read_weights(target, code if adds_up else EVENLY, values=values, brought=brought)
        parts = split_column(board, target, values, weights)
    except Refused as refused:
        return ProposedColumn(target, _describe_few(board, target) if refused.code == "few" else str(refused.message))
    return ProposedColumn(target, _describe_parts(target, list(parts.values()), adds_up), parts)


def _describe_few(board, target):
    """Why a number that is too small for all units below is not split, and what to do instead."""
    whole = board.total_to_split(target)
    ends = [whole, target.value2] if board.is_root and target.value2 is not None else [whole]
    words = {"whole": "—".join(map(format_number, ends)), "unit": target.scale or target.unit}
    few = _("%(whole)s %(unit)s: usually done by the unit itself or by an office; write it for one unit")
    return few % words


def _describe_parts(target, parts, adds_up):
    low, high = format_number(min(parts)), format_number(max(parts))
    words = {"each": low if low == high else f"{low}—{high}", "n": len(parts), "unit": target.scale or target.unit}
    if not adds_up:
        return _("%(each)s %(unit)s for each of %(n)s units") % words
    return _("%(n)s units, each %(each)s, together %(sum)s %(unit)s") % (words | {"sum": format_number(sum(parts))})
