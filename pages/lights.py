"""The lights of completion and pace: their order, their names, and how they are drawn."""

from functools import cache, lru_cache

from django.utils.safestring import SafeString
from django.utils.translation import get_language, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from pages.jinja import call_macro

LIGHTS = ("blue", "green", "yellow", "red", "unmet", "grey")  # in the order of legends and tallies
NAMES = {
    "green": _("on pace"),
    "yellow": pgettext_lazy("light", "behind"),
    "red": _("far behind"),
    "blue": _("reached"),
    "unmet": _("not reached"),
    "grey": _("not reported"),
    "": _("no task"),
    "na": _("not applicable"),
    "summed": _("percentages, not to be summed"),
    "early": _("not due yet"),
}


def light_name(light: str) -> str:
    """The name of a light in the language of the page; "" is a unit that owes nothing (无任务).

    The last four are no lights: nothing is owed, or what is owed cannot be judged.
    """
    return _name_light(light, get_language())


@cache
def _name_light(light, _language):
    return str(NAMES[light])


def draw_light(light: str | None = "", compact: bool = False) -> SafeString:
    """A light as components/lights.jinja draws it; ``compact`` hides its name from the eye.

    Each is drawn once in a process: a table has up to a thousand, and the macro takes five times as long as this.
    """
    return _draw_light(light or "", bool(compact), get_language())


@lru_cache(maxsize=100)
def _draw_light(light, compact, language):
    return call_macro("components/lights.jinja", "light", light, compact)
