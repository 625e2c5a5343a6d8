"""The number formats of ``pages.formats`` as filters, and what stands in place of a number."""

from django import template
from django.utils.safestring import SafeString

from pages import formats
from pages.jinja import call_macro

register = template.Library()
register.filter("number", formats.format_number)
register.filter("plain", formats.format_plain)
register.filter("percent", formats.format_percent)
register.filter("points", formats.format_points)
register.filter("bar_length", formats.format_bar_length)
register.filter("tone", formats.state_tone)
register.filter("day", formats.format_day)


@register.simple_tag(name="na")
def not_applicable() -> SafeString:
    return call_macro("components/numbers.jinja", "not_applicable")


@register.filter(name="na")
def replace_if_not_applicable(text: str, flag: bool) -> str:
    """Not applicable is neither blank nor zero: the words replace the number."""
    return not_applicable() if flag else text
