"""All families together: what a set of rules finds in a return, and what a rule says in words."""

from collections.abc import Callable
from dataclasses import dataclass
from decimal import localcontext
from functools import partial
from hashlib import blake2b

from django.utils.translation import gettext as _
from django.utils.translation import override

from targets.checks.families import bounds, comparison, parts, share, whole
from targets.checks.families.types import Kind, RuleFinding

FINDING_MAX_LENGTH = 500  # characters that are kept of a finding
FINGERPRINT_LENGTH = 16  # characters that stand for a finding with its numbers
DECIMAL_PRECISION = (
    60  # digits: two figures of 20 multiplied, and some more, so that nothing is rounded before it is compared
)


@dataclass(frozen=True)
class RuleFamily:
    """A kind of rule: which targets it ``applies_to``, its ``check`` (terms, target, case -> a sentence or ""), how it is
    said, and the ``fields`` that a planner fills in. ``one`` says that it needs a target of its own."""

    fits: Callable
    check: Callable
    say: Callable
    fields: tuple = ("target",)
    one: bool = False


RULE_FAMILIES = {
    Kind.BOUNDS: RuleFamily(bounds.applies_to, bounds.check, bounds.describe, ("target", "low", "high"), one=True),
    Kind.PARTS: RuleFamily(parts.applies_to, parts.check, parts.describe, ("target", "parts", "exact"), one=True),
    Kind.NEVER_FALLS: RuleFamily(
        comparison.applies_to_running_totals, comparison.check_decrease, comparison.describe_decrease
    ),
    Kind.SWING: RuleFamily(
        comparison.applies_to_numbers, comparison.check_swing, comparison.describe_swing, ("target", "percent")
    ),
    Kind.WHOLE: RuleFamily(whole.applies_to, whole.check, whole.describe),
    Kind.OVER_SHARE: RuleFamily(share.applies_to, share.check, share.describe),
    Kind.SAME: RuleFamily(
        lambda target: False, lambda *asked: "", comparison.describe_identical, ()
    ),  # of the whole return
}


def evaluate_rules(rules, case):
    """Everything that ``rules`` (Terms) find in a Case, a list of Found: first what must be put right."""
    with localcontext(prec=DECIMAL_PRECISION):
        found = [each for terms in rules for each in _evaluate_rule(terms, case)]
    return sorted(found, key=lambda each: not each.must)


def _evaluate_rule(terms, case):
    if terms.kind == Kind.SAME:
        return _build_findings(terms, "", "", lambda: comparison.check_identical(case))
    family = RULE_FAMILIES[terms.kind]
    asked = [terms.target] if terms.target else case.targets.values()
    asked = [target for target in asked if target.pk in case.targets and family.fits(target)]
    return [
        each
        for target in asked
        for each in _build_findings(terms, target.code, target.name, partial(family.check, terms, target, case))
    ]


def _build_findings(terms, about, name, check):
    """[Found] of what ``check`` says, or []."""
    text = check()
    if not text:
        return []
    more = {"rule_id": terms.rule_id, "why": terms.why, "sign": _fingerprint(check)}
    return [RuleFinding(terms.weight, terms.kind, about, text[:FINDING_MAX_LENGTH], name=name, **more)]


def _fingerprint(check):
    """The sentence in few characters, as it reads in no language: a colleague may read the page in another one."""
    with override(None):
        return blake2b(check().encode(), digest_size=FINGERPRINT_LENGTH // 2).hexdigest()


def describe_rule(terms):
    """The rule in one plain sentence, with the target that it is about."""
    said = RULE_FAMILIES[terms.kind].say(terms)
    if terms.kind in (Kind.PARTS, Kind.SAME):
        return said
    where = f"{terms.target.code} {terms.target.name}" if terms.target else _("every target that this fits")
    return _("%(where)s: %(said)s") % {"where": where, "said": said}
