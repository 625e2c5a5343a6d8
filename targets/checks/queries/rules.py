"""The rules of a plan, and what returns are compared with: earlier reports and shares."""

from collections.abc import Iterable
from decimal import Decimal
from functools import cached_property
from typing import Any

from django.db import connection
from django.http import Http404

from plans.models import Plan
from targets.checks.families.check import RULE_FAMILIES
from targets.checks.families.types import BUILT_IN, NO_EARLIER_REPORTS, EarlierReports, Kind, RuleTerms
from targets.db.shares_in_force import shares_in_force
from targets.models import Rule, RulePart, Target
from targets.totals.arithmetic import ReportedValue

KINDS_WITH_PARTS = (Kind.PARTS, Kind.FORMULA)
# Of each unit and target the latest two reports with a number, the latest without, and the sum of all numbers.
# Sent with the findings after every cell saved: 2.0 ms; by the ORM with the same windows 6.5 ms (11 months
# of 100 targets).
_EARLIER_REPORTS = """
SELECT participant_id, target_id, seq, value, base, na, nth, total FROM (
    SELECT r.participant_id, f.target_id, p.seq, f.value, f.base, f.na,
        row_number() OVER (PARTITION BY r.participant_id, f.target_id, f.na ORDER BY p.seq DESC) AS nth,
        sum(f.value) OVER (PARTITION BY r.participant_id, f.target_id) AS total
    FROM plans_period p
    JOIN targets_return r ON r.period_id = p.id AND r.participant_id = ANY(%(participants)s)
    JOIN targets_snapshotfigure f ON f.snapshot_id = r.submitted_id
    WHERE p.plan_id = %(plan)s AND p.seq < %(seq)s AND (f.na OR f.value IS NOT NULL)
      AND (%(targets)s::bigint[] IS NULL OR f.target_id = ANY(%(targets)s))
) reported WHERE nth <= 2 ORDER BY participant_id, target_id, seq DESC
"""


def list_rules(plan: Plan) -> list[Rule]:
    """All rules of a plan in their order, with their targets and parts; three queries."""
    found = plan.rules.exclude(kind=BUILT_IN)
    return list(found.select_related("target").prefetch_related("parts__target"))


def get_rule(plan: Plan, pk: int) -> Rule:
    """A rule of the plan; raises Http404."""
    rule = (
        plan.rules.exclude(kind=BUILT_IN)
        .select_related("target")
        .prefetch_related("parts__target")
        .filter(pk=pk)
        .first()
    )
    if rule is None:
        raise Http404
    rule.plan = plan
    return rule


def build_terms(rule: Rule) -> RuleTerms:
    """The RuleTerms of a stored rule, with its parts in the plan's order."""
    parts = [each.target for each in rule.parts.all()] if rule.kind in KINDS_WITH_PARTS else []
    return _build_terms(rule, parts)


def _build_terms(rule, parts):
    return RuleTerms(
        kind=rule.kind, weight=rule.weight, target=rule.target, low=rule.low, high=rule.high, percent=rule.percent,
        exact=rule.exact, parts=tuple(sorted(parts, key=lambda t: (t.position, t.code))), rule_id=rule.pk, why=rule.why,
        formula=rule.formula,
    )  # fmt: skip


def list_active_terms(plan_id: int) -> list[RuleTerms]:
    """The RuleTerms of a plan's active rules in their order, and of the check that every plan has; one query, and one
    more when a rule has parts."""
    found = list(Rule.objects.filter(plan_id=plan_id, active=True).select_related("target"))
    parts: dict[int, list[Target]] = {}
    if any(rule.kind in KINDS_WITH_PARTS for rule in found):
        for part in RulePart.objects.filter(rule__plan_id=plan_id).select_related("target"):
            parts.setdefault(part.rule_id, []).append(part.target)
    terms = [_build_terms(rule, parts.get(rule.pk, [])) for rule in found]
    # Its row is made with the first explanation of what it found.
    return terms if any(each.kind == BUILT_IN for each in terms) else [*terms, RuleTerms(BUILT_IN)]


def needs_earlier_reports(rules: Iterable[RuleTerms]) -> bool:
    """Whether one of ``rules`` compares with earlier reports."""
    return any(each.kind == BUILT_IN or RULE_FAMILIES[each.kind].needs_earlier for each in rules)


def needs_shares(rules: Iterable[RuleTerms]) -> bool:
    """Whether one of ``rules`` compares with shares."""
    return any(each.kind != BUILT_IN and RULE_FAMILIES[each.kind].needs_shares for each in rules)


class ReportedBefore:
    """What the returns of these participants in period ``seq`` are compared with; each kind is read when it is first
    asked for, and once."""

    def __init__(self, plan_id: int, seq: int, participants: Iterable[int]) -> None:
        self._plan_id, self._seq, self._participants = plan_id, seq, list(participants)

    @cached_property
    def reports(self) -> dict[int, dict[int, EarlierReports]]:
        """As ``read_earlier_reports``."""
        return read_earlier_reports(self._plan_id, self._seq, self._participants)

    @cached_property
    def shares(self) -> dict[int, dict[int, Decimal | None]]:
        """As ``read_shares``."""
        return read_shares(self._plan_id, self._seq, self._participants)


def read_earlier_reports(
    plan_id: int, seq: int, participants: Iterable[int], targets: Iterable[int] | None = None
) -> dict[int, dict[int, EarlierReports]]:
    """{participant id: {target id: EarlierReports}} on the submitted basis, of the periods before ``seq``; one query.

    ``targets`` (ids) limits it to these.
    """
    given: dict[str, Any] = {
        "plan": plan_id,
        "seq": seq,
        "participants": list(participants),
        "targets": targets and list(targets),
    }
    read: dict[int, dict[int, EarlierReports]] = {}
    with connection.cursor() as cursor:
        cursor.execute(_EARLIER_REPORTS, given)
        for participant, target, _seq, value, base, na, nth, total in cursor.fetchall():
            mine = read.setdefault(participant, {})
            mine[target] = _add_report(mine.get(target, NO_EARLIER_REPORTS), ReportedValue(value, base, na), nth, total)
    return read


def _add_report(before, report, nth, total):
    """EarlierReports with one more report, which is earlier than those in ``before``."""
    latest = before.latest or report
    if report.na:
        return EarlierReports(before.last, before.second, latest, before.total)
    last, second = (report, before.second) if nth == 1 else (before.last, report)
    return EarlierReports(last, second, latest, total)


def read_shares(plan_id: int, seq: int, participants: Iterable[int]) -> dict[int, dict[int, Decimal | None]]:
    """{participant id: {target id: own share}} in force in period ``seq``; one query."""
    shares: dict[int, dict[int, Decimal | None]] = {}
    held = shares_in_force(plan_id, seq).filter(participant__in=list(participants))
    for participant, target, own in held.values_list("participant_id", "target_id", "own"):
        shares.setdefault(participant, {})[target] = own
    return shares
