"""Findings of a plan's rules in returns: in drafts, in workbooks, and in submissions."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from django.db.models import OuterRef

from plans.models import Period
from targets.checks.families.check import evaluate_rules
from targets.checks.families.types import CheckContext, RuleFinding
from targets.checks.queries.rules import ReportedBefore, list_active_terms, needs_earlier_reports, needs_shares
from targets.models import Explanation, Figure, Finding, Return, Target
from targets.shares.queries.duties import list_owed_targets


@dataclass(frozen=True)
class CheckedReturn:
    """A return to be evaluated: ``owed`` (target id -> Target) and ``cells`` (target id -> content, typed or saved)."""

    report: Return
    owed: Mapping[int, Any]
    cells: Mapping[int, Any]


def draft_findings(report: Return) -> list[RuleFinding]:
    """The findings in the draft of a return, with what was typed and what is offered to explain them.

    At most eight queries; ``report`` has its period and participant.
    """
    owed = {target.pk: target for target in list_owed_targets(report.participant, report.period)}
    figures = {figure.target_id: figure for figure in Figure.objects.filter(report=report)}
    return evaluate_returns(report.period, [CheckedReturn(report, owed, figures)])[report.pk]


def snapshot_findings(snapshot_id: int) -> list[RuleFinding]:
    """The findings that were stored with a submission, with their explanations; one query."""
    target = Target.objects.filter(plan=OuterRef("snapshot__report__period__plan"), code=OuterRef("about"))
    rows = Finding.objects.filter(snapshot_id=snapshot_id).annotate(name=target.values("name")[:1]).order_by("pk")
    return [
        RuleFinding(
            row.weight, row.kind, row.about, row.text, rule_id=row.rule_id, explanation=row.explanation,
            name=row.name or "",
        )
        for row in rows
    ]  # fmt: skip


def evaluate_returns(
    period: Period, returns: Sequence[CheckedReturn], before: ReportedBefore | None = None
) -> dict[int, list[RuleFinding]]:
    """{return id: findings} of these returns of one period; at most six queries, whatever their number.

    ``before`` is what they are compared with, where the caller needs it as well.
    """
    found: dict[int, list[RuleFinding]] = {each.report.pk: [] for each in returns}
    if not returns:
        return found
    rules = list_active_terms(period.plan_id)
    participants = {each.report.pk: each.report.participant_id for each in returns}
    before = before or ReportedBefore(period.plan_id, period.seq, participants.values())
    earlier = before.reports if needs_earlier_reports(rules) else {}
    shares = before.shares if needs_shares(rules) else {}
    for each in returns:
        who = each.report.participant_id
        context = CheckContext(each.owed, each.cells, earlier.get(who, {}), shares.get(who, {}))
        found[each.report.pk] = evaluate_rules(rules, context)
    return _add_explanations(period, participants, found)


def reuse_previous_explanations(findings: Iterable[RuleFinding]) -> list[RuleFinding]:
    """``findings`` with the offered explanation where none was typed: a workbook has no place for explanations."""
    return [each if each.explanation else replace(each, explanation=each.offered) for each in findings]


def _add_explanations(period, participants, found):
    """``found`` with typed and offered explanations. ``participants``: return id -> participant id."""
    asked = [pk for pk, mine in found.items() if any(not each.must for each in mine)]
    if not asked:
        return found
    typed = {(row.report_id, row.rule_id, row.about): row for row in Explanation.objects.filter(report__in=asked)}
    offered = _read_previous_explanations(period, [participants[pk] for pk in asked])
    for pk in asked:
        found[pk] = [
            each
            if each.must
            else _with_explanation(each, typed.get((pk, *each.key)), offered.get((participants[pk], *each.key)))
            for each in found[pk]
        ]
    return found


def _with_explanation(finding, typed, offered):
    """The finding with its explanation. A text that was typed (Explanation or None) for other numbers is offered rather
    than that of an earlier period."""
    if typed is None:
        return replace(finding, offered=offered or "")
    if typed.sign != finding.fingerprint:
        return replace(finding, typed=typed.text, offered=typed.text)
    return replace(finding, typed=typed.text, explanation=typed.text, offered=offered or "")


def _read_previous_explanations(period, participants):
    """{(participant id, rule id, about): explanation} of the latest earlier period in which the same was explained."""
    rows = (
        Finding.objects.filter(
            snapshot__report__participant__in=participants,
            snapshot__report__period__seq__lt=period.seq,
            rule__isnull=False,
        )
        .exclude(explanation="")
        .order_by("snapshot__report__period__seq", "pk")
        .values_list("snapshot__report__participant_id", "rule_id", "about", "explanation")
    )
    return {(who, rule, about): text for who, rule, about, text in rows}
