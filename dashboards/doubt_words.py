"""Doubts about numbers as the pages of totals say them: whose number, which target, and the reason."""

from collections.abc import Sequence

from django.utils.translation import gettext as _

from plans.models import Participant
from targets.doubts.queries.period_doubts import PlacedDoubt
from targets.doubts.words import describe_doubt

MAX_REASONS = 3


def describe_placed(placed: PlacedDoubt, seen_at: Participant) -> str:
    """The unit, unless it is the one whose page or row this is, the target and the reason."""
    target, unit = placed.target, placed.participant
    what = f"{target.code} {target.name}" if target else _("The whole return")
    who = "" if unit.pk == seen_at.pk else f"{unit.short_name} "
    return f"{who}{what}：{describe_doubt(placed.doubt, target.measure if target else '')}"


def describe_several(doubts: Sequence[PlacedDoubt], seen_at: Participant) -> str:
    """The first reasons, and how many more there are; "" without any."""
    words = [describe_placed(each, seen_at) for each in doubts[:MAX_REASONS]]
    if len(doubts) > MAX_REASONS:
        words.append(_("and %(count)s more") % {"count": len(doubts) - MAX_REASONS})
    return " ".join(words)
