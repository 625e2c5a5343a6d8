"""Save the clerk's explanation of a finding, or of all findings of one cell."""

from collections.abc import Collection, Mapping

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts import policy
from accounts.policy import Verb
from audit.errors import Conflict, Refused
from targets.checks.actions.findings import EXPLANATION_MAX_LENGTH, lock_rules
from targets.checks.families.types import BUILT_IN, EXPLANATION_MIN_LENGTH, Kind
from targets.checks.queries.findings import draft_findings
from targets.models import Explanation, Return, Rule, Weight
from targets.returns.actions.moves import lock_return, require_editable
from targets.shares.queries.duties import list_owed_targets


def save_explanation(report: Return, rule_id: int, about: str, text: str, *, by, seen: str = "") -> str:
    """Save why the finding of one rule in the current draft is right; as ``save_explanations``."""
    return save_explanations(report, {rule_id: None}, about, text, by=by, seen=[seen])


@transaction.atomic
def save_explanations(
    report: Return, fingerprints: Mapping[int, str | None], about: str, text: str, *, by, seen: Collection[str] = ()
) -> str:
    """Save why the findings of these rules in one cell are right; an empty text removes the explanations. Returns the
    text, which is kept for each finding by itself.

    ``fingerprints``: rule id -> fingerprint of the finding that the typist read (None: of the current one); the rule id
    0 is the check that every plan has. ``about`` is a target's code, or "" for the whole return; ``seen`` are the texts
    that the typist had on the screen.

    Raises Refused when the return cannot be edited or the text is too short or too long; Conflict when a colleague has
    explained one of them in other words since; PermissionDenied for another unit's return.
    """
    report = lock_return(report.pk)
    policy.require(by, Verb.FILL, report.participant)
    require_editable(report)
    text = _clean_text(text, about)
    for rule_id, fingerprint in fingerprints.items():
        rule = _require_rule(report, rule_id, about)
        _save(report, rule, about, text, by=by, seen=seen, fingerprint=fingerprint)
    return text


def _save(report, rule, about, text, *, by, seen, fingerprint):  # noqa: PLR0913 - the fields of one row
    key = {"report": report, "rule": rule, "about": about}
    existing = Explanation.objects.filter(**key).select_related("by").first()
    if existing and existing.text != text and existing.text not in seen:
        theirs = {"text": existing.text, "by": str(existing.by), "at": existing.at}
        raise Conflict(_("%(name)s changed this meanwhile.") % {"name": existing.by}, theirs=theirs)
    if text:
        sign = _current_fingerprint(report, rule, about) if fingerprint is None else fingerprint
        if not existing or (text, sign) != (existing.text, existing.sign):
            values = {"text": text, "sign": sign, "by": by, "at": timezone.now()}
            Explanation.objects.update_or_create(**key, defaults=values)
    elif existing:
        Explanation.objects.filter(**key).delete()


def _clean_text(text, about):
    text = " ".join(text.split())
    if text and not EXPLANATION_MIN_LENGTH <= len(text) <= EXPLANATION_MAX_LENGTH:
        limits = {"least": EXPLANATION_MIN_LENGTH, "most": EXPLANATION_MAX_LENGTH}
        message = _("Explain it in %(least)s to %(most)s characters.") % limits
        raise Refused(message, cells={about: message}, code="text")
    return text


def _current_fingerprint(report, rule, about):
    """The fingerprint of the rule's finding there in the current draft; "" when it finds nothing."""
    return next((each.fingerprint for each in draft_findings(report) if each.key == (rule.pk, about)), "")


def _require_rule(report, rule_id, about):
    """The active rule, locked; raises Refused unless it can be explained and checks this cell of the return."""
    if rule_id:
        rule = Rule.objects.filter(pk=rule_id, plan_id=report.period.plan_id, active=True).first()
    else:
        rule, _new = Rule.objects.get_or_create(plan_id=report.period.plan_id, kind=BUILT_IN)
    if rule is None or not lock_rules([rule.pk]):
        raise Refused(_("This check is no longer in use. Load the page again."), code="rule")
    if rule.weight == Weight.MUST:
        raise Refused(_("This must be right; it cannot be explained."), code="rule")
    target_ids: dict[str, int | None] = {"": None}
    if rule.kind != Kind.SAME:
        target_ids = {target.code: target.pk for target in list_owed_targets(report.participant, report.period)}
    if about not in target_ids or (rule.target_id and target_ids[about] != rule.target_id):
        raise Refused(_("This check does not look at this cell."), code="rule")
    return rule
