"""The tag of ``pages.slots``."""

from django import template
from django.utils.safestring import SafeString, mark_safe

from pages import slots

register = template.Library()


@register.simple_tag(takes_context=True)
def slot(context: template.RequestContext, name: str) -> SafeString:
    """Render the templates that are registered for this slot, each with the context of the page."""
    page = context.template
    assert page is not None  # while a template is rendered
    return mark_safe("".join(page.engine.get_template(each).render(context) for each in slots.templates_of(name)))
