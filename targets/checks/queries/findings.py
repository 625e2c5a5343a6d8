"""What the rules of a plan find in returns: as they are being typed, brought by workbook, or submitted."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from django.db.models import OuterRef

from targets.checks.families.check import evaluate_rules
from targets.checks.families.types import CheckContext, RuleFinding
from targets.checks.queries.rules import (
    list_active_terms,
    needs_earlier_reports,
    needs_shares,
    read_earlier_reports,
    read_shares,
)
from targets.models import Explanation, Figure, Finding, Return, Target
from targets.shares.queries.duties import owed_targets

__all__ = [
    "CheckedReturn",
    "RuleFinding",
    "draft_findings",
    "evaluate_returns",
    "reuse_previous_explanations",
    "snapshot_findings",
]


@dataclass(frozen=True)
class CheckedReturn:
    """A return to be checked: ``owed`` (target id -> Target) and ``cells`` (target id -> what stands, or will)."""

    report: Return
    owed: Mapping
    cells: Mapping


def draft_findings(report):
    """What is found in a return as it stands in its form: a list of Found, each with its explanation and what is
    offered for it. At most eight queries, two for a plan without rules; ``report`` has its period and participant."""
    owed = {target.pk: target for target in owed_targets(report.participant, report.period)}
    figures = {figure.target_id: figure for figure in Figure.objects.filter(report=report)}
    return evaluate_returns(report.period, [CheckedReturn(report, owed, figures)])[report.pk]


def snapshot_findings(snapshot_id):
    """What was found in a submission and how it was explained, as it was kept: a list of Found. One query."""
    target = Target.objects.filter(plan=OuterRef("snapshot__report__period__plan"), code=OuterRef("about"))
    rows = Finding.objects.filter(snapshot_id=snapshot_id).annotate(name=target.values("name")[:1]).order_by("pk")
    return [
        RuleFinding(
            row.weight, row.kind, row.about, row.text, rule_id=row.rule_id, explanation=row.explanation,
            name=row.name or "",
        )
        for row in rows
    ]  # fmt: skip


def evaluate_returns(period, sheets):
    """{return id: [Found]} of these returns of one period; at most six queries, whatever their number.

    One query, and nothing found, for a plan without rules.
    """
    found = {sheet.report.pk: [] for sheet in sheets}
    rules = list_active_terms(period.plan_id) if sheets else []
    if not rules:
        return found
    people = [sheet.report.participant_id for sheet in sheets]
    before = read_earlier_reports(period.plan_id, period.seq, people) if needs_earlier_reports(rules) else {}
    shares = read_shares(period.plan_id, period.seq, people) if needs_shares(rules) else {}
    for sheet in sheets:
        who = sheet.report.participant_id
        case = CheckContext(sheet.owed, sheet.cells, before.get(who, {}), shares.get(who, {}))
        found[sheet.report.pk] = evaluate_rules(rules, case)
    return _add_explanations(period, {sheet.report.pk: sheet.report.participant_id for sheet in sheets}, found)


def reuse_previous_explanations(found):
    """``found`` (Founds) with what was said the last time where nothing is said now: a workbook can explain nothing."""
    return [each if each.explanation else replace(each, explanation=each.offered) for each in found]


def _add_explanations(period, people, found):
    """With the explanations that are typed, and those of the last time. ``people``: return id -> participant id."""
    asked = [pk for pk, mine in found.items() if any(not each.must for each in mine)]
    if not asked:
        return found
    typed = {(row.report_id, row.rule_id, row.about): row for row in Explanation.objects.filter(report__in=asked)}
    offered = _read_previous_explanations(period, [people[pk] for pk in asked])
    for pk in asked:
        found[pk] = [
            each
            if each.must
            else _with_explanation(each, typed.get((pk, *each.key)), offered.get((people[pk], *each.key)))
            for each in found[pk]
        ]
    return found


def _with_explanation(found, typed, offered):
    """A Found with its explanation. What was typed (an Explanation or None) of other numbers is offered before
    what was said the last time."""
    if typed is None:
        return replace(found, offered=offered or "")
    if typed.sign != found.sign:
        return replace(found, typed=typed.text, offered=typed.text)
    return replace(found, typed=typed.text, explanation=typed.text, offered=offered or "")


def _read_previous_explanations(period, participants):
    """(participant id, rule id, about) -> how it was explained the last time, in the periods before."""
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
