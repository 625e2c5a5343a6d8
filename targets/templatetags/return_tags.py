"""What the pages of returns show of their cells: ``cell_html`` and ``row_html`` as tags."""

from django import template
from django.utils.safestring import mark_safe
from django.utils.timezone import get_current_timezone
from django.utils.translation import get_language

from targets import cell_html
from targets.row_html import Row, Sheet, history_around

register = template.Library()


@register.simple_tag
def cell_share(line):
    return mark_safe(cell_html.share_html(line))


@register.simple_tag
def cell_value(line, cell, shown=None):
    return mark_safe(cell_html.value_html(line.target, line.places, cell or None, shown))


@register.simple_tag
def cell_standing(line):
    return mark_safe(cell_html.standing_html(line))


@register.simple_tag(takes_context=True)
def edit_rows(context, lines):
    """A row for each line; what only few have (objections, a note, files) stands in templates."""
    around = history_around(context["plan"].code, context["period"].code, context["unit"].code)
    sheet = Sheet(around, context["period"].end, get_language(), get_current_timezone())
    rows = []
    for line in lines:
        objections = _part(context, "_return_objections", objections=line.objections) if line.objections else ""
        rows.append(Row(line, sheet).html(objections))
        cell = line.cell
        if line.objections or line.evidence or (cell and (cell.na or cell.note)):
            code = line.target.code
            rows.append(_part(context, "_return_more", line=line, cell=cell, code=code, shows=1))
    return mark_safe("".join(rows))


def _part(context, name, **words):
    with context.push(**words):
        return context.template.engine.get_template(f"returns/{name}.html").render(context)
