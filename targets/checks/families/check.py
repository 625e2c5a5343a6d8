"""All families together: what a set of rules finds in a return, and what a rule says in words."""

from collections.abc import Callable
from dataclasses import dataclass
from decimal import localcontext
from functools import partial
from hashlib import blake2b

from django.utils.translation import gettext as _
from django.utils.translation import override

from targets.checks.families import before, bounds, parts, share, whole
from targets.checks.families.terms import Found, Kind

LONGEST = 500  # characters that are kept of a finding
SIGN = 16  # characters that stand for a finding with its numbers
EXACT = 60  # digits: two figures of 20 multiplied, and some more, so that nothing is rounded before it is compared


@dataclass(frozen=True)
class Family:
    """A kind of rule: which targets it ``fits``, its ``check`` (terms, target, case -> a sentence or ""), how it is
    said, and the ``fields`` that a planner fills in. ``one`` says that it needs a target of its own."""

    fits: Callable
    check: Callable
    say: Callable
    fields: tuple = ("target",)
    one: bool = False


FAMILIES = {
    Kind.BOUNDS: Family(bounds.fits, bounds.check, bounds.say, ("target", "low", "high"), one=True),
    Kind.PARTS: Family(parts.fits, parts.check, parts.say, ("target", "parts", "exact"), one=True),
    Kind.NEVER_FALLS: Family(before.is_running, before.falls, before.say_falls),
    Kind.SWING: Family(before.swings, before.swing, before.say_swing, ("target", "percent")),
    Kind.WHOLE: Family(whole.fits, whole.check, whole.say),
    Kind.OVER_SHARE: Family(share.fits, share.check, share.say),
    Kind.SAME: Family(lambda target: False, lambda *asked: "", before.say_same, ()),  # of the whole return
}


def findings(rules, case):
    """Everything that ``rules`` (Terms) find in a Case, a list of Found: first what must be put right."""
    with localcontext(prec=EXACT):
        found = [each for terms in rules for each in _found(terms, case)]
    return sorted(found, key=lambda each: not each.must)


def _found(terms, case):
    if terms.kind == Kind.SAME:
        return _say(terms, "", "", lambda: before.same(case))
    family = FAMILIES[terms.kind]
    asked = [terms.target] if terms.target else case.targets.values()
    asked = [target for target in asked if target.pk in case.targets and family.fits(target)]
    return [
        each
        for target in asked
        for each in _say(terms, target.code, target.name, partial(family.check, terms, target, case))
    ]


def _say(terms, about, name, check):
    """[Found] of what ``check`` says, or []."""
    text = check()
    if not text:
        return []
    more = {"rule_id": terms.rule_id, "why": terms.why, "sign": _sign(check)}
    return [Found(terms.weight, terms.kind, about, text[:LONGEST], name=name, **more)]


def _sign(check):
    """The sentence in few characters, as it reads in no language: a colleague may read the page in another one."""
    with override(None):
        return blake2b(check().encode(), digest_size=SIGN // 2).hexdigest()


def say(terms):
    """The rule in one plain sentence, with the target that it is about."""
    said = FAMILIES[terms.kind].say(terms)
    if terms.kind in (Kind.PARTS, Kind.SAME):
        return said
    where = f"{terms.target.code} {terms.target.name}" if terms.target else _("every target that this fits")
    return _("%(where)s: %(said)s") % {"where": where, "said": said}
