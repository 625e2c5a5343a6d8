"""The light and the bar of a number, as every page draws them: a colour is never shown alone, and no style attribute
is used.

HTML in Python because a page has hundreds of them, and rendering a template for each costs as much as a whole row.
"""

from functools import lru_cache
from html import escape

from django.utils.translation import get_language, pgettext
from django.utils.translation import gettext as _

from pages.formats import format_bar_length, format_percent

LIGHTS = ("blue", "green", "yellow", "red", "grey")  # in the order of legends and tallies
SHAPES = {
    "green": '<circle cx="8" cy="8" r="7"/>',
    "yellow": '<path d="M8 1 15.5 14.5H.5z"/>',
    "red": '<path d="M8 .4 15.6 8 8 15.6.4 8z"/>',
    "blue": '<rect x="1" y="1" width="14" height="14" rx="3"/><path class="light-tick" d="m4.4 8.2 2.5 2.6 4.8-5.4"/>',
    "grey": '<circle class="light-hollow" cx="8" cy="8" r="6"/>',
    "none": '<path class="light-hollow" d="M3 8h10"/>',
}


def light_html(light, compact=False, language=None):
    """The light green, yellow, red, blue, grey, or (nothing: no task) none. ``compact`` hides its word from the eye."""
    return _light(light or "none", bool(compact), language or get_language())


@lru_cache(maxsize=100)
def _light(light, compact, language):
    word = escape(light_name(light))
    title, kind = (f' title="{word}"', "visually-hidden") if compact else ("", "light-word")
    return (
        f'<span class="light light-{light}"{title}><svg viewBox="0 0 16 16" width="14" height="14" aria-hidden="true" '
        f'focusable="false">{SHAPES[light]}</svg><span class="{kind}">{word}</span></span>'
    )


def light_name(light):
    """The name of a light in the language of the page; "" or "none" is a unit that owes nothing (无任务)."""
    return {
        "green": _("on pace"),
        "yellow": pgettext("light", "behind"),
        "red": _("far behind"),
        "blue": _("reached"),
        "grey": _("not reported"),
    }.get(light) or _("no task")


def bar_html(ratio, pace=None, light="", label="", language=None):
    """A completion as a bar: ``pace`` is a tick on it, ``light`` its colour. Lengths are SVG attributes."""
    done, (completion, pace_word) = format_percent(ratio), _bar_words(language or get_language())
    tick = said = ""
    if pace is not None and pace != "":
        said = f", {pace_word} {format_percent(pace)}"
        tick = f'<rect class="barline-pace" x="{format_bar_length(pace)}" width="1.2" height="10"/>'
    return (
        f'<span class="barline{f" bar-{light}" if light else ""}"><svg class="barline-track" viewBox="0 0 100 10" '
        f'preserveAspectRatio="none" role="img" aria-label="{escape(str(label or completion))} {done}{said}">'
        f'<rect class="barline-base" width="100" height="10"/>'
        f'<rect class="barline-fill" width="{format_bar_length(ratio)}" height="10"/>{tick}</svg>'
        f'<span class="barline-value" aria-hidden="true">{done}</span></span>'
    )


@lru_cache(maxsize=10)
def _bar_words(language):
    return escape(_("completion")), escape(_("pace"))
