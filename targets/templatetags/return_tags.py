"""What a return says of a target: in Django's templates as tags, in Jinja2's as filters and macros."""

from django import template
from django.utils.safestring import SafeString

from pages.jinja import call_macro
from targets.models.target import Measure, Target
from targets.returns.queries.return_page import ReturnTargetLine
from targets.returns.texts import share_text, standing_text, typed_number, typed_text, value_text
from targets.totals.descriptions import describe_done_on, describe_overdue, describe_start

MACROS = "returns/values.jinja"
register = template.Library()
for function in (share_text, standing_text, typed_number, typed_text, value_text):
    register.filter(function.__name__, function)


register.filter("start_text", describe_start)
register.filter("overdue_text", describe_overdue)
register.filter("done_on_text", describe_done_on)


@register.filter
def measure_name(target: Target) -> str:
    """How a target is reported. Django's ``get_measure_display`` takes ten times as long."""
    return str(Measure(target.measure).label)


@register.simple_tag
def return_value(line: ReturnTargetLine, cell, shown=None) -> SafeString:
    """What ``cell`` holds; ``shown`` is a ratio divided."""
    return call_macro(MACROS, "value", line, cell, shown)


@register.simple_tag
def return_standing(line: ReturnTargetLine) -> SafeString:
    """How the line stands to date, as a number, a bar and a light, with the pace and the gap."""
    return call_macro(MACROS, "standing", line)
