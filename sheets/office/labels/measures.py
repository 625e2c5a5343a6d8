"""Units of measure in labels: (万元), 单位:人次, 户数. What is counted in one unit is never read as another."""

import re
from collections.abc import Collection
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from functools import lru_cache

from sheets.office.labels.text import plain_label

# Words that count the same: a base is one 个, 所 or 处. People and visits of people are not the same.
KINDS: dict[str, frozenset[str]] = {
    word: kinds
    for words, kinds in (
        ("人 名 位 个人 人员", frozenset({"person"})),
        ("人次 人·次 人(次) 人/次", frozenset({"person_times"})),
        ("户", frozenset({"household"})),
        ("家", frozenset({"household", "thing"})),
        ("户次", frozenset({"household_times"})),
        ("个 所 处 座 项 只 块 类 种", frozenset({"thing"})),
        ("期 届 班 个班 期次 班次", frozenset({"course", "event"})),
        ("场 场次 次 次数 回", frozenset({"event"})),
        ("件 起 例 宗 案", frozenset({"case"})),
        ("元 块钱", frozenset({"yuan"})),
        ("亩", frozenset({"mu"})),
        ("公顷", frozenset({"hectare"})),
        ("平方米 m2 平米", frozenset({"square_metre"})),
        ("份 册 本 张", frozenset({"copy"})),
        ("篇", frozenset({"article"})),
        ("条", frozenset({"article", "thing"})),
        ("村 个村 个(村)", frozenset({"village"})),
        ("对", frozenset({"pair"})),
        ("天 日", frozenset({"day"})),
        ("小时 学时 课时", frozenset({"hour"})),
        ("% 百分比 百分数 百分点", frozenset({"percent"})),
        ("‰", frozenset({"per_mille"})),
        ("套", frozenset({"set"})),
        ("株 棵", frozenset({"tree"})),
        ("吨", frozenset({"ton"})),
        ("公斤 千克", frozenset({"kilogram"})),
        ("公里 千米", frozenset({"kilometre"})),
        ("米", frozenset({"metre"})),
        ("台", frozenset({"machine", "thing"})),
        ("岁", frozenset({"years_of_age"})),
        ("/10万 1/10万 每10万 /十万 十万分之一", frozenset({"per_100k"})),
        ("笔", frozenset({"loan"})),
        ("间 站 校", frozenset({"thing"})),
        ("支队 队 支 组 团", frozenset({"team", "thing"})),
        ("幅 首 部", frozenset({"work"})),
        ("人天", frozenset({"person_days"})),
        ("辆 栋", frozenset({"thing"})),
        ("批 批次", frozenset({"batch"})),
    )
    for word in words.split()
}
# Not the same, and where a person says that one is meant by the other, its multiple (万) still counts.
COUNTED_ALIKE = ({"person", "person_times"}, {"household", "household_times"}, {"event", "course"})
FACTORS = {
    "百": 100,
    "千": 1000,
    "万": 10_000,
    "十万": 100_000,
    "百万": 1_000_000,
    "千万": 10_000_000,
    "亿": 100_000_000,
}
MULTIPLE = re.compile(r"(十万|百万|千万|亿|万|千|百)?(.*)")
# 单位:人 in a bracket or at the end of a label; a slash between two words for the same thing.
UNIT_PREFIX = re.compile(r"^(?:计量)?单位:?")
# 户数, 培训人次, 金额万元 at the end of a label, without a bracket.
COUNT_WORD = re.compile(
    r"(人次|户次|场次|班次|人|户|场|期|件|例|起|个|所|家|亩|名)数$|(人次|户次|场次|班次)$|([百千十]?万元|亿元|千元)$"
)


class UnitRelation(StrEnum):
    """How the unit of a label stands to that of a target."""

    EQUAL = "equal"
    ALIKE = "alike"
    OTHER = "other"
    UNSAID = "unsaid"


@dataclass(frozen=True)
class MeasureUnit:
    """A unit of measure: ``word`` without its multiple, and how many of it one is (万人: 人, 10000)."""

    word: str
    factor: int = 1

    @property
    def kinds(self) -> frozenset[str]:
        return KINDS.get(self.word, frozenset())


def read_measure_unit(text: str, own: Collection[str] = ()) -> MeasureUnit | None:
    """The unit of measure that a text consists of (个, 单位:万元), or None. ``own`` are further ones, of the plan."""
    text = UNIT_PREFIX.sub("", plain_label(text)).strip("():、,.").lower()
    if text in KINDS:
        return MeasureUnit(text)
    found = MULTIPLE.fullmatch(text)
    if found and found[1] and found[2] in KINDS:
        return MeasureUnit(found[2], FACTORS[found[1]])
    words = [word for word in re.split("[/、或]", text) if word]
    if len(words) > 1 and all(word in KINDS for word in words):
        return MeasureUnit(words[0])
    return MeasureUnit(text) if text and text in own else None


def is_measure_unit(text: str) -> bool:
    """Whether a text is a unit of measure and nothing else."""
    return read_measure_unit(text) is not None


def compare_units(label: MeasureUnit | None, unit: str) -> tuple[UnitRelation, Decimal]:
    """How the unit of a label stands to a target's, and by what numbers in it are multiplied to be in the target's (of
    another one: if a person says that it is meant)."""
    if label is None or not unit:
        return UnitRelation.UNSAID, Decimal(1)
    own = _unit_of_target(unit)
    if label.word != own.word and not label.kinds & own.kinds:
        scaled = any(label.kinds & near and own.kinds & near for near in COUNTED_ALIKE)  # 万人 over one of 人次
        return UnitRelation.OTHER, Decimal(label.factor) / own.factor if scaled else Decimal(1)
    relation = UnitRelation.EQUAL if label.word == own.word else UnitRelation.ALIKE
    return relation, Decimal(label.factor) / own.factor


@lru_cache(maxsize=1000)
def _unit_of_target(unit: str) -> MeasureUnit:
    """What a target is counted in, asked of each label with each target."""
    return read_measure_unit(unit) or MeasureUnit(plain_label(unit).lower())


def unit_at_end(text: str) -> tuple[MeasureUnit | None, str]:
    """The unit that the last word of a label names (培训人次: 人次), and the label without it."""
    found = COUNT_WORD.search(text)
    if not found:
        return None, text
    return read_measure_unit(found[1] or found[2] or found[3]), text[: found.start()]
