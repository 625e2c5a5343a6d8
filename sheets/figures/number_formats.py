"""How a spreadsheet shows a number, as far as it changes which number people read: 0.9 as 90 %, 5.5 as 5.5 ‰."""

import re
from decimal import Decimal
from operator import eq, ge, gt, le, lt, ne

PERCENT, PER_MILLE = "%", "‰"
# Literal text in quotes or behind a backslash; a space or a fill as wide as the next character; brackets.
TOKEN = re.compile(r'"([^"]*)"|\\(.)|[_*](.)|\[([^\]]*)\]|(;)|(.)', re.DOTALL)
CONDITION = re.compile(r"(<=|>=|<>|<|>|=)\s*(-?[\d.]+)")
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
