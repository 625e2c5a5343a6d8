"""The Jinja2 environment of the tables with hundreds of rows (docs/adr/0013-tables-in-jinja2.md).

A template ``*.jinja`` has the filters of the named tag libraries of Django's and the functions below. An unknown name
raises, so that a typing error is no blank cell.
"""

from typing import cast

from django.template import engines
from django.template.backends.django import DjangoTemplates
from django.urls import reverse
from django.utils.translation import gettext, pgettext
from jinja2 import Environment, StrictUndefined

from pages.lights import draw_light


def environment(*, libraries: list[str], **options) -> Environment:
    """What settings.TEMPLATES names; ``libraries`` are those whose filters the templates have."""
    made = Environment(**options | {"undefined": StrictUndefined}, trim_blocks=True, lstrip_blocks=True)
    known = cast(DjangoTemplates, engines["django"]).engine.template_libraries
    for name in libraries:
        made.filters |= known[name].filters
    made.globals |= {"_": gettext, "pgettext": pgettext, "light": draw_light, "url": reverse, "url_around": url_around}
    return made


def url_around(name: str, *args: str) -> tuple[str, str]:
    """What stands before and after the last argument of an address. Reversing each of a hundred takes 20 µs."""
    before, _mark, after = reverse(name, args=[*args, "CODE"]).rpartition("CODE")
    return before, after
