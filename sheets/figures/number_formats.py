"""How a spreadsheet shows a number, as far as it changes which number people read: 0.9 as 90 %, 12 as 约12 or 12户."""

import re
from decimal import Decimal
from operator import eq, ge, gt, le, lt, ne

PERCENT, PER_MILLE = "%", "‰"
# Literal text in quotes or behind a backslash (in Chinese also an exclamation mark); a space or a fill as wide as the
# next character; brackets.
TOKEN = re.compile(r'"([^"]*)"|[\\!](.)|[_*](.)|\[([^\]]*)\]|(;)|(.)', re.DOTALL)
CONDITION = re.compile(r"(<=|>=|<>|<|>|=)\s*(-?[\d.]+)")
GENERAL = re.compile(r"General|G/通用格式", re.IGNORECASE)
EXPONENT = re.compile(r"(?<=[0#?.])E[+-]0+")
DAY_OR_FRACTION = re.compile(r"[a-z]|[0#?]\s*/\s*[0#?\d]", re.IGNORECASE)
DIGITS = "0#?@"
SAYS_NOTHING = re.compile(
    r"[\s%％‰¥￥$€£]"
)  # beside a number: the sign is kept apart, the kind of money is the target's
ZERO_SHOWN = re.compile(r"[-—–─－·.]*|无|零|nil", re.IGNORECASE)  # what accountants write for nothing
COMPARISONS = {"<=": le, ">=": ge, "<>": ne, "<": lt, ">": gt, "=": eq}


def as_shown(number: Decimal, number_format: str) -> tuple[Decimal, str]:
    """The number that people read in a cell of this format, and its sign: "%", "‰" or "".

    A percent sign of the format multiplies by 100; one in literal text only stands there.
    """
    codes, text = _split_section(_section_for(number, number_format))
    factor = codes.count("%")
    shown = codes + text
    sign = PERCENT if re.search("[%％]", shown) else PER_MILLE if PER_MILLE in shown else ""
    return number * 100**factor, sign


def text_as_shown(number: Decimal, number_format: str) -> str | None:
    """The text that people read in a cell of this format, "" where it shows nothing; None where it is the number.

    Signs of money, and the percent sign, are left out. A zero that is shown as blank or as a dash is the number.
    """
    shown = _show(number, EXPONENT.sub("", GENERAL.sub("0", number_format)))
    if shown is None or (number == 0 and (ZERO_SHOWN.fullmatch(shown) or re.search(r"\d", shown))):
        return None
    return shown


def tells_more(number_format: str) -> bool:
    """Whether a format shows any number but those below zero, which no figure is, as another text."""
    limits = [Decimal(found[2]) for found in CONDITION.finditer(number_format)]
    samples = {Decimal(0), Decimal(1), *limits, *(limit + 1 for limit in limits), *(limit - 1 for limit in limits)}
    return any(text_as_shown(number, number_format) is not None for number in samples if number >= 0)


def _show(number, number_format):
    section = _section_for(number, number_format)
    if DAY_OR_FRACTION.search("".join(token[5] for token in section)):
        return None
    before, after, commas, places = _take_section(section)
    if after is None:
        return SAYS_NOTHING.sub("", before)
    scaled = number.scaleb(-3 * commas - places)
    before, after = (SAYS_NOTHING.sub("", text) for text in (before, after))
    if not before and not after and scaled == number:
        return None
    return f"{before}{scaled.normalize():f}{after}"


def _take_section(section):
    """(text before the digits, text after them or None without digits, thousands that are left out, decimal places).

    The places are those of a point that is only written: 0!.0 shows 12 as 1.2.
    """
    before, after, commas, places = "", None, 0, 0
    for token in section:
        literal, code = token[0] + token[1], token[5]
        if code and code in DIGITS:
            places += places > 0 or after == "."
            after, commas = "", 0
        elif after is None:
            before += literal + code
        elif code == ",":
            commas += 1
        elif code != ".":
            after += literal + code
    return before, after, commas, places


def _section_for(number, number_format):
    """The tokens of the section that applies: positive; negative; zero, or by conditions in brackets."""
    sections: list[list] = [[]]
    for token in TOKEN.findall(number_format):
        if token[4]:
            sections.append([])
        else:
            sections[-1].append(token)
    conditions = [_condition(section) for section in sections]
    if any(conditions):
        for section, condition in zip(sections, conditions, strict=True):
            if condition is None or condition(number):
                return section
        return sections[-1]
    if number < 0 and len(sections) > 1:
        return sections[1]
    return sections[2] if number == 0 and len(sections) > 2 else sections[0]


def _condition(section):
    for token in section:
        if found := CONDITION.fullmatch(token[3].strip()):
            compare, limit = COMPARISONS[found[1]], Decimal(found[2])
            return lambda number: compare(number, limit)
    return None


def _split_section(section):
    """(codes, literal text) of a section."""
    return "".join(token[5] for token in section), "".join(token[0] + token[1] for token in section)
