"""``{% read_home_overview as overview %}``: the overview for the slot of the first page."""

from typing import Any

from django import template

from dashboards.views.overview import build_home_context

register = template.Library()


@register.simple_tag(takes_context=True)
def read_home_overview(context: template.Context) -> dict[str, Any]:
    """The context of ``build_home_context`` for the person who asks for the page."""
    return build_home_context(context["request"])
