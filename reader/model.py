"""The result of reading a document.

Positions are character offsets into ``Reading.text``: ``text[place.start:place.end]`` is the text as written in the
document.
"""

import datetime
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum


class Confidence(StrEnum):
    """How certain a reading is. The page lists uncertain readings first."""

    SURE = "sure"
    LIKELY = "likely"
    UNSURE = "unsure"


class Op(StrEnum):
    """How the number of a target is compared with the value that is reached."""

    EQ = "eq"  # 10个, 完成10个
    GE = "ge"  # 以上, 不少于, 至少
    LE = "le"  # 以内, 不超过
    RANGE = "range"  # 1—2个
    APPROX = "approx"  # 左右, 约, 近
    PCT = "pct"  # 达到100%, without a comparing word
    EACH = "each"  # 每县区至少1个


class Strength(StrEnum):
    """Whether a number is a new commitment, an existing level to be kept, or only possibly a target."""

    HARD = "hard"
    MAINTAIN = "maintain"
    WEAK = "weak"


class MeasureReading(StrEnum):
    """How a target is measured, as its words suggest; the values are those of targets.models.Measure."""

    RUNNING = "running"
    LEVEL = "level"
    RATIO = "ratio"
    MILESTONE = "milestone"


@dataclass(frozen=True)
class TextSpan:
    """A range of characters of the document: ``text[start:end]``."""

    start: int
    end: int


@dataclass(frozen=True)
class BoilerplateLine:
    """A line of the document that is not part of the plan, such as a page number or a website's navigation."""

    place: TextSpan
    text: str
    why: str  # the rule that recognised it: page_number, site_noise, header …


@dataclass(frozen=True)
class SectionReading:
    """A heading and its text. ``level`` 1 is the highest; ``parent`` is the index of the enclosing section."""

    place: TextSpan  # number and title
    body: TextSpan  # the text below it, up to the next heading of its level or higher
    level: int
    number: str  # as written: 一、 (一) 1. ① 一是
    title: str
    parent: int | None


@dataclass(frozen=True)
class TaskReading:
    """A task: a sentence, a numbered item or a row of a table."""

    place: TextSpan
    text: str
    name: str  # short
    section: int | None  # index into Reading.sections
    verbs: tuple[str, ...]  # 组织, 开展, 制定, 完成 …
    lead: tuple[str, ...]  # offices named with 牵头 or 责任
    assisting: tuple[str, ...]  # 配合
    deadline: datetime.date | None
    rule: str
    sure: Confidence


@dataclass(frozen=True)
class TargetReading:
    """A target with its number.

    ``value`` is counted in ``unit`` as written (24.22 with 万名), ``normal`` in ``normal_unit`` (242200 with 名).
    """

    place: TextSpan
    text: str
    name: str
    op: Op
    value: Decimal
    value2: Decimal | None  # the upper end of a range
    unit: str
    normal: Decimal
    normal2: Decimal | None
    normal_unit: str
    base: Decimal | None  # the starting value, if the text gives one
    each: str | None  # 每县区: the units each of which must reach it
    deadline: datetime.date | None
    deadline_text: str | None
    level: str | None  # 市级
    scope: str | None  # 三个县, 全市妇联系统
    strength: Strength
    measure: MeasureReading
    measure_why: str  # the word that it was recognised by
    falling: bool  # smaller is better (以内, 降低到)
    section: int | None
    task: int | None  # index into Reading.tasks
    rule: str
    sure: Confidence


@dataclass(frozen=True)
class MilestoneReading:
    """A step that is either completed by a day or not, without a number of its own."""

    place: TextSpan
    text: str
    name: str
    deadline: datetime.date | None
    deadline_text: str | None
    section: int | None
    task: int | None
    rule: str
    sure: Confidence


@dataclass(frozen=True)
class RejectedNumber:
    """A number that is not a target, and the rule that rejected it. The page shows the reason; the tests check it."""

    place: TextSpan
    text: str
    rule: str


@dataclass(frozen=True)
class Reading:
    """Everything that was read in one document."""

    text: str
    title: str | None
    issuer: str | None
    year: int | None
    years: tuple[int, int] | None  # of a plan of several years
    number: str | None  # 文号
    addressees: tuple[str, ...]
    asides: tuple[BoilerplateLine, ...]
    sections: tuple[SectionReading, ...]
    tasks: tuple[TaskReading, ...]
    targets: tuple[TargetReading, ...]
    milestones: tuple[MilestoneReading, ...]
    not_targets: tuple[RejectedNumber, ...]
