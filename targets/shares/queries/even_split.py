"""An even split of one column: what each unit would get. Nothing is saved."""

from collections.abc import Mapping
from decimal import Decimal

from django.utils.translation import gettext as _

from audit.errors import Refused
from targets.models import Target
from targets.shares.board import AllocationBoard, cell_key
from targets.shares.queries.allocation import AREAS
from targets.shares.splitting import SplitRule, even_split, remainder, split_rule


def split_column_evenly(
    board: AllocationBoard, target: Target, values: Mapping[str, Decimal | None]
) -> dict[str, Decimal]:
    """Key → Decimal for each unit of the column, given what now stands in its boxes (``values``: key → number or None).

    What adds up is split over the areas (federations and zones; over everybody where there are none) after the own
    share and what offices and members have; a rate or a bound is the same for each; a milestone is 1 for each. Raises
    Refused when there is nothing to split.
    """
    areas = [child for child in board.children if child.kind in AREAS] or board.children
    keys = [cell_key(target, child) for child in areas]
    rule = split_rule(target)
    whole = Decimal(1) if rule is SplitRule.OWNER else board.total_to_split(target)
    if whole is None or not keys or rule is SplitRule.EACH:
        raise Refused(_("There is no whole number here that could be split."))
    if rule is not SplitRule.SPLIT:
        return dict.fromkeys(keys, whole)
    suffix = f"{target.code}:"
    rest = remainder(whole, [v for k, v in values.items() if k.startswith(suffix) and k not in keys])
    assert rest is not None  # there is a whole
    try:
        return dict(zip(keys, even_split(rest, len(keys), target.decimals), strict=True))
    except ValueError as error:
        raise Refused(_("The own share and the offices take more than the whole: nothing is left to split.")) from error
