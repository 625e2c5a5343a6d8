"""Lights and bars in Django's templates: ``{% light s.light %}`` and ``{% bar s.completion s.pace s.light %}``."""

from decimal import Decimal

from django import template
from django.utils.safestring import SafeString

from pages.jinja import call_macro
from pages.lights import draw_light, light_name

register = template.Library()
register.filter("light_name", light_name)
register.simple_tag(draw_light, name="light")


@register.simple_tag
def bar(ratio: Decimal, pace: Decimal | None = None, colour: str = "", label: str = "") -> SafeString:
    """A completion as a bar, with a tick at ``pace``; ``label`` names what is completed to who does not see it."""
    return call_macro("components/lights.jinja", "bar", ratio, pace, colour, label)
