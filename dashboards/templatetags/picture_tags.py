"""Pictures in Django's templates: ``{% picture bars label %}``."""

from typing import Any

from django import template
from django.utils.safestring import SafeString

from dashboards.charts.tiles import PlacedGroup
from pages.jinja import render_jinja

register = template.Library()


@register.simple_tag
def picture(picture: Any, label: str, kind: str = "") -> SafeString:
    """A picture of ``dashboards/charts`` within the page; ``label`` says what it shows to who does not see it, ``kind``
    is a further class."""
    values = {"picture": picture, "label": label, "kind": kind, "linked": False}
    return render_jinja("dashboards/pictures/inline.jinja", values)


@register.simple_tag
def tile_group(group: PlacedGroup) -> SafeString:
    """A group of tiles as a picture of its own, whose tiles are links."""
    return render_jinja("dashboards/pictures/inline_group.jinja", {"picture": group, "linked": True})
