"""The check that every plan has, with rules or without: what the page warns of needs a written reason."""

from typing import Any

from django.utils.translation import gettext as _

from targets.checks.families.formatting import format_number
from targets.checks.families.types import CheckContext, RuleTerms
from targets.values.oddities import find_oddity, name_oddity


def check(terms: RuleTerms, target: Any, context: CheckContext) -> str:
    """The warning beside the cell, with the numbers that it is about: a reason is of these."""
    cell, last = context.cell(target), context.earlier(target).last
    kind, text = name_oddity(target, cell, last)
    if not kind or target.is_milestone:
        return text
    words = {"now": _format_cell(target, cell), "text": text}
    if kind == "whole" or last is None:
        return _("%(now)s: %(text)s") % words
    return _("%(now)s, the last time %(last)s: %(text)s") % (words | {"last": _format_cell(target, last)})


def is_odd(target: Any, context: CheckContext) -> bool:
    """Whether anything is found: of nearly all figures nothing is."""
    return bool(find_oddity(target, context.cell(target), context.earlier(target).last))


def find_kind(target: Any, context: CheckContext) -> str:
    """The kind of rule that finds the same, or another word, or "" where nothing is found."""
    return name_oddity(target, context.cell(target), context.earlier(target).last)[0]


def _format_cell(target, cell):
    if target.is_ratio:
        return f"{format_number(cell.value)} ÷ {format_number(cell.base)}"
    return format_number(cell.value)
