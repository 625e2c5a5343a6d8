"""The parts of a whole: together they equal it (男 + 女 = 合计), or are not more than it (其中)."""

from typing import Any

from django.utils.translation import gettext as _

from targets.checks.families.formatting import format_number
from targets.checks.families.types import ZERO, CheckContext, RuleTerms
from targets.models.target import Measure

PART_NAMES_MAX_LENGTH = 200  # characters of the parts by their names; beyond that their codes are shown


def applies_to(target: Any) -> bool:
    return target.measure not in (Measure.RATIO, Measure.MILESTONE)


def check(terms: RuleTerms, whole: Any, context: CheckContext) -> str:
    """What is wrong with the whole, or ""; "" also while a part is blank.

    Numbers that are counted differently (by a later change of the plan) are not added up. A part that is not applicable
    counts as nothing. A part that this unit does not report may have any value, so the sum of the others can only be
    found to exceed the whole.
    """
    ours = [part for part in terms.parts if part.pk in context.targets]
    if any(part.measure != whole.measure for part in terms.parts):
        return ""
    cell = context.cell(whole)
    if cell is None or not ours or any(context.cell(part) is None for part in ours):
        return ""
    absent = [part for part in ours if context.cell(part).na]
    counted = [part for part in ours if part not in absent]
    total = sum((context.cell(part).value for part in counted), ZERO)
    exact = terms.exact and len(ours) == len(terms.parts)
    if not _is_violated(cell, total, exact):
        return ""
    words = {
        "sum": _format_sum(counted, total, context),
        "whole": whole.name,
        "value": "" if cell.na else format_number(cell.value),
        "absent": _format_absent(absent),
    }
    if cell.na:
        return _("%(sum)s, but %(whole)s is not applicable%(absent)s") % words
    if exact:
        return _("%(sum)s, which is not %(whole)s %(value)s%(absent)s") % words
    return _("%(sum)s, more than %(whole)s %(value)s%(absent)s") % words


def _is_violated(cell, total, exact):
    if cell.na:
        return total > 0
    return total != cell.value if exact else total > cell.value


def describe(terms: RuleTerms) -> str:
    parts = " + ".join(part.name for part in terms.parts)
    whole = terms.target.name if terms.target else ""
    if terms.exact:
        return _("%(parts)s = %(whole)s") % {"parts": parts, "whole": whole}
    return _("%(parts)s are not more than %(whole)s") % {"parts": parts, "whole": whole}


def _format_sum(parts, total, context):
    """男 3 + 女 5 = 8; one part is its own sum."""
    by_name = [f"{part.name} {format_number(context.value(part))}" for part in parts]
    by_code = [f"{part.code} {format_number(context.value(part))}" for part in parts]
    addends = by_name if sum(map(len, by_name)) <= PART_NAMES_MAX_LENGTH else by_code
    left = " + ".join(addends)
    return left if len(parts) == 1 else f"{left} = {format_number(total)}" if parts else format_number(total)


def _format_absent(parts):
    if not parts:
        return ""
    return _(" (%(names)s: not applicable, counted as nothing)") % {"names": "、".join(part.name for part in parts)}
