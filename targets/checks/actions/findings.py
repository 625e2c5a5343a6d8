"""Block submission on unresolved findings; store the others."""

from collections.abc import Iterable

from django.db import connection
from django.utils.translation import gettext as _

from targets.checks.families.types import RuleFinding
from targets.models import Finding

# FOR KEY SHARE, which the ORM cannot say: nobody removes a rule meanwhile, as rows that refer to it could not be
# committed. Changing a rule does not wait for this lock.
_LOCK_RULES = "SELECT id FROM targets_rule WHERE id = ANY(%s) ORDER BY id FOR KEY SHARE"
EXPLANATION_MAX_LENGTH = 500  # characters: the size of Explanation.text and Finding.explanation


def list_blocking_findings(findings: Iterable[RuleFinding]) -> list[RuleFinding]:
    """Those that block the submission of a return: not explained, or of a rule that must be met."""
    return [each for each in findings if not each.explained]


def describe_blocking_findings(findings: Iterable[RuleFinding]) -> dict[str, str]:
    """{target code ("" for the whole return): text} of the findings that block the submission."""
    cells: dict[str, list[str]] = {}
    for each in list_blocking_findings(findings):
        cells.setdefault(each.about, []).append(describe_blocking_finding(each))
    return {about: "；".join(texts) for about, texts in cells.items()}


def describe_blocking_finding(finding: RuleFinding) -> str:
    """The text of a finding with what has to be done about it."""
    if finding.must:
        return finding.text
    return _("%(text)s: correct it, or explain it") % {"text": finding.text}


def store_findings(found: Iterable[tuple[int, Iterable[RuleFinding]]]) -> None:
    """Store findings with their submissions: pairs of (snapshot id, findings). In the caller's transaction.

    A finding whose rule has been removed meanwhile is stored without it.
    """
    pairs = [(snapshot_id, each) for snapshot_id, findings in found for each in findings]
    existing = lock_rules({each.rule_id for _snapshot, each in pairs if each.rule_id is not None})
    rows = [
        Finding(
            snapshot_id=snapshot_id, rule_id=each.rule_id if each.rule_id in existing else None, kind=each.kind,
            weight=each.weight, about=each.about, text=each.text, explanation=each.explanation,
        )
        for snapshot_id, each in pairs
    ]  # fmt: skip
    Finding.objects.bulk_create(rows)


def lock_rules(rule_ids: Iterable[int]) -> set[int]:
    """Those of these rules that still exist, locked against removal (not against changes) until the commit."""
    ids = list(rule_ids)
    if not ids:
        return set()
    with connection.cursor() as cursor:
        cursor.execute(_LOCK_RULES, [ids])
        return {pk for (pk,) in cursor.fetchall()}
