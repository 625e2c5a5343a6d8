"""The number formats of ``pages.formats`` as filters and a tag of Django templates."""

from django import template

from pages import formats

register = template.Library()
register.filter("number", formats.format_number)
register.filter("plain", formats.format_plain)
register.filter("percent", formats.format_percent)
register.filter("points", formats.format_points)
register.filter("na", formats.replace_if_not_applicable)
register.filter("bar_length", formats.format_bar_length)
register.filter("tone", formats.state_tone)
register.filter("day", formats.format_day)
register.simple_tag(formats.not_applicable, name="na")
