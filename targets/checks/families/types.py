"""What a rule says, what it is held against, and what comes of it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from targets.models.rule import Rule, Weight
from targets.models.target import Target
from targets.totals.arithmetic import ReportedValue

Kind = Rule.Kind
ZERO = Decimal(0)
EXPLANATION_MIN_LENGTH = 2  # characters of an explanation


@dataclass(frozen=True)
class RuleTerms:
    """A rule as the checks take it, saved or not: the fields of ``Rule``, with the targets that are its parts."""

    kind: str
    weight: str = str(Weight.EXPLAIN)
    target: Target | None = None
    low: Decimal | None = None
    high: Decimal | None = None
    percent: Decimal | None = None
    exact: bool = True
    parts: tuple = ()
    rule_id: int | None = None
    why: str = ""


@dataclass(frozen=True)
class EarlierReports:
    """What a unit had reported of one target. ``last`` and ``second`` are its latest reports with a number, ``latest``
    the latest of any kind (also not applicable), ``total`` the sum of all numbers."""

    last: ReportedValue | None = None
    second: ReportedValue | None = None
    latest: ReportedValue | None = None
    total: Decimal = ZERO


NO_EARLIER_REPORTS = EarlierReports()


@dataclass(frozen=True)
class CheckContext:
    """One return: ``targets`` that the unit owes (id -> Target), what is in its ``cells`` (id -> anything with value,
    base and na), what it had reported ``before`` and its own ``shares``."""

    targets: Mapping
    cells: Mapping
    before: Mapping = field(default_factory=dict)
    shares: Mapping = field(default_factory=dict)

    def cell(self, target):
        """What stands for a target, or None while it is blank."""
        cell = self.cells.get(target.pk)
        return cell if cell is not None and (cell.na or cell.value is not None) else None

    def value(self, target):
        """The number of a target, or None where it is blank or not applicable."""
        cell = self.cell(target)
        return None if cell is None or cell.na else cell.value

    def was(self, target):
        return self.before.get(target.pk, NO_EARLIER_REPORTS)


@dataclass(frozen=True)
class RuleFinding:
    """What a rule found in a return. ``about`` is the code of the target and ``name`` its name, both "" for the whole
    return; ``offered`` is how the same was explained the last time, ``why`` what the planner says that it is for.

    ``sign`` stands for the sentence with its numbers, in whatever language: an explanation is of these numbers alone.
    ``typed`` is what the clerk has written, also where it was of other numbers; ``explanation`` what counts of it.
    """

    weight: str
    kind: str
    about: str
    text: str
    rule_id: int | None = None
    explanation: str = ""
    typed: str = ""
    offered: str = ""
    sign: str = ""
    name: str = ""
    why: str = ""

    @property
    def must(self):
        return self.weight == Weight.MUST

    @property
    def explained(self):
        return not self.must and len(self.explanation.strip()) >= EXPLANATION_MIN_LENGTH

    @property
    def outdated(self):
        """Whether it was explained, and its numbers have changed since."""
        return bool(self.typed and not self.explanation)

    @property
    def key(self):
        return self.rule_id, self.about
