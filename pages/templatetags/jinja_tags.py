"""``{% table "returns/_return_rows.jinja" lines=lines %}``: a Jinja2 template as a part of a page of Django's."""

from typing import Any

from django import template
from django.template import Context, Engine
from django.utils.safestring import SafeString

from pages.jinja import render_jinja

register = template.Library()


@register.simple_tag(takes_context=True)
def table(context: Context, template_name: str, **values: Any) -> SafeString:
    """Render ``template_name`` with the ``values``. In it, ``part(name, …)`` renders one of Django's templates with the
    context of the page: what few rows have needs no second template."""

    def part(part_name: str, **more: Any) -> SafeString:
        with context.push(**more):
            return Engine.get_default().get_template(part_name).render(context)

    return render_jinja(template_name, {"part": part, **values})
