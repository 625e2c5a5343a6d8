"""Add, change, order, switch and remove the rules by which a plan's returns are checked.

Rules are no part of what a plan promises, so they may change until the plan is closed. Findings of a rule are stored
with each submission and do not change with it.
"""

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from audit.actions import record
from audit.errors import Refused
from plans.actions.guard import NOT_CLOSED, assign_changes, lock_plan, validated
from plans.actions.order import move_among, next_position
from plans.models import Plan
from targets.checks.families.check import RULE_FAMILIES, describe_rule
from targets.checks.families.expression import PART_SIGNS, FormulaError, read_formula
from targets.checks.families.types import BUILT_IN, Kind, RuleTerms
from targets.checks.queries.rules import build_terms
from targets.models import Rule, RulePart, Target, Weight
from targets.models.numbers import LIMIT

# The values of fields that a kind does not use.
UNUSED_FIELD_VALUES: dict = {
    "target": None, "low": None, "high": None, "percent": None, "exact": True, "formula": "",
}  # fmt: skip
# Rules that nearly every plan has; added by one button, afterwards rules like any other.
USUAL_RULES: tuple[dict[str, Any], ...] = (
    {"kind": Kind.WHOLE, "weight": Weight.MUST},
    {"kind": Kind.NEVER_FALLS, "weight": Weight.EXPLAIN},
    {"kind": Kind.SWING, "weight": Weight.EXPLAIN, "percent": Decimal(100)},
    {"kind": Kind.OVER_SHARE, "weight": Weight.EXPLAIN},
    {"kind": Kind.SAME, "weight": Weight.EXPLAIN},
)


@transaction.atomic
def add_rule(plan: Plan, *, by, kind: str, parts: Sequence[Target] = (), **fields) -> Rule:
    """Add a rule at the end of the list. ``fields`` are those of Rule; those that its kind does not use are emptied.

    ``parts`` are the targets that make up the whole. Raises Refused, naming each invalid field.
    """
    plan = lock_plan(plan, by=by, states=NOT_CLOSED)
    rule, parts = _build_rule(plan, kind, parts, fields)
    rule.position = next_position(plan.rules)
    rule.save()
    RulePart.objects.bulk_create([RulePart(rule=rule, target=part) for part in parts])
    record(by=by, verb="rule.add", on=rule_code(rule), unit=plan.unit, data=_rule_data(rule))
    return rule


@transaction.atomic
def change_rule(rule: Rule, *, by, parts: Sequence[Target] | None = None, **fields) -> Rule:
    """Change fields of a rule; its kind stays. ``parts`` None leaves them. Raises Refused as ``add_rule``."""
    plan = lock_plan(rule.plan, by=by, states=NOT_CLOSED)
    rule = _reload_rule(plan, rule)
    before = describe_rule(build_terms(rule))
    parts = [each.target for each in rule.parts.all()] if parts is None else parts
    fields, parts = _read_formula(plan, rule.kind, fields, parts)
    changed = assign_changes(rule, _clear_unused_fields(rule.kind, fields))
    _require_valid(rule, parts)
    rule.save()
    rule.parts.all().delete()
    RulePart.objects.bulk_create([RulePart(rule=rule, target=part) for part in parts])
    fresh = _reload_rule(plan, rule)
    after = describe_rule(build_terms(fresh))
    if changed or after != before:
        sentence = {"rule": [before, after]} if after != before else {"rule": after}
        record(by=by, verb="rule.change", on=rule_code(rule), unit=plan.unit, data=sentence | _changes_data(changed))
    return fresh


@transaction.atomic
def switch_rule(rule: Rule, active: bool, *, by) -> Rule:
    """Set whether a rule is in use; it keeps its place and its fields."""
    plan = lock_plan(rule.plan, by=by, states=NOT_CLOSED)
    rule = _reload_rule(plan, rule)
    if rule.active != active:
        rule.active = active
        rule.save(update_fields=["active"])
        data = {"rule": describe_rule(build_terms(rule)), "active": active}
        record(by=by, verb="rule.change", on=rule_code(rule), unit=plan.unit, data=data)
    return rule


@transaction.atomic
def move_rule(rule: Rule, step: int, *, by) -> None:
    """Move a rule up (-1) or down (1) in the list; findings are listed in this order."""
    plan = lock_plan(rule.plan, by=by, states=NOT_CLOSED)
    rule = _reload_rule(plan, rule)
    if move_among(rule, plan.rules.exclude(kind=BUILT_IN), step):
        data = {"rule": describe_rule(build_terms(rule)), "step": step}
        record(by=by, verb="rule.move", on=rule_code(rule), unit=plan.unit, data=data)


@transaction.atomic
def remove_rule(rule: Rule, *, by) -> None:
    """Remove a rule; its findings stay with their submissions."""
    plan = lock_plan(rule.plan, by=by, states=NOT_CLOSED)
    plan.rules.select_for_update().filter(pk=rule.pk).first()  # waits for submissions that store its findings
    rule = _reload_rule(plan, rule)
    record(by=by, verb="rule.remove", on=rule_code(rule), unit=plan.unit, data=_rule_data(rule))
    rule.delete()


@transaction.atomic
def add_usual_rules(plan: Plan, *, by) -> list[Rule]:
    """Add the usual rules that apply to some target of the plan and are not there yet. Returns the new ones."""
    plan = lock_plan(plan, by=by, states=NOT_CLOSED)
    existing = set(plan.rules.filter(target=None).values_list("kind", flat=True))
    targets = list(plan.targets.all())
    wanted = [
        fields
        for fields in USUAL_RULES
        if fields["kind"] not in existing
        and (fields["kind"] == Kind.SAME or any(map(RULE_FAMILIES[fields["kind"]].applies_to, targets)))
    ]
    if not wanted:
        raise Refused(_("The plan has all of the usual checks already."), code="there")
    return [add_rule(plan, by=by, **fields) for fields in wanted]


@transaction.atomic
def propose_rule(plan: Plan, *, by, kind: str, parts: Sequence[Target] = (), **fields) -> RuleTerms:
    """The RuleTerms of an unsaved rule, for a preview. Raises Refused as ``add_rule``."""
    plan = lock_plan(plan, by=by, states=NOT_CLOSED)
    rule, parts = _build_rule(plan, kind, parts, fields)
    return RuleTerms(
        kind=rule.kind, weight=rule.weight, target=rule.target, low=rule.low, high=rule.high, percent=rule.percent,
        exact=rule.exact, parts=tuple(parts), formula=rule.formula,
    )  # fmt: skip


def rule_code(rule: Rule) -> str:
    """How the audit trail names a rule."""
    return f"{rule.plan.code}/{rule.pk}"


# --- guards -----------------------------------------------------------------------------------------------------------


def _build_rule(plan, kind, parts, fields):
    if kind not in RULE_FAMILIES:
        raise Refused(_("There is no such kind of check."), cells={"kind": str(kind)[:16]}, code="invalid")
    fields, parts = _read_formula(plan, kind, fields, parts)
    rule = Rule(plan=plan, kind=kind, **_clear_unused_fields(kind, fields))
    _require_valid(rule, parts)
    return rule, parts


def _read_formula(plan, kind, fields, parts):
    """(fields, parts) with a typed formula as it is stored: by ids, the first target and the others. Raises Refused."""
    if kind != Kind.FORMULA or "formula" not in fields:
        return fields, parts
    targets = {target.code: target for target in plan.targets.all()}
    by_id = {target.pk: target for target in targets.values()}
    try:
        formula = read_formula(fields["formula"], {code: target.pk for code, target in targets.items()})
        first, *others = [_require_in_formula(formula, by_id[pk]) for pk in formula.target_ids]
    except FormulaError as error:
        raise Refused(_("Some fields are not right."), cells={"formula": str(error)}, code="invalid") from None
    stored = formula.format(lambda pk, part: f"#{pk}{PART_SIGNS[part]}")
    return fields | {"formula": stored, "target": first}, others


def _require_in_formula(formula, target):
    """The target, if the formula may name it as it does. Raises FormulaError."""
    words = {"code": target.code, "name": target.name}
    parts = {part for pk, part in formula.named if pk == target.pk}
    if target.is_milestone:
        raise FormulaError(_("%(code)s %(name)s is done or not, and has no number.") % words)
    if target.is_ratio and "" in parts:
        raise FormulaError(_("%(code)s %(name)s has two numbers: write %(code)s分子 or %(code)s分母.") % words)
    if not target.is_ratio and parts != {""}:
        raise FormulaError(_("%(code)s %(name)s has one number, no numerator and denominator.") % words)
    return target


def _clear_unused_fields(kind, fields):
    """``fields`` with those that this kind does not use emptied."""
    needed = RULE_FAMILIES[kind].fields + (("target",) if kind == Kind.FORMULA else ())
    return fields | {name: value for name, value in UNUSED_FIELD_VALUES.items() if name not in needed}


def _require_valid(rule, parts):
    errors = _number_errors(rule) | _target_errors(rule) | _part_errors(rule, parts)
    if errors:
        raise Refused(_("Some fields are not right."), cells=errors, code="invalid")
    validated(rule)


def _number_errors(rule):
    found = {name: _number_error(getattr(rule, name)) for name in ("low", "high", "percent")}
    if rule.kind == Kind.BOUNDS and rule.low is None and rule.high is None:
        found["low"] = _("Give at least one of the two bounds.")
    elif rule.low is not None and rule.high is not None and not found["low"] + found["high"] and rule.low > rule.high:
        found["high"] = _("The upper bound must not be below the lower one.")
    if rule.kind == Kind.SWING and not found["percent"] and not rule.percent:
        found["percent"] = _("Say how many percent, more than 0.")
    return {name: words for name, words in found.items() if words}


def _number_error(number):
    if number is None:
        return ""
    if not Decimal(number).is_finite():
        return _("“%(text)s” is not a number.") % {"text": number}
    if number < 0:
        return _("The number must not be negative.")
    return _("The number is too large.") if number >= LIMIT else ""


def _target_errors(rule):
    family = RULE_FAMILIES[rule.kind]
    if rule.target is None:
        return {"target": _("Choose a target.")} if family.needs_target else {}
    if rule.target.plan_id != rule.plan_id:
        return {"target": _("This target belongs to another plan.")}
    return {} if family.applies_to(rule.target) else {"target": _("This kind of check does not fit this target.")}


def _part_errors(rule, parts):
    """Parts must be reported in the same way as their whole: else they cannot be added up to it."""
    if rule.kind == Kind.FORMULA:  # read_formula has found them among the plan's
        return {}
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
    mismatched = [part.name for part in parts if part.measure != rule.target.measure]
    if mismatched:
        words = _("Reported in another way than the whole: %(names)s.") % {"names": "、".join(mismatched)}
        return {"parts": words}
    return {}


def _reload_rule(plan, rule):
    fresh = plan.rules.exclude(kind=BUILT_IN).select_related("target").prefetch_related("parts__target")
    fresh = fresh.filter(pk=rule.pk).first()
    if fresh is None:
        raise Refused(_("Somebody has removed this rule meanwhile."), code="gone")
    fresh.plan = plan
    return fresh


def _rule_data(rule):
    """What the audit row stores of a rule: its sentence, its weight and its reason."""
    fresh = Rule.objects.select_related("target").prefetch_related("parts__target").get(pk=rule.pk)
    data = {"rule": describe_rule(build_terms(fresh)), "weight": str(fresh.get_weight_display())}
    return data | {"reason": rule.why} if rule.why else data


def _changes_data(changed):
    """The changes that the sentence of the rule does not show, for the audit row."""
    named = {"weight": dict(Weight.choices), "why": {}}
    return {
        {"why": "reason"}.get(name, name): [str(named[name].get(value, value)) for value in pair]
        for name, pair in changed.items()
        if name in named
    }
