"""What a reading gives. Places count characters of ``Reading.text``: ``text[place.start:place.end]`` is the clause
exactly as it stands in the document."""

import datetime
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum


class Confidence(StrEnum):
    """How sure a proposal is: what is unsure is shown to the reader first."""

    SURE = "sure"
    LIKELY = "likely"
    UNSURE = "unsure"


class Op(StrEnum):
    """How a number is compared with what is reached."""

    EQ = "eq"  # 10个, 完成10个
    GE = "ge"  # 以上, 不少于, 至少
    LE = "le"  # 以内, 不超过
    RANGE = "range"  # 1—2个
    APPROX = "approx"  # 左右, 约, 近
    PCT = "pct"  # 达到100%, without a comparing word
    EACH = "each"  # 每县区至少1个


class Strength(StrEnum):
    """What is promised anew, what exists and is kept up, and what only may be meant as a target."""

    HARD = "hard"
    MAINTAIN = "maintain"
    WEAK = "weak"


class MeasureReading(StrEnum):
    """How a target is measured, from its words (the words of targets.models.Measure)."""

    RUNNING = "running"
    LEVEL = "level"
    RATIO = "ratio"
    MILESTONE = "milestone"


@dataclass(frozen=True)
class TextSpan:
    start: int
    end: int


@dataclass(frozen=True)
class BoilerplateLine:
    """A piece of the text that is not the plan's: a page number, a site's noise."""

    place: TextSpan
    text: str
    why: str  # the rule: page_number, site_noise, header …


@dataclass(frozen=True)
class SectionReading:
    """A heading. ``level`` 1 is the document's highest; ``parent`` is the index of the heading above it."""

    place: TextSpan  # number and title
    body: TextSpan  # the text under it, up to the next heading of its level or higher
    level: int
    number: str  # as written: 一、 (一) 1. ① 一是
    title: str
    parent: int | None


@dataclass(frozen=True)
class TaskReading:
    """Something to be done: a sentence or an item of a section."""

    place: TextSpan
    text: str
    name: str  # short
    section: int | None  # index into Reading.sections
    verbs: tuple[str, ...]  # 组织, 开展, 制定, 完成 …
    lead: tuple[str, ...]  # offices named as 牵头 or 责任
    assisting: tuple[str, ...]  # 配合
    deadline: datetime.date | None
    rule: str
    sure: Confidence


@dataclass(frozen=True)
class TargetReading:
    """A promised number. ``value`` counts in ``unit`` as written (24.22 with 万名); ``normal`` in base units."""

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
    base: Decimal | None  # the value it starts from, where the text gives one
    each: str | None  # 每县区: the unit that each must reach it
    deadline: datetime.date | None
    deadline_text: str | None
    level: str | None  # 市级
    scope: str | None  # 三个县, 全市妇联系统
    strength: Strength
    measure: MeasureReading
    measure_why: str  # the word that says so
    falling: bool  # smaller is better (以内, 降低到)
    section: int | None
    task: int | None  # index into Reading.tasks
    rule: str
    sure: Confidence


@dataclass(frozen=True)
class MilestoneReading:
    """Something that is done or not by a day, without a number of its own."""

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
    """A number that is no target, and why: kept so that the page can say it, and tests can ask it."""

    place: TextSpan
    text: str
    rule: str


@dataclass(frozen=True)
class Reading:
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
