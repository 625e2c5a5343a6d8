"""What a planner types about a rule: of each kind only the fields that it needs."""

from django import forms
from django.utils.translation import gettext_lazy as _

from targets.checks.families.check import RULE_FAMILIES
from targets.checks.families.types import Kind
from targets.goals.forms import NumberField
from targets.models import Rule, Weight

# What each kind is for, in the words in which a planner would look for it.
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
    Kind.SAME: _("Every cell as in the last report: perhaps only copied."),
}
WEIGHT_DESCRIPTIONS = {
    Weight.MUST: _("The return cannot be submitted before it is put right."),
    Weight.EXPLAIN: _("It can be submitted with a written explanation, which the reviewer reads."),
}


class TargetField(forms.ModelChoiceField):
    def label_from_instance(self, target):
        return f"{target.code} {target.name} ({target.get_measure_display()})"


class PartsField(forms.ModelMultipleChoiceField):
    widget = forms.CheckboxSelectMultiple

    def label_from_instance(self, target):
        return f"{target.code} {target.name} ({target.get_measure_display()})"


class RuleForm(forms.Form):
    """A rule of one kind of ``plan``; ``rule`` is the one to change, None for a new one."""

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
    weight = forms.ChoiceField(label=_("What a finding does"), widget=forms.RadioSelect, initial=Weight.EXPLAIN)
    why = forms.CharField(
        label=_("What it is for"),
        max_length=Rule._meta.get_field("why").max_length,
        required=False,
        help_text=_("Shown to whoever has to correct or explain."),
    )

    def __init__(self, *args, plan, kind, rule=None, **kwargs):
        self.kind, self.family = kind, RULE_FAMILIES[kind]
        super().__init__(*args, initial=_initial_values(rule) if rule else None, **kwargs)
        fitting = plan.targets.filter(pk__in=[t.pk for t in plan.targets.all() if self.family.fits(t)])
        asked = {
            "target": TargetField(
                fitting,
                label=_("The whole") if kind == Kind.PARTS else _("Target"),
                required=self.family.one,
                empty_label=_("(choose a target)") if self.family.one else _("every target that this fits"),
            ),
            "parts": PartsField(fitting, label=_("Its parts")),
        }
        own = {name: asked.get(name) or self.fields[name] for name in self.family.fields}
        self.fields = {**own, "weight": self.fields["weight"], "why": self.fields["why"]}
        self.fields["weight"].choices = [
            (value, f"{label}：{WEIGHT_DESCRIPTIONS[value]}") for value, label in Weight.choices
        ]

    def values(self):
        """The arguments of the actions."""
        given = dict(self.cleaned_data)
        return given | ({"parts": list(given["parts"])} if "parts" in given else {})


def _initial_values(rule):
    return {
        "target": rule.target, "low": rule.low, "high": rule.high, "percent": rule.percent, "weight": rule.weight,
        "why": rule.why, "exact": "yes" if rule.exact else "no", "parts": [each.target_id for each in rule.parts.all()],
    }  # fmt: skip
