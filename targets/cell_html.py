"""A cell of a return as it is read: the share, a value, who typed it, how it stands.

In Python, not in templates: a return has a hundred of each, and a template takes twenty times as long. Whatever
people wrote goes through ``e``.
"""

from functools import lru_cache
from html import escape

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from pages.formats import MISSING, format_number, format_percent, format_points, not_applicable
from pages.lights import bar_html, light_html
from targets.models.report import Origin
from targets.models.target import Measure


def e(text):
    """The text as HTML shows it; where it is letters and digits alone there is nothing to look for."""
    text = str(text)
    return text if text.isalnum() else escape(text)


def day(date):
    return f"{date:%Y-%m-%d}" if date else ""


@lru_cache(maxsize=100)
def _word(text, language):
    return escape(_(text))


def word(text, language=None):
    """A word of ours, translated; looked up once for each language and not once for each cell. Who writes many cells
    gives the language of the page: asking for it costs more than the word."""
    return _word(text, language or get_language())


@lru_cache(maxsize=20)
def _measure(measure, language):
    return escape(str(Measure(measure).label))


def measure_word(measure, language=None):
    """How a target is reported, in words."""
    return _measure(measure, language or get_language())


def _words():
    """Those of this module, where the catalogues' check finds them."""
    return _("1 to be done"), _("done"), _("not done yet"), _("pace %(pace)s, gap %(gap)s"), _("room left %(left)s")


def share_html(line, language=None):
    """What the unit owes of the target."""
    if line.own is None:
        return MISSING
    if line.target.is_milestone:
        return word("1 to be done", language)
    at_most = "≤ " if line.target.direction == "at_most" else ""
    return f"{at_most}{format_number(line.own, line.share_places)}{e(line.target.scale)}"


def value_html(target, places, cell, shown=None):
    """What stands in a cell (None: nothing); ``shown`` is a ratio divided."""
    if cell is None:
        return MISSING
    if cell.na:
        reason = getattr(cell, "reason", "")
        return not_applicable() + (f' <span class="minor">{e(reason)}</span>' if reason else "")
    if cell.value is None:
        return MISSING
    if target.is_milestone:
        return _milestone(cell)
    if target.is_ratio:
        rate = (
            f' <span class="minor">{format_number(shown, target.decimals)}{e(target.scale)}</span>'
            if shown is not None
            else ""
        )
        return f"{format_number(cell.value, places)} / {format_number(cell.base, places)}{rate}"
    return format_number(cell.value, places)


def _milestone(cell):
    if cell.value != 1:
        return word("not done yet")
    done_on = getattr(cell, "done_on", None)
    return word("done") + (f' <span class="minor">{day(done_on)}</span>' if done_on else "")


def typed_html(cell, zone):
    """Who typed it, when (in the time of ``zone``), and from where unless it was the page."""
    from_where = f" · {e(Origin(cell.origin).label)}" if cell.origin != Origin.PAGE else ""
    at = cell.typed_at.astimezone(zone)
    return f"{e(cell.typist)} {at.month:02}-{at.day:02} {at.hour:02}:{at.minute:02}{from_where}"


def standing_html(line, language=None):
    """To date, as a number, a bar and a light, with the pace and the gap."""
    standing, absent = line.standing, line.known.absent
    light = light_html(standing.light, language=language) if not absent or standing.shown is not None else ""
    to_date = f'<span class="to-date">{_to_date(line, language)}</span>'
    parts = (to_date, _bar(line, language), light, _pace(line, language))
    return f'<div class="standing-in">{"".join(parts)}</div>'


def _to_date(line, language):
    shown, target = line.standing.shown, line.target
    if shown is None:
        return not_applicable() if line.known.absent else MISSING
    if target.is_milestone:
        return word("done" if shown == 1 else "not done yet", language)
    return f"{format_number(shown, target.decimals)}{e(target.scale)}"


def _bar(line, language):
    standing, target = line.standing, line.target
    if standing.completion is None or target.direction == "at_most" or target.is_milestone:
        return ""
    return bar_html(standing.completion, standing.pace, standing.light, language=language)


def _pace(line, language):
    standing, target = line.standing, line.target
    if standing.gap is not None and not target.is_milestone:
        words = word("pace %(pace)s, gap %(gap)s", language) % {
            "pace": format_percent(standing.pace),
            "gap": e(format_points(standing.gap, language=language)),
        }
    elif standing.distance is not None:
        words = word("room left %(left)s", language) % {"left": format_number(standing.distance, target.decimals)}
    else:
        return ""
    return f'<span class="pace minor">{words}</span>'
