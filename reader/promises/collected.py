"""The results of reading so far, and what the current item of a list has."""

from dataclasses import dataclass, field, replace

from reader.clauses.contexts import ParagraphAnalysis
from reader.clauses.documents import ToldDocuments
from reader.clauses.reported_passage import ReportedPassage
from reader.clauses.splitting import PART_NUMBER
from reader.lexicon.rules import PatternRule
from reader.model import RejectedNumber, TargetReading
from reader.names.sources import without_period
from reader.numbers import units
from reader.numbers.deadlines import TimeExpression
from reader.promises.milestones import DatedStep
from reader.promises.repeated import TargetOrigin
from reader.promises.targets import TargetCandidate

SPOKEN_NUMBER = PatternRule(
    r"[一二三四五六七八九]是",
    takes="一是抓宣传",
    leaves="抓宣传",
)
# 对全年工作进行了总结: - the numbered lines below report.
SUMS_UP = PatternRule(
    r"(?:总结|回顾|盘点|通报|汇报)了?[^。;:]{0,12}:$|(?:进行|作|做)了[^。;:]{0,12}(?:总结|回顾|盘点|通报|汇报):$",
    takes="对全年工作进行了全面总结:",
    leaves="今年要做好年终总结,",
)
SUMS_UP_LENGTH = 40  # characters
PERIODS = frozenset(("每年", "年均", "每季度", "每月", "每学期", "每半年"))
MAX_BACK = 4  # targets before one that may name it


def _is_total(target: TargetReading) -> bool:
    """Whether the number is one for all units, if need be for each period: not 每村."""
    return not target.each or target.each in PERIODS


@dataclass
class CollectedPromises:
    """The results so far. What follows ``item`` (counts of targets and steps) belongs to the current item of a
    list."""

    targets: list[TargetReading] = field(default_factory=list)
    origins: list[TargetOrigin] = field(default_factory=list)  # of each target
    steps: list[DatedStep] = field(default_factory=list)
    not_targets: list[RejectedNumber] = field(default_factory=list)
    item: tuple[int, int] = (0, 0)
    announced_time: TimeExpression | None = None
    past_list: bool = False
    reports: ReportedPassage = field(default_factory=ReportedPassage)
    told: ToldDocuments = field(default_factory=ToldDocuments)
    horizon: TimeExpression | None = None  # a later year that dates the rates of the current item
    origin: TargetOrigin = field(default_factory=TargetOrigin)  # of the targets of the current paragraph
    about: str = ""  # what the document is about by its title
    above: str = ""  # the preceding paragraph, if it may name what the next one counts

    def list_time(self, line: ParagraphAnalysis) -> TimeExpression | None:
        """The time of the sentence that announced the list, if ``line`` is an item of it."""
        return self.announced_time if SPOKEN_NUMBER.match(line.flat) else None

    def has_promises(self) -> bool:
        """Whether the current item has any target or step."""
        return self.item != (len(self.targets), len(self.steps))

    def enter_list(self, flat: str) -> None:
        """Note whether the paragraph belongs to a list that sums up what was done."""
        self.past_list = bool(SUMS_UP.search(flat[-SUMS_UP_LENGTH:])) or (
            self.past_list and PART_NUMBER.match(flat) is not None
        )

    def last_counted_in(self, piece: TargetCandidate) -> str:
        """The name of the last total shortly before ``piece`` that counts in the same unit; empty if there is none."""
        unit = units.normal(piece.context.quantity.value, piece.context.quantity.unit)[1]
        near = (
            target.name
            for target in reversed(self.targets[-MAX_BACK:])
            if target.normal_unit == unit and _is_total(target)
        )
        return without_period(next(near, ""))

    def begin_item(self) -> None:
        """Start a new item."""
        self.item = (len(self.targets), len(self.steps))

    def apply_deadline(self, when: TimeExpression, text: str) -> None:
        """Date the targets and steps of the current item that have no time of their own: 完成时限:10月底."""
        for at in range(self.item[0], len(self.targets)):
            if self.targets[at].deadline_text is None:
                self.targets[at] = replace(self.targets[at], deadline=when.day, deadline_text=text)
        for at in range(self.item[1], len(self.steps)):
            milestone = self.steps[at].milestone
            if milestone.deadline_text is None:
                milestone = replace(milestone, deadline=when.day, deadline_text=text)
                self.steps[at] = replace(self.steps[at], milestone=milestone)
