"""The split of one column: what each unit below would get, evenly or in proportion. Nothing is saved."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from audit.errors import Refused
from targets.models import Target
from targets.shares.board import AllocationBoard, cell_key
from targets.shares.queries.allocation import AREAS
from targets.shares.queries.each_values import read_each_values
from targets.shares.splitting import SplitRule, proportional_split, remainder, split_rule

MAX_NAMED = 6  # units named in a message


def list_areas(board: AllocationBoard) -> list[Any]:
    """The units below among which a target is split: federations and zones, everybody where there are none."""
    return [child for child in board.children if child.kind in AREAS] or board.children


def split_column(
    board: AllocationBoard,
    target: Target,
    values: Mapping[str, Decimal | None],
    weights: Mapping[int, Decimal] | None = None,
    *,
    sure: bool = False,
) -> dict[str, Decimal]:
    """Key → Decimal for each unit of the column, given what now stands in its boxes (``values``: key → number or None).

    What adds up is split over the areas after the own share and what offices and members have: evenly, or in proportion
    to ``weights`` (participant id → number) by largest remainder, so that the parts have the target's decimals and meet
    the whole. A rate or a bound is the same for each; a milestone is 1 for each; what each must reach to be counted is
    what stands in the column, or in the plan's document. Raises Refused when there is nothing
    to split, and with the code "few" when somebody would get nothing and nobody has said ``sure``.
    """
    areas = list_areas(board)
    keys = [cell_key(target, child) for child in areas]
    rule = split_rule(target)
    whole = Decimal(1) if rule is SplitRule.OWNER else board.total_to_split(target)
    if rule is SplitRule.EACH and keys:
        return dict.fromkeys(keys, _find_each_value(board, target, [values.get(key) for key in keys]))
    if whole is None or not keys:
        raise Refused(_("There is no whole number here that could be split."))
    if rule is not SplitRule.SPLIT:
        return dict.fromkeys(keys, whole)
    prefix = f"{target.code}:"
    rest = remainder(whole, [v for k, v in values.items() if k.startswith(prefix) and k not in keys])
    assert rest is not None  # there is a whole
    shares = [Decimal(1)] * len(keys) if weights is None else [_weight(weights, child) for child in areas]
    try:
        parts = proportional_split(rest, shares, target.decimals)
    except ValueError as error:
        raise Refused(_("The own share and the offices take more than the whole: nothing is left to split.")) from error
    if not sure:
        _require_enough(target, rest, shares, parts)
    return dict(zip(keys, parts, strict=True))


def _find_each_value(board, target, typed):
    """What each unit must reach: the one number that stands in the column, else that of the plan."""
    found = {number for number in typed if number is not None}
    if not found:
        found = {number for pk, number in read_each_values(board.plan).items() if pk == target.pk}
    if not found:
        raise Refused(_("Write what each must reach into one cell of this column, then press the button again."))
    if len(found) > 1:
        names = "、".join(format(number.normalize(), "f") for number in sorted(found))
        raise Refused(
            _("There are different numbers in this column (%(names)s). Leave one of them.") % {"names": names}
        )
    return found.pop()


def require_weights(areas: list[Any], weights: Mapping[int, Decimal | None]) -> dict[int, Decimal]:
    """``weights`` as numbers, one for each area. Raises Refused naming the areas without one, or when all are 0."""
    missing = [child.short_name for child in areas if weights.get(child.pk) is None]
    if missing:
        names = "、".join(missing[:MAX_NAMED]) + ("…" if len(missing) > MAX_NAMED else "")
        message = _("There is no figure for %(number)s units: %(names)s.")
        raise Refused(message % {"number": len(missing), "names": names}, code="weights")
    found = {child.pk: weights[child.pk] or Decimal(0) for child in areas}
    if not any(found.values()):
        raise Refused(_("All figures are 0: nothing can be split in proportion to them."), code="weights")
    return found


def _weight(weights, child):
    return weights[child.pk]


def _require_enough(target, rest, shares, parts):
    """Raise Refused (code "few") when something is split and somebody who should have a part gets none of it."""
    empty = sum(1 for weight, part in zip(shares, parts, strict=True) if weight and not part)
    if rest and empty:
        words = {
            "rest": format(rest.normalize(), "f"), "unit": target.unit, "number": len(parts), "empty": empty,
        }  # fmt: skip
        message = _("%(rest)s %(unit)s for %(number)s units: %(empty)s of them would get 0. Split it all the same?")
        raise Refused(message % words, code="few")
