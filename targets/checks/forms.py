"""The form of a rule: of each kind only the fields that it uses."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from plans.models import Plan
from targets.checks.families.check import RULE_FAMILIES
from targets.checks.families.formula import format_typed
from targets.checks.families.types import Kind
from targets.checks.queries.rules import build_terms
from targets.goals.forms import NumberField
from targets.models import Rule, Weight

# What each kind is for, shown to planners.
KIND_DESCRIPTIONS = {
    Kind.BOUNDS: _("A number lies between two bounds: a county has no more than 40 townships."),
    Kind.PARTS: _("Parts and their whole: 男 + 女 = 合计, or 其中 not more than the whole."),
    Kind.NEVER_FALLS: _("A total since the beginning of the year only grows."),
    Kind.SWING: _(
        "Far more or far less than the last report. Of a total this year it is what was added that is compared; after "
        "a 0 nothing is."
    ),
    Kind.WHOLE: _("Of a rate, the numerator is not more than the denominator."),
    Kind.OVER_SHARE: _("More than the unit's own share: done very well, or counted twice."),
    Kind.FORMULA: _("A calculation between targets of one return: L01 + L02 ≤ L03 × 110%."),
    Kind.SAME: _("Every cell as in the last report: perhaps only copied."),
}
WEIGHT_DESCRIPTIONS = {
    Weight.MUST: _("The return cannot be submitted before it is put right."),
    Weight.EXPLAIN: _("It can be submitted with a written explanation, which the reviewer reads."),
}


def _weight_choices():
    return [(weight, f"{weight.label}：{WEIGHT_DESCRIPTIONS[weight]}") for weight in Weight]


class TargetField(forms.ModelChoiceField):
    """Choose one target, by code, name and measure."""

    def label_from_instance(self, target):
        return f"{target.code} {target.name} ({target.get_measure_display()})"


class PartsField(forms.ModelMultipleChoiceField):
    """Tick the targets that make up a whole."""

    widget = forms.CheckboxSelectMultiple

    def label_from_instance(self, target):
        return f"{target.code} {target.name} ({target.get_measure_display()})"


class RuleForm(forms.Form):
    """A rule of one ``kind`` in ``plan``; ``rule`` is the one to change, None for a new one."""

    low = NumberField(label=_("Lower bound"), help_text=_("Empty: none. A rate as it is written: 70 for 70 %."))
    high = NumberField(label=_("Upper bound"), help_text=_("Empty: none."))
    exact = forms.TypedChoiceField(
        label=_("The parts together"),
        choices=[("yes", _("meet the whole (男 + 女 = 合计)")), ("no", _("are at most the whole (其中)"))],
        coerce=lambda value: value == "yes",
        widget=forms.RadioSelect,
        initial="yes",
    )
    percent = NumberField(label=_("Swing in percent"), help_text=_("Such as 50: more than half up or down."))
    formula = forms.CharField(
        label=_("Formula"),
        max_length=200,
        help_text=_(
            "Codes of targets, numbers, + − × ÷ ( ), and one of = ≠ ≤ ≥ < >. Also 110%; of a ratio L05分子 and "
            "L05分母. A return in which one of them is blank or not applicable is not checked, nor one where it would "
            "divide by 0."
        ),
    )
    weight = forms.ChoiceField(
        label=_("What a finding does"), choices=_weight_choices, widget=forms.RadioSelect, initial=Weight.EXPLAIN
    )
    why = forms.CharField(
        label=_("What it is for"),
        max_length=Rule._meta.get_field("why").max_length,
        required=False,
        help_text=_("Shown to whoever has to correct or explain."),
    )

    def __init__(self, data=None, *, plan: Plan, kind: Rule.Kind, rule: Rule | None = None):
        self.kind, self.family = kind, RULE_FAMILIES[kind]
        super().__init__(data, initial=_initial_values(rule) if rule else None)
        applicable = plan.targets.filter(pk__in=[t.pk for t in plan.targets.all() if self.family.applies_to(t)])
        target_fields = {
            "target": TargetField(
                applicable,
                label=_("The whole") if kind == Kind.PARTS else _("Target"),
                required=self.family.needs_target,
                empty_label=_("(choose a target)") if self.family.needs_target else _("every target that this fits"),
            ),
            "parts": PartsField(applicable, label=_("Its parts")),
        }
        fields = {name: target_fields.get(name) or self.fields[name] for name in self.family.fields}
        self.fields = {**fields, "weight": self.fields["weight"], "why": self.fields["why"]}

    def values(self) -> dict[str, Any]:
        """The keyword arguments of ``add_rule`` and ``change_rule``."""
        given = dict(self.cleaned_data)
        return given | ({"parts": list(given["parts"])} if "parts" in given else {})


def _initial_values(rule):
    return {
        "formula": format_typed(build_terms(rule)) if rule.kind == Kind.FORMULA else "",
        "target": rule.target, "low": rule.low, "high": rule.high, "percent": rule.percent, "weight": rule.weight,
        "why": rule.why, "exact": "yes" if rule.exact else "no", "parts": [each.target_id for each in rule.parts.all()],
    }  # fmt: skip
