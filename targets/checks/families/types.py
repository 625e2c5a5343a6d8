"""What goes into a check and what comes out: the terms of a rule, one return, a finding."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from targets.models.rule import Rule, Weight
from targets.models.target import Target
from targets.totals.arithmetic import ReportedValue

Kind = Rule.Kind
BUILT_IN = Rule.BUILT_IN
ZERO = Decimal(0)
EXPLANATION_MIN_LENGTH = 2  # characters


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
    parts: tuple[Target, ...] = ()
    rule_id: int | None = None
    why: str = ""
    formula: str = ""


@dataclass(frozen=True)
class EarlierReports:
    """What a unit had reported of one target before. ``last`` and ``second`` are its latest reports with a number,
    ``latest`` the latest of any kind (also not applicable), ``total`` the sum of all numbers."""

    last: ReportedValue | None = None
    second: ReportedValue | None = None
    latest: ReportedValue | None = None
    total: Decimal = ZERO


NO_EARLIER_REPORTS = EarlierReports()


@dataclass(frozen=True)
class CheckContext:
    """One return: ``targets`` that the unit owes (id -> Target), its ``cells`` (id -> anything with value, base and
    na), what it had reported before (``earlier_reports``) and its own ``shares``."""

    targets: Mapping[int, Any]
    cells: Mapping[int, Any]
    earlier_reports: Mapping[int, EarlierReports] = field(default_factory=dict)
    shares: Mapping[int, Decimal | None] = field(default_factory=dict)

    def cell(self, target: Any) -> Any:
        """The cell of a target, or None while it is blank."""
        cell = self.cells.get(target.pk)
        return cell if cell is not None and (cell.na or cell.value is not None) else None

    def value(self, target: Any) -> Any:
        """The number of a target, or None where it is blank or not applicable."""
        cell = self.cell(target)
        return None if cell is None or cell.na else cell.value

    def earlier(self, target: Any) -> EarlierReports:
        """What was reported of a target before."""
        return self.earlier_reports.get(target.pk, NO_EARLIER_REPORTS)


@dataclass(frozen=True)
class RuleFinding:
    """What a rule found in a return.

    ``about`` is the code of the target and ``name`` its name, both "" for the whole return; ``why`` is the planner's
    note on the rule. ``fingerprint`` identifies the finding with its numbers, in any language: an explanation holds
    for these numbers only. ``typed`` is what the clerk has written, ``explanation`` the same as long as the
    fingerprint is unchanged (else ""), ``offered`` the explanation of an earlier finding.
    """

    weight: str
    kind: str
    about: str
    text: str
    rule_id: int | None = None
    explanation: str = ""
    typed: str = ""
    offered: str = ""
    fingerprint: str = ""
    name: str = ""
    why: str = ""

    @property
    def must(self) -> bool:
        """Whether it must be corrected, and cannot be explained."""
        return self.weight == Weight.MUST

    @property
    def explained(self) -> bool:
        return not self.must and len(self.explanation.strip()) >= EXPLANATION_MIN_LENGTH

    @property
    def outdated(self) -> bool:
        """Whether it was explained, and its numbers have changed since."""
        return bool(self.typed and not self.explanation)

    @property
    def form_rule(self) -> int:
        """What the page names the rule by: 0 is the built-in check, whose row is made with its first explanation."""
        return 0 if self.kind == BUILT_IN else self.rule_id or 0

    @property
    def key(self) -> tuple[int | None, str]:
        return self.rule_id, self.about
