"""What the pages of a return say of a target, as plain text in the language of the page: the share, the values, how it
stands. Templates put the markup around it and escape it."""

from decimal import Decimal
from typing import NamedTuple

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from pages.formats import MISSING, Rounding, format_number, format_percent, format_plain, format_points
from targets.models.report import Origin
from targets.models.target import RollUp
from targets.returns.queries.return_page import ReturnTargetLine
from targets.totals.descriptions import describe_done_on, describe_overdue, describe_start, describe_unjudged


class ValueText(NamedTuple):
    """A value as text. ``minor`` stands beside it in small letters: a rate, a date, or why it is not applicable."""

    text: str
    minor: str = ""
    na: bool = False


class StandingText(NamedTuple):
    """``to_date`` is the number to date, or with ``na`` that it is not applicable. ``pace`` says how far it is from the
    pace or from its limit, and from which baseline it counts; or is ""."""

    to_date: str
    na: bool
    shows_bar: bool
    shows_light: bool
    pace: str


def share_text(line: ReturnTargetLine) -> str:
    """What the unit owes of the target."""
    if line.own is None:
        return MISSING
    if line.target.is_milestone:
        return _("1 to be done")
    at_most = "≤ " if line.target.direction == "at_most" else ""
    return f"{at_most}{format_number(line.own, line.share_places)}{line.target.scale}"


def value_text(line: ReturnTargetLine, cell, shown: Decimal | None = None) -> ValueText:
    """What ``cell`` (None: nothing) holds of the line's target; ``shown`` is a ratio divided."""
    if not cell:
        return ValueText(MISSING)
    if cell.na:
        return ValueText(_("not applicable"), getattr(cell, "reason", ""), na=True)
    if cell.value is None:
        return ValueText(MISSING)
    target, places = line.target, line.places
    if target.is_milestone:
        done = cell.value == 1
        return ValueText(_done_word(done), describe_done_on(target, getattr(cell, "done_on", None)) if done else "")
    if target.is_ratio:
        rate = "" if shown is None else f"{format_number(shown, _rate_rounding(line))}{target.scale}"
        return ValueText(f"{format_number(cell.value, places)} / {format_number(cell.base, places)}", rate)
    return ValueText(format_number(cell.value, places))


def typed_number(line: ReturnTargetLine, name: str) -> str:
    """The number ``name`` of the line's cell as its input holds it; "" for none."""
    return format_plain(getattr(line.cell, name, None), line.places)


def typed_text(cell) -> str:
    """Who typed ``cell``, when (in the page's time zone), and from where unless it was the page; "" for no cell."""
    if not cell:
        return ""
    origin = f" · {Origin(cell.origin).label}" if cell.origin != Origin.PAGE else ""
    return f"{cell.typist} {timezone.localtime(cell.typed_at):%m-%d %H:%M}{origin}"


def standing_text(line: ReturnTargetLine) -> StandingText:
    """How the line stands to date. An "at most" and a milestone have no bar; where ``na`` says it, no light."""
    standing, known, target = line.standing, line.known, line.target
    assert standing is not None  # only the history of a figure has lines without the two
    assert known is not None
    bar = standing.completion is not None and target.direction != "at_most" and not target.is_milestone
    na = standing.shown is None and known.absent
    to_date = _("not applicable") if na else _number_text(line, standing.shown)
    if line.blank:  # it is judged once something stands there
        return StandingText(to_date, na, shows_bar=False, shows_light=False, pace=describe_start(standing, target))
    describe = (_own_number_text, _pace_text, describe_overdue, describe_start, describe_unjudged)
    facts = [function(standing, target) for function in describe]
    return StandingText(to_date, na, bar, not na, pgettext("between phrases", ", ").join(filter(None, facts)))


def _number_text(line, number):
    target = line.target
    if number is None:
        return MISSING
    if target.is_milestone:
        return _done_word(number == 1)
    return f"{format_number(number, _rate_rounding(line) if target.is_ratio else target.decimals)}{target.scale}"


def _rate_rounding(line):
    """A rate is never rounded to what it has not reached: the share, nothing, the whole."""
    return Rounding(line.target.decimals, line.standing.bounds if line.standing else (Decimal(0),))


def _done_word(done):
    return _("done") if done else _("not done yet")


def _own_number_text(_standing, target):
    """Where the totals above count units: that this is the unit's own number all the same."""
    return _("this unit's own number; totals count the units that reached theirs") if is_counted(target) else ""


def is_counted(target) -> bool:
    """Whether totals count the units that reached the target, instead of summing what they reported."""
    return target.rollup == RollUp.UNITS_REACHED


def _pace_text(standing, target):
    if standing.gap is not None and not target.is_milestone:
        facts = {"pace": format_percent(standing.pace), "gap": format_points(standing.gap, standing.gap_bounds)}
        return _("pace %(pace)s, gap %(gap)s") % facts
    if standing.distance is not None:
        number = format_number(abs(standing.distance), Rounding(target.decimals))
        return (_("room left %(n)s") if standing.met else _("beyond the limit by %(n)s")) % {"n": number}
    return ""
