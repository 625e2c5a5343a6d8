"""The rules by which a plan's returns are checked: added, changed, put in order, taken out of use and back, removed.

They say nothing about what was promised, so they may change as long as the plan lives; what a rule found in a
submission is kept with the submission, whatever becomes of the rule.
"""

from decimal import Decimal

from django.db import transaction
from django.utils.translation import gettext as _

from audit.actions import record
from audit.errors import Refused
from plans.actions.guard import NOT_CLOSED, assign_changes, lock_plan, validated
from plans.actions.order import move_among, next_position
from targets.checks.families.check import RULE_FAMILIES, describe_rule
from targets.checks.families.types import Kind, RuleTerms
from targets.checks.queries.rules import build_terms
from targets.models import Rule, RulePart, Weight
from targets.models.numbers import LIMIT

# What a field holds where its kind has no use for it.
UNUSED_FIELD_VALUES: dict = {"target": None, "low": None, "high": None, "percent": None, "exact": True}
# What hardly any plan does without; offered by one button, each then a rule like any other.
USUAL_RULES = (
    {"kind": Kind.WHOLE, "weight": Weight.MUST},
    {"kind": Kind.NEVER_FALLS, "weight": Weight.EXPLAIN},
    {"kind": Kind.SWING, "weight": Weight.EXPLAIN, "percent": Decimal(100)},
    {"kind": Kind.SAME, "weight": Weight.EXPLAIN},
)


@transaction.atomic
def add_rule(plan, *, by, kind, parts=(), **fields):
    """A new rule at the end of the list. ``fields`` are those of Rule; what its kind has no use for is emptied.

    ``parts`` are the targets that make up the whole. Raises Refused, naming each field that is wrong.
    """
    plan = lock_plan(plan, by=by, states=NOT_CLOSED)
    rule = _build_rule(plan, kind, parts, fields)
    rule.position = next_position(plan.rules)
    rule.save()
    RulePart.objects.bulk_create([RulePart(rule=rule, target=part) for part in parts])
    record(by=by, verb="rule.add", on=rule_code(rule), unit=plan.unit, data=_rule_data(rule))
    return rule


@transaction.atomic
def change_rule(rule, *, by, parts=None, **fields):
    """Change a rule; its kind stays. ``parts`` None: as they are."""
    plan = lock_plan(rule.plan, by=by, states=NOT_CLOSED)
    rule = _reload_rule(plan, rule)
    before = describe_rule(build_terms(rule))
    parts = [each.target for each in rule.parts.all()] if parts is None else parts
    changed = assign_changes(rule, _clear_unused_fields(rule.kind, fields))
    _require_valid(rule, parts)
    rule.save()
    rule.parts.all().delete()
    RulePart.objects.bulk_create([RulePart(rule=rule, target=part) for part in parts])
    fresh = _reload_rule(plan, rule)
    after = describe_rule(build_terms(fresh))
    if changed or after != before:
        told = {"rule": [before, after]} if after != before else {"rule": after}
        record(by=by, verb="rule.change", on=rule_code(rule), unit=plan.unit, data=told | _changes_data(changed))
    return fresh


@transaction.atomic
def switch_rule(rule, active, *, by):
    """Take a rule out of use, or back into it; it keeps its place and its words."""
    plan = lock_plan(rule.plan, by=by, states=NOT_CLOSED)
    rule = _reload_rule(plan, rule)
    if rule.active != active:
        rule.active = active
        rule.save(update_fields=["active"])
        data = {"rule": describe_rule(build_terms(rule)), "active": active}
        record(by=by, verb="rule.change", on=rule_code(rule), unit=plan.unit, data=data)
    return rule


@transaction.atomic
def move_rule(rule, step, *, by):
    """Move a rule up (-1) or down (1) in the list; findings are listed in this order."""
    plan = lock_plan(rule.plan, by=by, states=NOT_CLOSED)
    rule = _reload_rule(plan, rule)
    if move_among(rule, plan.rules.all(), step):
        data = {"rule": describe_rule(build_terms(rule)), "step": step}
        record(by=by, verb="rule.move", on=rule_code(rule), unit=plan.unit, data=data)


@transaction.atomic
def remove_rule(rule, *, by):
    """Remove a rule; what it found in submissions stays with them."""
    plan = lock_plan(rule.plan, by=by, states=NOT_CLOSED)
    plan.rules.select_for_update().filter(pk=rule.pk).first()  # waits for submissions that are about to name it
    rule = _reload_rule(plan, rule)
    record(by=by, verb="rule.remove", on=rule_code(rule), unit=plan.unit, data=_rule_data(rule))
    rule.delete()


@transaction.atomic
def add_usual_rules(plan, *, by):
    """Add the usual rules that some target of the plan fits and that the plan does not have. Returns the new ones."""
    plan = lock_plan(plan, by=by, states=NOT_CLOSED)
    there = set(plan.rules.filter(target=None).values_list("kind", flat=True))
    targets = list(plan.targets.all())
    wanted = [
        fields
        for fields in USUAL_RULES
        if fields["kind"] not in there
        and (fields["kind"] == Kind.SAME or any(map(RULE_FAMILIES[fields["kind"]].fits, targets)))
    ]
    if not wanted:
        raise Refused(_("The plan has all of the usual checks already."), code="there")
    return [add_rule(plan, by=by, **fields) for fields in wanted]


@transaction.atomic
def propose_rule(plan, *, by, kind, parts=(), **fields):
    """The Terms of a rule that nobody has saved, held to the same guards; for a look at what it would find."""
    plan = lock_plan(plan, by=by, states=NOT_CLOSED)
    rule = _build_rule(plan, kind, parts, fields)
    return RuleTerms(
        kind=rule.kind, weight=rule.weight, target=rule.target, low=rule.low, high=rule.high, percent=rule.percent,
        exact=rule.exact, parts=tuple(parts),
    )  # fmt: skip


def rule_code(rule):
    """How the trail names a rule."""
    return f"{rule.plan.code}/{rule.pk}"


# --- guards -----------------------------------------------------------------------------------------------------------


def _build_rule(plan, kind, parts, fields):
    if kind not in RULE_FAMILIES:
        raise Refused(_("There is no such kind of check."), cells={"kind": str(kind)[:16]}, code="invalid")
    rule = Rule(plan=plan, kind=kind, **_clear_unused_fields(kind, fields))
    _require_valid(rule, parts)
    return rule


def _clear_unused_fields(kind, fields):
    """``fields`` with what this kind has no use for emptied."""
    needed = RULE_FAMILIES[kind].fields
    return fields | {name: value for name, value in UNUSED_FIELD_VALUES.items() if name not in needed}


def _require_valid(rule, parts):
    wrong = _number_faults(rule) | _target_faults(rule) | _part_faults(rule, parts)
    if wrong:
        raise Refused(_("Some fields are not right."), cells=wrong, code="invalid")
    validated(rule)


def _number_faults(rule):
    found = {name: _number_fault(getattr(rule, name)) for name in ("low", "high", "percent")}
    if rule.kind == Kind.BOUNDS and rule.low is None and rule.high is None:
        found["low"] = _("Give at least one of the two bounds.")
    elif rule.low is not None and rule.high is not None and not found["low"] + found["high"] and rule.low > rule.high:
        found["high"] = _("The upper bound must not be below the lower one.")
    if rule.kind == Kind.SWING and not found["percent"] and not rule.percent:
        found["percent"] = _("Say how many percent, more than 0.")
    return {name: words for name, words in found.items() if words}


def _number_fault(number):
    if number is None:
        return ""
    if not Decimal(number).is_finite():
        return _("“%(text)s” is not a number.") % {"text": number}
    if number < 0:
        return _("The number must not be negative.")
    return _("The number is too large.") if number >= LIMIT else ""


def _target_faults(rule):
    family = RULE_FAMILIES[rule.kind]
    if rule.target is None:
        return {"target": _("Choose a target.")} if family.one else {}
    if rule.target.plan_id != rule.plan_id:
        return {"target": _("This target belongs to another plan.")}
    return {} if family.fits(rule.target) else {"target": _("This kind of check does not fit this target.")}


def _part_faults(rule, parts):
    """Parts are numbers of the same kind as their whole; anything else could not be added up to it."""
    if rule.kind != Kind.PARTS:
        return {"parts": _("Only a whole has parts.")} if parts else {}
    if not parts:
        return {"parts": _("Choose the parts.")}
    if rule.target is None:
        return {}
    if any(part.plan_id != rule.plan_id for part in parts):
        return {"parts": _("This target belongs to another plan.")}
    if any(part.pk == rule.target.pk for part in parts):
        return {"parts": _("The whole cannot be a part of itself.")}
    strange = [part.name for part in parts if part.measure != rule.target.measure]
    if strange:
        words = _("Reported in another way than the whole: %(names)s.") % {"names": "、".join(strange)}
        return {"parts": words}
    return {}


def _reload_rule(plan, rule):
    fresh = plan.rules.select_related("target").prefetch_related("parts__target").filter(pk=rule.pk).first()
    if fresh is None:
        raise Refused(_("Somebody has removed this rule meanwhile."), code="gone")
    fresh.plan = plan
    return fresh


def _rule_data(rule):
    """What the trail keeps of a rule: its sentence, which outlives it, and its weight."""
    fresh = Rule.objects.select_related("target").prefetch_related("parts__target").get(pk=rule.pk)
    told = {"rule": describe_rule(build_terms(fresh)), "weight": str(fresh.get_weight_display())}
    return told | {"reason": rule.why} if rule.why else told


def _changes_data(changed):
    """Of what was changed, what the sentence does not say."""
    named = {"weight": dict(Weight.choices), "why": {}}
    return {
        {"why": "reason"}.get(name, name): [str(named[name].get(value, value)) for value in pair]
        for name, pair in changed.items()
        if name in named
    }
