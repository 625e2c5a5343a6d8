"""Names of a part of what was counted before: 培训家政服务人员(育婴员), 新增幼儿园学位."""

import re

from reader.clauses.contexts import QuantityContext
from reader.names.groups import plain_group
from reader.names.patterns import (
    CONSTRUCTION,
    GROUP_START,
    HEAD_COUNT_VERB,
    LEVEL,
    LEVEL_ONLY,
    OF_PLACE,
    OPENING,
    PART_GROUP,
    PART_ONLY,
    RATE_NOUN,
)
from reader.numbers.units import EVENTS, HOUSEHOLDS, MONEY, PEOPLE

BRACKET_BEHIND = re.compile(r"(?<=[一-龥]{3})\([^()]{1,4}\)$")  # 农村社区(村)
HEADS = PEOPLE + HOUSEHOLDS
MAX_PART_LENGTH = 8
BUILDING = re.compile(r"(?<=..)(?<!重点)(?:建设|改造)$")
BRACKETED_PART = re.compile(r"\d[^()]{0,4}\((?:其中|含|包括)?(?P<part>[^()0-9]{2,8})$")
OF_LEVEL = re.compile(rf"(?:{LEVEL})(?!及?以上)")
VERB_AND_LEVEL = re.compile(rf"(?P<verb>[一-龥]{{2}})(?P<level>{LEVEL})")
MODEL_ONLY = re.compile(rf"(?:{LEVEL})示范")
NEXT_IN_BRACKET = re.compile(r"\([^()]*\d[^()]*[、,][^()、,0-9]{2,8}$")  # 4场(春季2场、秋季2场)
BEGUN = re.compile(r"新?开工")
COMPLETED_NEXT = re.compile(r"(?:基本)?建成|竣工|交付|完工")
DONE_ALREADY = re.compile(r"[改建][厕水电灶圈路]")  # 改厕 is what is rebuilt
PUPILS = re.compile(r"(?:小学|初中|高中)生")
NUMBER_AHEAD = re.compile(r"^.*\d[\d.]*[万亿]?[一-龥]{1,2}[、,和及]")  # 社区10个、村20个
# 新建幼儿园12所,新增学位3600个
ADDED_TO = re.compile(r"^(?P<verb>新增|新建)(?P<what>网点|学位|床位|站点|座位|班级|托位)$")
AREA = re.compile(r"(?:规划|建筑|占地|总)面积|(?:受益|覆盖)人口")
HOLDS_PLACES = re.compile(r"(?:园|学校|院|机构|中心|车|小学|初中|高中)$")


def part_of(context: QuantityContext, name: str, previous: str, rate: bool) -> str:
    """The name of a part of what was counted before, or of the same done otherwise (改扩建3所); empty if it is none."""
    name = plain_group(BRACKET_BEHIND.sub("", name)) if rate else name
    if part := BRACKETED_PART.search(context.before):
        return _name_of_part(part["part"], previous)
    levelled, level = VERB_AND_LEVEL.fullmatch(name), OF_LEVEL.search(previous)
    if levelled:
        what = previous[level.end() :] if level else HEAD_COUNT_VERB.sub("", previous, count=1)
        return levelled["verb"] + levelled["level"] + what  # 评选县级“最美家庭”,推荐市级20户
    if MODEL_ONLY.fullmatch(name):
        return name + CONSTRUCTION.sub("", previous.partition("(")[0], count=1)  # 新建200个,评选市级示范50个
    if previous.endswith(")") and NEXT_IN_BRACKET.search(
        context.line.flat[max(0, context.quantity.start - 40) : context.quantity.start]
    ):
        return _name_of_part(name, previous)
    if _is_part(context, name, previous, rate):
        return _name_of_part(name, previous)
    completed = COMPLETED_NEXT.fullmatch(context.before) if not name and BEGUN.match(previous) else None
    if completed:
        return BEGUN.sub(completed[0], previous, count=1)  # 新开工3.5万套,建成2.5万套
    if not CONSTRUCTION.fullmatch(name):
        return ""
    if DONE_ALREADY.match(previous):
        return previous
    if BEGUN.fullmatch(name):
        built = CONSTRUCTION.match(previous)
        return name + (previous[built.end() :] if built else previous)  # 新开工棚户区改造
    return name + BUILDING.sub("", CONSTRUCTION.sub("", previous, count=1))


def added_to(name: str, previous: str) -> str:
    """The name of places added to what was just built: 新增幼儿园学位."""
    if AREA.fullmatch(name) and len(previous) > 2:
        return previous.removesuffix("总投资") + name
    added, noun = ADDED_TO.match(name), CONSTRUCTION.sub("", previous, count=1)
    if not added or not HOLDS_PLACES.search(noun) or len(noun) > MAX_PART_LENGTH:
        return name
    return f"{added['verb']}{noun}{added['what']}"


def _is_part(context: QuantityContext, name: str, previous: str, rate: bool) -> bool:
    """Whether the name only says which part of the previous is counted: 其中城市, or 临江县 behind 贷款3亿元."""
    if rate and name and not RATE_NOUN.search(name):
        return (
            len(name) <= MAX_PART_LENGTH
            and RATE_NOUN.search(previous) is not None
            and PART_GROUP.match(name) is not None
        )
    another = previous.endswith(")") or name[-2:] != previous.partition("(")[0][-2:]
    if context.before.startswith("其中") and another:
        return 2 <= len(name) <= MAX_PART_LENGTH and not (OPENING.search(name) or HEAD_COUNT_VERB.search(name))
    return bool(name) and (
        PART_ONLY.match(name) is not None
        or (context.quantity.measure in HEADS + EVENTS + MONEY and OF_PLACE.match(name) is not None)
    )


def _name_of_part(name: str, previous: str) -> str:
    part = NUMBER_AHEAD.sub("", name.removeprefix("其中"))
    whole = previous.partition("(")[0] if previous.endswith(")") else previous
    if LEVEL_ONLY.fullmatch(part) and (level := OF_LEVEL.search(whole)):
        return whole[: level.start()] + part + whole[level.end() :]  # 省级“绿色家庭”5户、市级20户
    if PUPILS.fullmatch(part) and PUPILS.match(whole):
        return PUPILS.sub(part, whole, count=1)
    if OF_PLACE.match(previous):
        return name
    group = GROUP_START.match(whole)
    if RATE_NOUN.search(whole) and not group and (GROUP_START.fullmatch(part) or part.endswith("地区")):
        return part + whole
    if group and GROUP_START.match(part):
        return part + whole[group.end() :]
    return f"{whole}({part})" if part else previous
