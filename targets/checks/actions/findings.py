"""Block submission on unresolved findings; store the others."""

from django.db import connection
from django.utils.translation import gettext as _

from targets.models import Explanation, Finding

# Nobody removes a rule meanwhile: what refers to it could not be committed. (Changing it does not wait for this.)
_LOCK_RULES = "SELECT id FROM targets_rule WHERE id = ANY(%s) ORDER BY id FOR KEY SHARE"
EXPLANATION_MAX_LENGTH = Explanation._meta.get_field("text").max_length


def list_blocking_findings(found):
    """Those of ``found`` that keep a return from being submitted: what must be right, and what nobody has explained."""
    return [each for each in found if not each.explained]


def describe_blocking_findings(found):
    """{target code ("" for the whole return): what is wrong with it} of the faults among ``found``."""
    cells: dict[str, list] = {}
    for each in list_blocking_findings(found):
        cells.setdefault(each.about, []).append(describe_blocking_finding(each))
    return {about: "；".join(texts) for about, texts in cells.items()}


def describe_blocking_finding(found):
    """A fault as it is said to whoever has to mend it."""
    if found.must:
        return found.text
    return _("%(text)s: correct it, or explain it") % {"text": found.text}


def store_findings(found):
    """Keep findings with their submissions: pairs of (snapshot id, [Found]). In the caller's transaction."""
    found = [(snapshot_id, each) for snapshot_id, mine in found for each in mine]
    there = lock_rules({each.rule_id for _snapshot, each in found})
    rows = [
        Finding(
            snapshot_id=snapshot_id, rule_id=each.rule_id if each.rule_id in there else None, kind=each.kind,
            weight=each.weight, about=each.about, text=each.text, explanation=each.explanation,
        )
        for snapshot_id, each in found
    ]  # fmt: skip
    Finding.objects.bulk_create(rows)


def lock_rules(rule_ids):
    """Those of these rules that are still there: they stay until the transaction ends, though they may be changed."""
    if not rule_ids:
        return set()
    with connection.cursor() as cursor:
        cursor.execute(_LOCK_RULES, [list(rule_ids)])
        return {pk for (pk,) in cursor.fetchall()}
