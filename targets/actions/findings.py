"""What findings do to a submission: they refuse it, or are kept with it; and why they are right, as the clerk says."""

from django.db import connection, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts import policy
from accounts.policy import Verb
from audit.errors import Conflict, Refused
from targets.actions.moves import lock, require_editable
from targets.models import Explanation, Finding, Rule, Weight
from targets.queries.duties import owed_targets
from targets.queries.findings import draft_findings
from targets.rules.terms import ENOUGH, Kind

# Nobody removes a rule meanwhile: what refers to it could not be committed. (Changing it does not wait for this.)
_KEEP_RULES = "SELECT id FROM targets_rule WHERE id = ANY(%s) ORDER BY id FOR KEY SHARE"
LONGEST = Explanation._meta.get_field("text").max_length


def faults(found):
    """Those of ``found`` that keep a return from being submitted: what must be right, and what nobody has explained."""
    return [each for each in found if not each.explained]


def fault_cells(found):
    """{target code ("" for the whole return): what is wrong with it} of the faults among ``found``."""
    cells: dict[str, list] = {}
    for each in faults(found):
        cells.setdefault(each.about, []).append(words(each))
    return {about: "；".join(texts) for about, texts in cells.items()}


def words(found):
    """A fault as it is said to whoever has to mend it."""
    if found.must:
        return found.text
    return _("%(text)s: correct it, or explain it") % {"text": found.text}


def keep_findings(found):
    """Keep findings with their submissions: pairs of (snapshot id, [Found]). In the caller's transaction."""
    found = [(snapshot_id, each) for snapshot_id, mine in found for each in mine]
    there = _kept({each.rule_id for _snapshot, each in found})
    rows = [
        Finding(
            snapshot_id=snapshot_id, rule_id=each.rule_id if each.rule_id in there else None, kind=each.kind,
            weight=each.weight, about=each.about, text=each.text, explanation=each.explanation,
        )
        for snapshot_id, each in found
    ]  # fmt: skip
    Finding.objects.bulk_create(rows)


def _kept(rule_ids):
    """Those of these rules that are still there: they stay until the transaction ends, though they may be changed."""
    if not rule_ids:
        return set()
    with connection.cursor() as cursor:
        cursor.execute(_KEEP_RULES, [list(rule_ids)])
        return {pk for (pk,) in cursor.fetchall()}


@transaction.atomic
def explain(report, rule_id, about, text, *, by, seen="", sign=None):
    """Keep why a finding of this rule is right as it is; an empty text takes the explanation back. Returns the text.

    ``about`` is a target's code, or "" for the whole return; ``seen`` is what the typist had on the screen, ``sign``
    the Found's that they read (None: as it stands now). Raises Refused as typing into the return does, and Conflict
    when a colleague has explained it otherwise meanwhile.
    """
    report = lock(report.pk)
    policy.require(by, Verb.FILL, report.participant)
    require_editable(report)
    rule = _rule(report, rule_id, about)
    text = " ".join(text.split())
    if text and not ENOUGH <= len(text) <= LONGEST:
        message = _("Explain it in %(least)s to %(most)s characters.") % {"least": ENOUGH, "most": LONGEST}
        raise Refused(message, cells={about: message}, code="text")
    place = {"report": report, "rule": rule, "about": about}
    stands = Explanation.objects.filter(**place).select_related("by").first()
    there = stands.text if stands else ""
    if stands and there not in (seen, text):
        theirs = {"text": there, "by": str(stands.by), "at": stands.at}
        raise Conflict(_("%(name)s changed this meanwhile.") % {"name": stands.by}, theirs=theirs)
    if text:
        sign = _sign_now(report, rule, about) if sign is None else sign
        if not stands or (text, sign) != (there, stands.sign):
            words = {"text": text, "sign": sign, "by": by, "at": timezone.now()}
            Explanation.objects.update_or_create(**place, defaults=words)
    elif stands:
        Explanation.objects.filter(**place).delete()
    return text


def _sign_now(report, rule, about):
    """The sign of what the rule finds there as the return stands; "" when it finds nothing."""
    return next((each.sign for each in draft_findings(report) if each.key == (rule.pk, about)), "")


def _rule(report, rule_id, about):
    """The rule that can find something about this in the return; else Refused."""
    rule = Rule.objects.filter(pk=rule_id, plan_id=report.period.plan_id, active=True).first()
    if rule is None or not _kept([rule.pk]):
        raise Refused(_("This check is no longer in use. Load the page again."), code="rule")
    if rule.weight == Weight.MUST:
        raise Refused(_("This must be right; it cannot be explained."), code="rule")
    codes = (
        {"": None} if rule.kind == Kind.SAME else {t.code: t for t in owed_targets(report.participant, report.period)}
    )
    if about not in codes or (rule.target_id and codes[about].pk != rule.target_id):
        raise Refused(_("This check does not look at this cell."), code="rule")
    return rule
