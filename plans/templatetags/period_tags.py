"""A template filter for names of periods."""

from django import template
from django.utils.translation import get_language

from plans import calendar

register = template.Library()


@register.filter
def period_name(code: str | None) -> str:
    """The name of the period with this code, as 2020年三季度; empty for no code."""
    return calendar.period_name(code, chinese=(get_language() or "zh").startswith("zh")) if code else ""
