"""What a text stands for where a number belongs: 12,345, 452人次, 1.2万 and 35% are read; the rest is asked about."""

import re
import unicodedata
from collections.abc import Callable, Iterator
from decimal import Decimal, InvalidOperation

from sheets.figures.dates import read_date
from sheets.figures.number_text import DATE_OR_POWER, NA, NUMBER, has_marks, plain_number_text
from sheets.office.cell_reading import (
    BLANK_CELL,
    CHOOSE_BLANK,
    CHOOSE_NA,
    CellReading,
    ask,
    ask_about_sign,
    choose_kind,
    choose_numbers,
    read_number,
    to_figure,
    write_number,
)
from sheets.office.labels.measures import FACTORS, UnitRelation, compare_units, read_measure_unit
from sheets.office.model import FigureKind, TargetNames
from sheets.problems import UnreadableCell

N = rf"(?:{NUMBER.pattern})"
SHOWN = 40  # characters of a cell's text in a question
APOSTROPHES = "'‘’`\"“”"
WORDS_OF_NOTHING = re.compile("无|没有|暂无|未开展|未发生|空|nil|none|null", re.IGNORECASE)
SIGNS_OF_NOTHING = re.compile(r"[/\\|—–―─_~·.*×?-]+")
NUMBER_THEN_WORD = re.compile(rf"({N})\s*([^\d\s,.+()%‰-][^\d()]*)", re.ASCII)
NOT_INVOLVED = re.compile("(?:本单位|我县|我区|本县|本区)?不涉及(?:此项|该项|本项)?(?:工作|指标)?")
STRUCK = "(划去:"
STRUCK_PART = re.compile(r"\(划去:([^()]*)\)")
TO_DATE_WORD = r"累[计积](?:完成|达到?|数)?[:为]?"
TO_DATE = re.compile(
    rf"(?:本[季月期次]度?(?:完成|新增)?[:为]?(?P<amount>{N}[^\d,;、。()累]*)[,;、。(/]*)?{TO_DATE_WORD}(?P<whole>{N}[^\d,;、。()]*)\)?"
    rf"|(?P<before>{N}[^\d,;、。()累]*)\(?{TO_DATE_WORD}\)?",
    re.ASCII,
)
SHARE = re.compile(rf"({N})\s*([%‰])", re.ASCII)
ERROR = re.compile(r"#(?:REF!|N/A|DIV/0!|VALUE!|NAME\?|NUM!|NULL!)", re.IGNORECASE)
WRITTEN_NUMBER = re.compile(rf"({N})([百千万亿]?)", re.ASCII)
ABOUT = re.compile(
    rf"(?:约|大约|大概|近|将近|接近|超|超过|至少|最多|不足|不到|[<>≤≥≈])\s*{N}.*|{N}\D{{0,3}}?(?:余|多|来|几|左右|上下|以上|以下|以内)\D*",
    re.ASCII,
)
SUM = re.compile(r"[\d.]+(?:[+*×x][\d.]+)+(?:=[\d.]*)?", re.ASCII)
RANGE = re.compile(r"([\d.]+)\D{0,2}?[-—–~至到]+([\d.]+)\D*", re.ASCII)
REMARK = re.compile(rf"({N})[^()\d]*(?:\(.*\)?|[,;、。:].*)", re.DOTALL | re.ASCII)
SEVERAL = re.compile(r"[\d.]+(?:[\s,;、/|]+[\d.]+)+", re.ASCII)
LOOKALIKES = str.maketrans({"O": "0", "o": "0", "〇": "0", "l": "1", "I": "1", "|": "1", "S": "5", "Z": "2"})
IN_BRACKETS = re.compile(rf"\(({N})\)", re.ASCII)  # how accountants write what is below zero
CHINESE = dict(zip("零一二三四五六七八九", range(10), strict=True)) | {"两": 2, "〇": 0}
PLACES = {"十": 10, "百": 100, "千": 1000, "万": 10_000}
CHINESE_NUMBER = re.compile("[零〇一二三四五六七八九两十百千万]+")


def read_text(text: str, target: TargetNames, factor: Decimal) -> CellReading:
    """The reading of a text in a column whose unit is ``factor`` of the target's. Raises nothing."""
    if (reading := read_empty_word(text)) is not None:
        return reading
    plain = _plain(text)
    if NUMBER.fullmatch(plain):
        return read_number(_number(plain), "", target, factor)
    if found := TO_DATE.fullmatch(plain):
        return _read_to_date(plain, found, target, factor)
    if STRUCK in text:
        return _ask_about_struck(plain)
    if not has_marks(plain):
        for read in (_read_share, _read_with_unit):
            if (reading := read(plain, target, factor)) is not None:
                return reading
    return _ask_about(plain)


def read_empty_word(text: str) -> CellReading | None:
    """The reading of a text that holds no figure: blank, 不适用, 无, /; None for any other text."""
    plain = _plain(text)
    if not plain:
        return BLANK_CELL
    if NOT_INVOLVED.fullmatch(plain):
        return CellReading(na=True)
    if found := NA.fullmatch(text.strip()):
        return CellReading(na=True, reason=(found[1] or "").strip())
    zero = choose_numbers(Decimal(0))
    if WORDS_OF_NOTHING.fullmatch(plain):
        return ask("ask_nothing", *zero, CHOOSE_BLANK, CHOOSE_NA, text=plain)
    if SIGNS_OF_NOTHING.fullmatch(plain):
        return ask("ask_nothing", CHOOSE_NA, CHOOSE_BLANK, *zero, text=plain[:SHOWN])
    return None


def _plain(text):
    return plain_number_text(text.replace("\u3000", " ")).strip().strip(APOSTROPHES).strip()


def _number(text):
    try:
        return Decimal(text.replace(",", ""))
    except InvalidOperation:
        return None


def _read_to_date(text, found, target, factor):
    """累计8, 8(累计), 本季3 累计8: the cell says that its number is that of the year so far."""
    whole = read_text(found["whole"] or found["before"], target, factor)
    amount = read_text(found["amount"], target, factor) if found["amount"] else whole
    if whole.value is None or amount.value is None:
        return whole if whole.value is None else amount
    choices = [choose_kind(whole.value, FigureKind.TO_DATE), choose_kind(amount.value, FigureKind.AMOUNT)]
    if found["amount"]:
        choices.reverse()
    asked = ask("ask_to_date", *choices, text=text[:SHOWN], number=write_number(whole.value))
    return asked._replace(to_date=whole.value)


def _read_share(text, target, factor):
    found = SHARE.fullmatch(text)
    if not found:
        return None
    number = _number(found[1])
    return to_figure(number, target) if found[2] == target.sign else ask_about_sign(number, found[2], target)


def _read_with_unit(text, target, factor):
    """452人次, 1.2万, 1.2万人次: the unit must be the target's."""
    found = NUMBER_THEN_WORD.fullmatch(text)
    if not found:
        return None
    number, word = _number(found[1]), found[2].strip()
    if word in FACTORS and not target.sign:
        own = read_measure_unit(target.unit)
        if factor != 1 or (
            own and own.factor != 1
        ):  # 1.2万 where the target counts in 万元 may be 1.2 or 12,000 of them
            return ask("ask_other_unit", *choose_numbers(number * factor), text=text[:SHOWN], unit=target.unit)
        return to_figure(number * FACTORS[word], target)
    unit = read_measure_unit(word)
    if word == target.unit and target.measure != "ratio":
        return to_figure(number, target)
    if unit is None:
        return None
    relation, own_factor = compare_units(unit, target.unit)
    if relation == UnitRelation.OTHER or target.measure == "ratio":
        return ask("ask_other_unit", *choose_numbers(number * unit.factor), text=text[:SHOWN], unit=target.unit)
    return to_figure(number * own_factor, target)


def _ask_about(text):
    """The question about a text that is no number."""
    shown = {"text": text[:SHOWN]}
    for code, find in QUESTIONS:
        numbers = find(text)
        if numbers is not None:
            return ask(code, *choose_numbers(*numbers), **shown)
    numbers = [] if text.startswith("=") else list(_numbers_in(text))[:3]
    return ask("ask_not_a_number", *choose_numbers(*numbers), **shown)


def _ask_about_struck(text):
    """4(划去:5): the number without what is struck out, and that which is struck out."""
    kept, struck = STRUCK_PART.sub("", text), "".join(STRUCK_PART.findall(text))
    numbers = [*list(_numbers_in(kept))[:2], *list(_numbers_in(struck))[:1]]
    return ask("ask_struck_part", *choose_numbers(*numbers), text=text[:SHOWN])


def _numbers_in(text) -> Iterator[Decimal]:
    for digits, multiple in WRITTEN_NUMBER.findall(text):
        number = _number(digits)
        if number is not None:
            yield abs(number) * FACTORS.get(multiple, 1)


def _when(pattern: re.Pattern[str]) -> Callable[[str], list[Decimal] | None]:
    """The numbers of a text that has this form."""
    return lambda text: list(_numbers_in(text))[:2] if pattern.fullmatch(text) else None


def _error(text):
    return [] if ERROR.fullmatch(text) else None


def _marked(text):
    """12① and 5²: the mark is taken away, not read as a digit."""
    if not has_marks(text):
        return None
    bare = "".join(each for each in text if unicodedata.category(each) != "No")
    return list(_numbers_in(bare))[:1]


def _day(text):
    if re.fullmatch(r"\d{1,2}月\d{1,2}[日号]?", text):
        return []
    try:
        read_date(text)
    except UnreadableCell:
        return [] if DATE_OR_POWER.fullmatch(text) and "年" in text else None
    return []


def _power(text):
    if not re.fullmatch(r"[\d.]+[eE][+-]?\d{1,2}", text):
        return None
    number = _number(text)
    return [number] if number is not None else []


def _negative(text):
    found = IN_BRACKETS.fullmatch(text)
    return list(_numbers_in(found[1])) if found else None


def _sum(text):
    if not SUM.fullmatch(text):
        return None
    if "+" not in text or re.search("[*×x]", text):
        return list(_numbers_in(text))[:2]
    parts = [_number(part) for part in text.partition("=")[0].split("+")]
    return [sum(parts), parts[0]] if None not in parts else []


def _lookalikes(text):
    changed = text.translate(LOOKALIKES)
    if changed == text or not NUMBER.fullmatch(changed) or not re.search(r"[\dOol〇]", text):
        return None
    return [_number(changed)]


def _chinese(text):
    """十二, 一百零五, 三万: written out."""
    if not CHINESE_NUMBER.fullmatch(text):
        return None
    total = section = digit = 0
    for each in text:
        if each in CHINESE:
            digit = CHINESE[each]
        elif each == "万":
            total, section, digit = total + (section + digit) * PLACES[each], 0, 0
        else:
            section, digit = section + (digit or 1) * PLACES[each], 0
    return [Decimal(total + section + digit)]


QUESTIONS: tuple[tuple[str, Callable[[str], list[Decimal] | None]], ...] = (
    ("error_value", _error),
    ("ask_marked", _marked),
    ("date_for_number", _day),
    ("ask_power", _power),
    ("ask_about", _when(ABOUT)),
    ("ask_negative", _negative),
    ("ask_sum", _sum),
    ("ask_range", _when(RANGE)),
    ("ask_several", _when(SEVERAL)),
    ("ask_letters", _lookalikes),
    ("ask_chinese", _chinese),
    ("ask_remark", _when(REMARK)),
)
