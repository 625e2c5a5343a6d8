"""The rules of a plan, and what they are held against: what was reported before, and who owes which share."""

from django.db import connection
from django.http import Http404

from targets.checks.families.types import NO_EARLIER_REPORTS, EarlierReports, Kind, RuleTerms
from targets.db.shares_in_force import shares_in_force
from targets.models import Rule, RulePart
from targets.totals.arithmetic import ReportedValue

COMPARING_KINDS = {Kind.NEVER_FALLS, Kind.SWING, Kind.SAME, Kind.OVER_SHARE}

# The latest two reports with a number, the latest without, and the sum of all, of each unit and target: by windows,
# so that a year of monthly returns of a province does not come here to be added up.
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


def list_rules(plan):
    """All rules of a plan in their order, with their targets; three queries."""
    return list(plan.rules.select_related("target").prefetch_related("parts__target"))


def get_rule(plan, pk):
    """A rule of the plan; Http404."""
    rule = plan.rules.select_related("target").prefetch_related("parts__target").filter(pk=pk).first()
    if rule is None:
        raise Http404
    rule.plan = plan
    return rule


def build_terms(rule):
    """A stored rule as the checks take it; its parts in the plan's order."""
    parts = ()
    if rule.kind == Kind.PARTS:
        parts = tuple(sorted((each.target for each in rule.parts.all()), key=lambda t: (t.position, t.code)))
    return RuleTerms(
        kind=rule.kind, weight=rule.weight, target=rule.target, low=rule.low, high=rule.high, percent=rule.percent,
        exact=rule.exact, parts=parts, rule_id=rule.pk, why=rule.why,
    )  # fmt: skip


def list_active_terms(plan_id):
    """The Terms of a plan's active rules, in their order; one query, and a second one where a whole has parts."""
    found = list(Rule.objects.filter(plan_id=plan_id, active=True).select_related("target"))
    parts: dict[int, list] = {}
    if any(rule.kind == Kind.PARTS for rule in found):
        for part in RulePart.objects.filter(rule__plan_id=plan_id).select_related("target"):
            parts.setdefault(part.rule_id, []).append(part)
    for rule in found:
        rule._prefetched_objects_cache = {"parts": parts.get(rule.pk, [])}
    return [build_terms(rule) for rule in found]


def needs_earlier_reports(rules):
    return any(each.kind in COMPARING_KINDS for each in rules)


def needs_shares(rules):
    return any(each.kind == Kind.OVER_SHARE for each in rules)


def read_earlier_reports(plan_id, seq, participants, targets=None):
    """{participant id: {target id: Before}} of what stood on the submitted basis before period ``seq``. One query.

    ``targets`` (ids) narrows it to these.
    """
    given = {"plan": plan_id, "seq": seq, "participants": list(participants), "targets": targets and list(targets)}
    read: dict[int, dict] = {}
    with connection.cursor() as cursor:
        cursor.execute(_EARLIER_REPORTS, given)
        for participant, target, _seq, value, base, na, nth, total in cursor.fetchall():
            mine = read.setdefault(participant, {})
            mine[target] = _add_report(mine.get(target, NO_EARLIER_REPORTS), ReportedValue(value, base, na), nth, total)
    return read


def _add_report(before, report, nth, total):
    """``before`` with one more report, which is earlier than those that it has."""
    latest = before.latest or report
    if report.na:
        return EarlierReports(before.last, before.second, latest, before.total)
    last, second = (report, before.second) if nth == 1 else (before.last, report)
    return EarlierReports(last, second, latest, total)


def read_shares(plan_id, seq, participants):
    """{participant id: {target id: own share}} in force at a period. One query."""
    shares: dict[int, dict] = {}
    held = shares_in_force(plan_id, seq).filter(participant__in=list(participants))
    for participant, target, own in held.values_list("participant_id", "target_id", "own"):
        shares.setdefault(participant, {})[target] = own
    return shares
