"""Store the clerk's explanation of a finding."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts import policy
from accounts.policy import Verb
from audit.errors import Conflict, Refused
from targets.checks.actions.findings import EXPLANATION_MAX_LENGTH, lock_rules
from targets.checks.families.types import EXPLANATION_MIN_LENGTH, Kind
from targets.checks.queries.findings import draft_findings
from targets.models import Explanation, Rule, Weight
from targets.returns.actions.moves import lock_return, require_editable
from targets.shares.queries.duties import owed_targets


@transaction.atomic
def save_explanation(report, rule_id, about, text, *, by, seen="", sign=None):
    """Keep why a finding of this rule is right as it is; an empty text takes the explanation back. Returns the text.

    ``about`` is a target's code, or "" for the whole return; ``seen`` is what the typist had on the screen, ``sign``
    the Found's that they read (None: as it stands now). Raises Refused as typing into the return does, and Conflict
    when a colleague has explained it otherwise meanwhile.
    """
    report = lock_return(report.pk)
    policy.require(by, Verb.FILL, report.participant)
    require_editable(report)
    rule = _require_rule(report, rule_id, about)
    text = " ".join(text.split())
    if text and not EXPLANATION_MIN_LENGTH <= len(text) <= EXPLANATION_MAX_LENGTH:
        message = _("Explain it in %(least)s to %(most)s characters.") % {
            "least": EXPLANATION_MIN_LENGTH,
            "most": EXPLANATION_MAX_LENGTH,
        }
        raise Refused(message, cells={about: message}, code="text")
    place = {"report": report, "rule": rule, "about": about}
    stands = Explanation.objects.filter(**place).select_related("by").first()
    there = stands.text if stands else ""
    if stands and there not in (seen, text):
        theirs = {"text": there, "by": str(stands.by), "at": stands.at}
        raise Conflict(_("%(name)s changed this meanwhile.") % {"name": stands.by}, theirs=theirs)
    if text:
        sign = _current_fingerprint(report, rule, about) if sign is None else sign
        if not stands or (text, sign) != (there, stands.sign):
            words = {"text": text, "sign": sign, "by": by, "at": timezone.now()}
            Explanation.objects.update_or_create(**place, defaults=words)
    elif stands:
        Explanation.objects.filter(**place).delete()
    return text


def _current_fingerprint(report, rule, about):
    """The sign of what the rule finds there as the return stands; "" when it finds nothing."""
    return next((each.sign for each in draft_findings(report) if each.key == (rule.pk, about)), "")


def _require_rule(report, rule_id, about):
    """The rule that can find something about this in the return; else Refused."""
    rule = Rule.objects.filter(pk=rule_id, plan_id=report.period.plan_id, active=True).first()
    if rule is None or not lock_rules([rule.pk]):
        raise Refused(_("This check is no longer in use. Load the page again."), code="rule")
    if rule.weight == Weight.MUST:
        raise Refused(_("This must be right; it cannot be explained."), code="rule")
    codes = (
        {"": None} if rule.kind == Kind.SAME else {t.code: t for t in owed_targets(report.participant, report.period)}
    )
    if about not in codes or (rule.target_id and codes[about].pk != rule.target_id):
        raise Refused(_("This check does not look at this cell."), code="rule")
    return rule
