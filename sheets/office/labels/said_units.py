"""Units of measure that lines give to all figures of a table: 单位:万人次, (万元), 以千人次计, 单位:万人次、万元."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal

from sheets.office.labels.measures import FACTORS, MeasureUnit, UnitRelation, compare_units, read_measure_unit
from sheets.office.labels.text import plain_label

SAID = re.compile(
    r"(?P<subject>[^:]{0,12}?)(?:计量|数据|数字|统计|数量)*单位(?:均|都|全部|一律|统一|全)*(?:为|是|:)*(?P<of>[^:]{1,12})"
)
COUNTED_BY = re.compile(r"(?P<subject>[^:,;、。(]*)以(?P<of>[^、,;]{1,5}?)(?:为(?:计量)?单位|计算?(?![^。;,)]))")
OF_ALL = re.compile(r"(?:本|全|上|该)?表?(?:中|内)?(?:所有|各项|以上|均)*(?:数据|数字|数|指标)?(?:均|都)?")
BETWEEN = re.compile(r"[()（）\[\]【】〔〕;；,，。\s]+")
LISTED = re.compile(r"[、/或和及]")
BEFORE_NOTE = re.compile(r"^(?:注|备注|说明|附注)\d?[:、.]?")
UNIT_ALONE = re.compile(r"(?:计量|数据|数字|统计|数量)*单位:?")


@dataclass(frozen=True)
class SaidUnits:
    """``word`` is the one unit of all figures, "" for none; not ``of_all``: it is said of a subject of its own
    (培训数以千人次计). ``listed`` are several units, or a multiple alone (万): each target has the one that fits it."""

    word: str = ""
    of_all: bool = True
    listed: tuple[MeasureUnit, ...] = ()

    def factor_of(self, unit: str) -> Decimal:
        """By what numbers are multiplied of a target that is counted in ``unit``, by the units that are ``listed``."""
        for each in self.listed:
            if not each.word:
                own = read_measure_unit(unit)
                return Decimal(each.factor) / (own.factor if own else 1)
            relation, factor = compare_units(each, unit)
            if relation != UnitRelation.OTHER:
                return factor
        return Decimal(1)


def find_said_units(lines: Iterable[str]) -> SaidUnits:
    """What lines say of the units of all figures of a table: beside a title, in its brackets, in a line or a note.

    Only units that change numbers are said for all: 万人次, and those of money. 单位:人 stands above many a table.
    """
    lines = list(lines)
    for text, in_brackets in _parts(lines):
        if in_brackets and (unit := read_measure_unit(text)) and unit.factor != 1:
            return SaidUnits(text)
        found = SAID.fullmatch(text) or COUNTED_BY.search(text)
        if not found:
            continue
        of_all = not found["subject"] or bool(OF_ALL.fullmatch(found["subject"]))
        unit = read_measure_unit(found["of"])
        if unit and _changes_numbers(unit):
            return SaidUnits(found["of"], of_all)
        listed = tuple(filter(None, map(_unit_or_multiple, LISTED.split(found["of"]))))
        if of_all and any(each.factor != 1 for each in listed):
            return SaidUnits(listed=listed)
    return SaidUnits()


def _changes_numbers(unit):
    return unit.factor != 1 or "yuan" in unit.kinds


def _unit_or_multiple(word):
    return MeasureUnit("", FACTORS[word]) if word in FACTORS else read_measure_unit(word)


def _parts(lines) -> Iterator[tuple[str, bool]]:
    """The parts of lines, as plain labels, and whether each stands in brackets; 单位: joined with what follows it."""
    parts = [
        (
            BEFORE_NOTE.sub("", plain_label(part)),
            bool(re.search(rf"[(（\[【〔]\s*{re.escape(part)}\s*[)）\]】〕]", line)),
        )
        for line in lines
        for part in BETWEEN.split(line)
        if part
    ]
    following_parts = [text for text, _in_brackets in parts[1:]] + [""]
    for (text, in_brackets), following in zip(parts, following_parts, strict=False):
        yield (text + following if UNIT_ALONE.fullmatch(text) else text), in_brackets
    for line in lines:
        yield BEFORE_NOTE.sub("", plain_label(line)).strip("()"), False
