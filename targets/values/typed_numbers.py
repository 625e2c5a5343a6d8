"""Parse numbers as people type them: full-width digits, thousands separators, spaces. Anything else is an error."""

import unicodedata
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from sheets.figures.number_text import (
    DATE_OR_POWER,
    NA,
    NOTHING,
    NUMBER,
    NUMBER_AND_SIZE,
    NUMBER_AND_UNIT,
    RATE,
    REMARK,
    SEVERAL_NUMBERS,
    SIZES,
    has_marks,
    plain_number_text,
)
from targets.models.numbers import LIMIT
from targets.models.target import Measure

REASON_MAX_LENGTH = 200  # of why something is not applicable


class UnreadableNumber(ValueError):
    """What was typed is not a number that this target can have. The message is for the person, without the cell."""


def read_share(raw: object, target: Any) -> Decimal | None:
    """As ``read_number``, for what is promised.

    A milestone's share of a unit with others below it is the number of owners there, so any whole number is read.
    """
    return read_number(raw, target, single=False)


def read_number(raw: object, target: Any, *, single: bool = True) -> Decimal | None:
    """``raw`` (text, int, float, Decimal or None) as an exact Decimal; None when it is blank.

    The target's own unit may stand behind it (7000人次). Raises UnreadableNumber for another unit, what is no number,
    is negative, has more decimals than the target, or is out of range.
    A float (from a spreadsheet) is read by its shortest form, so that 0.1 is one tenth.
    """
    text = plain_number_text(raw)
    if not text:
        return None
    if text in NOTHING:  # ambiguous: zero, unknown or not applicable
        raise UnreadableNumber(
            _("“%(text)s” is not a number: write 0, or say that it is not applicable.") % {"text": text}
        )
    if fault := _describe_signs(text, target, promised=not single):
        raise UnreadableNumber(fault)
    text = _without_unit(text, _units_of(target, promised=not single))
    if not NUMBER.fullmatch(text):
        raise UnreadableNumber(_("“%(text)s” is not a number.") % {"text": str(raw).strip()[:40]})
    number = Decimal(text.replace(",", ""))
    check_number(number, target, single=single, promised=not single)
    return number


def _units_of(target, *, promised):
    """The units that may stand behind a number of this target. What is reported for a ratio are two counts, which have
    no unit of their own; what is promised of one is in its scale."""
    if target.measure == Measure.RATIO:
        names = [target.unit, target.scale] if promised else []
    else:
        names = [getattr(target, "unit", "")]
    return [plain_number_text(name) for name in names if name]


def _describe_signs(text, target, *, promised):
    """What is to be taken away or written instead, where that can be said of a text that is no number; else ""."""
    words = {"text": text[:40], "signs": "".join(each for each in text if unicodedata.category(each) == "No")}
    if words["signs"]:
        return _("“%(text)s” is not a number: take away %(signs)s.") % words
    if SEVERAL_NUMBERS.fullmatch(text):
        return _("“%(text)s” is more than one number: take away the blanks between the digits.") % words
    if DATE_OR_POWER.fullmatch(text):
        return _("“%(text)s” is not a number: write digits only, such as 1200.") % words
    if found := REMARK.fullmatch(text):
        words["signs"] = found[1]
        return _("“%(text)s” is not a number: take away %(signs)s; remarks go into the note.") % words
    if target.measure == Measure.RATIO and not promised and RATE.fullmatch(text):
        return _("“%(text)s” is a rate: write how many there are, in the numerator and in the denominator.") % words
    if in_full := _write_in_full(text, target):
        return _("“%(text)s”: write the number in full, %(number)s.") % (words | {"number": in_full})
    if target.measure == Measure.RATIO and not promised and NUMBER_AND_UNIT.fullmatch(text):
        return _("“%(text)s”: write the number alone, without a word behind it.") % words
    return ""


def _write_in_full(text, target):
    """1.2万 as 12000; "" for any other text, and where the target itself is counted in such a unit (万元)."""
    found, unit = NUMBER_AND_SIZE.fullmatch(text), plain_number_text(getattr(target, "unit", ""))
    if not found or unit.startswith(found[2]) or not (target.measure == Measure.RATIO or found[3] in ("", unit)):
        return ""
    number = Decimal(found[1].replace(",", "")).scaleb(sum(SIZES[each] for each in found[2]))
    return format(number.normalize(), "f")


def _without_unit(text, units):
    """``text`` without one of these units behind its number. Raises UnreadableNumber for any other word there."""
    found = NUMBER_AND_UNIT.fullmatch(text)
    if not found or not units or has_marks(text):
        return text
    if found[2] in units:
        return found[1]
    raise UnreadableNumber(
        _("“%(text)s”: this target is counted in %(unit)s. Write the number alone, in this unit.")
        % {"text": text[:40], "unit": units[0]}
    )


def check_number(number: Decimal, target: Any, *, single: bool = True, promised: bool = False) -> None:
    """Raise UnreadableNumber when this target cannot have this number.

    ``single`` is whether it is one unit's own: then a milestone is 0 or 1. ``promised``: of a ratio it is a rate, and
    not one of the two counts that are reported.
    """
    is_part = not promised and target.measure == Measure.RATIO
    places = target.part_decimals if is_part else decimals_of(target)
    if not Decimal(number).is_finite():  # nothing is less than "NaN", and nothing more
        raise UnreadableNumber(_("“%(text)s” is not a number.") % {"text": number})
    if number < 0:
        raise UnreadableNumber(_("The number must not be negative."))
    if number >= LIMIT:
        raise UnreadableNumber(_("The number is too large."))
    if number != round(number, places):
        if is_part and places == 0:
            words = _(
                "Numerator and denominator are counts here: write whole numbers, without decimals. Where they are "
                "areas or amounts, the planner changes the target's “decimals of numerator and denominator”."
            )
            raise UnreadableNumber(words)
        if places == 0:
            raise UnreadableNumber(_("A whole number is needed, without decimals."))
        raise UnreadableNumber(_("At most %(places)s decimals.") % {"places": places})
    if single and target.measure == Measure.MILESTONE and number not in (0, 1):
        raise UnreadableNumber(_("A milestone is 1 (done) or 0 (not done)."))


def decimals_of(target: Any) -> int:
    """The most decimals that a number of this target may have, promised or reported; a milestone is whole.

    For a ratio those of its rate; its two numbers have ``part_decimals``.
    """
    return 0 if target.measure == Measure.MILESTONE else target.decimals


def decimals_shown(target: Any) -> int | None:
    """Decimals with which a reported number is shown. A ratio's two numbers show as many as they have (None): 30 / 40
    people are not 30.0 / 40.0, only because their rate has a decimal."""
    return None if target.measure == Measure.RATIO else decimals_of(target)


def format_for_input(number: Decimal | None, target: Any) -> str:
    """A stored number as one types it."""
    if number is None:
        return ""
    places = decimals_shown(target)
    if places is None:
        places = max(0, -int(number.normalize().as_tuple().exponent))
    return format(number, f".{places}f")


def read_not_applicable(raw: object) -> tuple[bool, str]:
    """(True, reason) when the cell says 不适用, with or without a reason behind it; else (False, "").

    The reason keeps its own characters (full-width commas), so that a workbook can carry it there and back. Raises
    UnreadableNumber when it is too long.
    """
    found = NA.fullmatch(str(raw or "").strip())
    if not found:
        return False, ""
    reason = (found[1] or "").strip()
    if len(reason) > REASON_MAX_LENGTH:
        facts = {"limit": REASON_MAX_LENGTH, "count": len(reason)}
        raise UnreadableNumber(_("At most %(limit)s characters; these are %(count)s.") % facts)
    return True, reason
