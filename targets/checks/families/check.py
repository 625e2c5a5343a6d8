"""All families of rules together: evaluate rules on a return, and describe a rule in words."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from decimal import localcontext
from functools import partial
from hashlib import blake2b

from django.utils.translation import gettext as _
from django.utils.translation import override

from targets.checks.families import bounds, comparison, formula, parts, share, unlikely, whole
from targets.checks.families.types import BUILT_IN, CheckContext, Kind, RuleFinding, RuleTerms

FINDING_MAX_LENGTH = 500  # characters of a finding's text
FINGERPRINT_LENGTH = 16  # hexadecimal digits
DECIMAL_PRECISION = 60  # digits: more than two figures of 20 multiplied have, so that no comparison rounds


@dataclass(frozen=True)
class RuleFamily:
    """A kind of rule.

    ``applies_to`` (target -> bool) says which targets it can check, ``check`` (terms, target, context -> text) what is
    wrong ("" when nothing is), ``describe`` (terms -> text) what the rule demands; ``fields`` are those that a planner
    fills in. ``needs_target``: a rule of this kind names one target. ``needs_earlier`` and ``needs_shares``: its check
    looks at the reports before, and at the unit's own shares, which are read only for rules that need them.
    """

    applies_to: Callable
    check: Callable
    describe: Callable
    fields: tuple[str, ...] = ("target",)
    needs_target: bool = False
    needs_earlier: bool = False
    needs_shares: bool = False


RULE_FAMILIES: dict[str, RuleFamily] = {
    Kind.BOUNDS: RuleFamily(
        bounds.applies_to, bounds.check, bounds.describe, ("target", "low", "high"), needs_target=True
    ),
    Kind.PARTS: RuleFamily(
        parts.applies_to, parts.check, parts.describe, ("target", "parts", "exact"), needs_target=True
    ),
    Kind.NEVER_FALLS: RuleFamily(
        comparison.is_running, comparison.check_decrease, comparison.describe_decrease, needs_earlier=True
    ),
    Kind.SWING: RuleFamily(
        comparison.is_numeric,
        comparison.check_swing,
        comparison.describe_swing,
        ("target", "percent"),
        needs_earlier=True,
    ),
    Kind.WHOLE: RuleFamily(whole.applies_to, whole.check, whole.describe),
    Kind.OVER_SHARE: RuleFamily(share.applies_to, share.check, share.describe, needs_earlier=True, needs_shares=True),
    Kind.FORMULA: RuleFamily(formula.applies_to, formula.check, formula.describe, ("formula",)),
    # Of the whole return, hence of no target.
    Kind.SAME: RuleFamily(
        lambda target: False, lambda *_args: "", comparison.describe_identical, (), needs_earlier=True
    ),
}


def evaluate_rules(rules: Iterable[RuleTerms], context: CheckContext) -> list[RuleFinding]:
    """Everything that ``rules`` find in a return; what must be corrected comes first.

    One error is said once: where a number must be corrected, its swing is not asked about as well, and the built-in
    check asks only about what no rule of the plan has found.
    """
    with localcontext(prec=DECIMAL_PRECISION):
        rules = list(rules)
        found = [each for terms in rules if terms.kind != BUILT_IN for each in _evaluate_rule(terms, context)]
        musts = {each.about for each in found if each.must and each.about}
        found = [each for each in found if each.must or each.kind != Kind.SWING or each.about not in musts]
        for terms in rules:
            if terms.kind == BUILT_IN:
                found += _find_unlikely(terms, context, musts, {(each.about, each.kind) for each in found})
    return sorted(found, key=lambda each: not each.must)


def _find_unlikely(terms, context, musts, said):
    """The findings of the built-in check beside the cells ``musts`` (codes) and what is ``said`` {(code, kind)}."""
    return [
        each
        for target in context.targets.values()
        if unlikely.is_odd(target, context)
        and target.code not in musts
        and (target.code, unlikely.find_kind(target, context)) not in said
        for each in _build_findings(terms, target.code, target.name, partial(unlikely.check, terms, target, context))
    ]


def _evaluate_rule(terms, context):
    if terms.kind == Kind.SAME:
        return _build_findings(terms, "", "", lambda: comparison.check_identical(context))
    family = RULE_FAMILIES[terms.kind]
    targets = [terms.target] if terms.target else context.targets.values()
    targets = [target for target in targets if target.pk in context.targets and family.applies_to(target)]
    return [
        each
        for target in targets
        for each in _build_findings(terms, target.code, target.name, partial(family.check, terms, target, context))
    ]


def _build_findings(terms, about, name, check):
    """[RuleFinding] when ``check`` gives a text, else []."""
    text = check()
    if not text:
        return []
    more = {"rule_id": terms.rule_id, "why": terms.why, "fingerprint": _fingerprint(check)}
    return [RuleFinding(terms.weight, terms.kind, about, text[:FINDING_MAX_LENGTH], name=name, **more)]


def _fingerprint(check):
    """A hash of the untranslated text: a colleague may read the page in another language."""
    with override(None):
        return blake2b(check().encode(), digest_size=FINGERPRINT_LENGTH // 2).hexdigest()


def describe_rule(terms: RuleTerms) -> str:
    """The rule in one plain sentence, with the target that it is about."""
    demand = RULE_FAMILIES[terms.kind].describe(terms)
    if terms.kind in (Kind.PARTS, Kind.FORMULA, Kind.SAME):
        return demand
    where = f"{terms.target.code} {terms.target.name}" if terms.target else _("every target that this fits")
    return _("%(where)s: %(said)s") % {"where": where, "said": demand}
