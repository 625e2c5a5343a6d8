"""The lights and bars of ``pages.lights`` as tags of Django templates."""

from django import template
from django.utils.safestring import mark_safe

from pages.lights import bar_html, light_html

register = template.Library()


@register.simple_tag
def light_mark(light="", compact=False):
    return mark_safe(light_html(light, compact))


@register.simple_tag
def bar_mark(ratio, pace=None, light="", label=""):
    return mark_safe(bar_html(ratio, pace, light, label))
