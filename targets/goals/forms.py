"""What a planner types about a target: each field with its plain explanation, and only those that fit the measure."""

from decimal import Decimal
from types import SimpleNamespace
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from accounts.forms.people import DateInput
from plans.models import Period
from targets.goals.fields import FIELDS_BY_MEASURE, UNUSED_VALUES, due_codes, field_applies
from targets.models import Target
from targets.models.numbers import PLACES
from targets.models.target import Direction, Measure, Start
from targets.values.typed_numbers import UnreadableNumber, read_number, read_share

MEASURES = {
    Measure.INCREMENT: _("Each period the units report what was added in it, such as people trained this quarter."),
    Measure.RUNNING: _("Each period the units report the total since the beginning of the year."),
    Measure.LEVEL: _("Each period the units report how many there are at its end, such as children's homes."),
    Measure.RATIO: _("The units report two numbers, part and whole; a rate is made of the sums, never of other rates."),
    Measure.MILESTONE: _("Done or not, and when: a document published, a meeting held."),
}
HELP = {
    "task": _("The task that promises it."),
    "code": _("Such as L03. Empty: the next one is given."),
    "name": _("What is counted, in a few words, such as 农村劳动力培训."),
    "clause": _("The sentence of the document, so that anybody can check it."),
    "unit": _("Such as 个, 户, 人次, for a milestone 项. A rate may leave it empty once its scale is chosen."),
    "direction": _("A plain number in a plan means “at least”; 以内 means “at most”. A rate is never “exactly”."),
    "value": _(
        "What the plan promises. A rate as it is written: 70 for 70 %. A milestone: how many units must do it. Where "
        "it counts the units that reached theirs: how many units are to reach it; what each must reach stands in the "
        "breakdown."
    ),
    "value2": _("The upper end of the range."),
    "decimals": _("How many decimals are reported. Counts of people and things have none."),
    "part_decimals": _("0 where people and things are counted; more for areas, weights and money."),
    "scale": _("How the rate is written: of a hundred, of a thousand, of 100,000."),
    "baseline": _("How it stood before the year, in the same unit. Progress is counted from it."),
    "start": _("Then there is no pace: it is reached or not reached."),
    "rollup": _("How units add up: their numbers, or how many units reached theirs (“at least one in each county”)."),
    "frequency": _("How often units report it: as often as the plan, or less often."),
    "deadline": _("Empty: the end of the year. A milestone needs one."),
    "definition": _("What counts and what does not (口径), so that every county counts alike."),
    "data_source": _("Where the number comes from: a register, another office, a survey."),
    "weight": _("How much it counts beside other targets. 1 is usual."),
}
LABELS = {"data_source": _("Data source"), "clause": _("Sentence in the document"), "rollup": _("Adds up as")}
ORDER = [
    "name", "task", "code", "clause", "measure", "direction", "value", "value2", "unit", "scale", "decimals",
    "part_decimals", "baseline", "start", "rollup", "frequency", "deadline", "definition", "data_source", "weight",
]  # fmt: skip
LOOSE = SimpleNamespace(measure=Measure.LEVEL, decimals=PLACES)  # any exact number; the action knows the decimals
PREFIX = "schedule_"


class NumberField(forms.CharField):
    """An exact number, read as people type it: full-width digits, thousands."""

    def __init__(self, **kwargs):
        super().__init__(required=False, **kwargs)
        self.widget.attrs |= {"inputmode": "decimal", "autocomplete": "off"}

    def prepare_value(self, value):
        return format(value.normalize(), "f") if isinstance(value, Decimal) else value

    def clean(self, value):
        try:
            return read_number(super().clean(value), LOOSE)
        except UnreadableNumber as error:
            raise ValidationError(str(error)) from None


class TargetForm(forms.ModelForm):
    """A target of ``plan``, or, with ``only``, some of its fields."""

    value = NumberField(label=_("Value"))
    value2 = NumberField(label=_("Upper value"))
    baseline = NumberField(label=_("Baseline"))
    start = forms.BooleanField(label=_("No baseline is known"), required=False)
    measure = forms.ChoiceField(
        label=_("How units report it"),
        choices=Measure.choices,
        widget=forms.RadioSelect,
        initial=Measure.INCREMENT,
    )

    class Meta:
        model = Target
        fields = ORDER
        widgets = {
            "deadline": DateInput,
            "clause": forms.Textarea(attrs={"rows": 2}),
            "definition": forms.Textarea(attrs={"rows": 3}),
        }
        help_texts = HELP
        labels = LABELS

    def __init__(self, *args, plan, only=None, **kwargs):
        super().__init__(*args, **kwargs)
        self.plan = plan
        self.periods = list(plan.periods.all())
        task = self.fields["task"]
        assert isinstance(task, forms.ModelChoiceField)
        task.queryset = plan.tasks.order_by("code")
        task.empty_label = _("(choose a task)")
        self.fields["code"].required = self.instance.pk is not None
        # The scale of a rate says its unit.
        self.fields["unit"].required = not (self.data.get("measure") == Measure.RATIO and self.data.get("scale"))
        self.fields["part_decimals"].required = False
        for name in ("value", "value2", "baseline", "start"):
            self.fields[name].help_text = HELP[name]
        self.initial["start"] = self.instance.start == Start.UNKNOWN
        self._add_schedule()
        for name in [name for name in self.fields if only is not None and _real(name) not in only]:
            del self.fields[name]

    def _add_schedule(self):
        for period in self.periods:
            share = self.instance.schedule.get(period.code)
            initial = None if share is None else Decimal(share) * 100
            self.fields[PREFIX + period.code] = NumberField(label=f"{period.name} %", initial=initial)

    def clean(self):
        cleaned = super().clean() or {}
        measure, direction = self._chosen("measure"), self._chosen("direction")
        for name in list(self.fields):
            if not field_applies(_real(name), measure, direction) and _real(name) in UNUSED_VALUES:
                self.errors.pop(name, None)
                cleaned[name] = UNUSED_VALUES[_real(name)]
        if "measure" in self.fields or any(name.startswith(PREFIX) for name in self.fields):
            cleaned["schedule"] = self._schedule(cleaned)
        return cleaned

    def clean_start(self):
        """What the model keeps; that an issued plan counts from zero stays until something else is said."""
        if self.cleaned_data["start"]:
            return Start.UNKNOWN
        return Start.ZERO if self.instance.start == Start.ZERO else Start.NOT_SAID

    def clean_part_decimals(self):
        return self.cleaned_data["part_decimals"] or 0

    def _chosen(self, name):
        """What is typed, or what stands when it is not asked."""
        typed = self.cleaned_data.get(name) or getattr(self.instance, name)
        return typed if name != "measure" or typed in FIELDS_BY_MEASURE else Measure.INCREMENT

    def _schedule(self, cleaned):
        """The shares of the periods in which the target is due, as the model keeps them; {} when none is given."""
        codes = due_codes(cleaned.get("frequency") or self.instance.frequency, self.periods)
        given = {code: cleaned.get(PREFIX + code) for code in codes}
        given = {code: share for code, share in given.items() if isinstance(share, Decimal)}
        return {code: format((share / 100).normalize(), "f") for code, share in given.items()}

    def values(self) -> dict[str, Any]:
        """The arguments of the action."""
        return {name: value for name, value in self.cleaned_data.items() if not name.startswith(PREFIX)}

    def rows(self, *names: str) -> list[dict[str, Any]]:
        """Bound fields with the measures and directions for which they are asked, for the template and its script."""
        measure = self["measure"].value() if "measure" in self.fields else self.instance.measure
        direction = self["direction"].value() if "direction" in self.fields else self.instance.direction
        return [self._row(self[name], measure, direction) for name in names if name in self.fields]

    def _row(self, field, measure, direction):
        name = _real(field.name)
        shown = (
            measure not in FIELDS_BY_MEASURE
            or name not in UNUSED_VALUES
            or field_applies(name, measure, direction or "")
        )
        return {
            "field": field,
            "measures": " ".join(
                each for each in Measure.values if name in FIELDS_BY_MEASURE[Measure(each)] or name not in UNUSED_VALUES
            ),
            "directions": " ".join(
                d for d in Direction.values if field_applies(name, Measure.RATIO, d) or name not in UNUSED_VALUES
            ),
            "shown": shown,
        }

    @property
    def promised(self) -> list[dict[str, Any]]:
        return self.rows("name", "task", "code", "clause")

    @property
    def counted(self) -> list[dict[str, Any]]:
        rate = ("scale", "decimals", "part_decimals")
        return self.rows("direction", "value", "value2", "unit", *rate, "baseline", "start", "rollup")

    @property
    def timed(self) -> list[dict[str, Any]]:
        return self.rows("frequency", "deadline")

    @property
    def explained(self) -> list[dict[str, Any]]:
        return self.rows("definition", "data_source", "weight")

    @property
    def scheduled(self) -> list[dict[str, Any]]:
        """The schedule's fields, each with the frequencies for which its period is due."""
        rows = self.rows(*[PREFIX + period.code for period in self.periods])
        frequency = self["frequency"].value() if "frequency" in self.fields else self.instance.frequency
        for row, period in zip(rows, self.periods, strict=False):
            due = [name for name in ("month", "quarter", "half", "year") if period.falls_due(name)]
            row["frequencies"] = " ".join(due)
            row["due"] = frequency in due
        return rows

    @property
    def measures(self):
        """The choices of the measure with their explanations."""
        chosen = self["measure"].value() if "measure" in self.fields else ""
        return [(m.value, m.label, MEASURES[m], m.value == chosen) for m in Measure]


class StartsForm:
    """The baselines that a planner typed for the targets of a draft that lack one; ``rest``: all others have none."""

    def __init__(self, targets, data):
        self.typed = {target.code: data.get(f"baseline-{target.code}", "") for target in targets}
        self.unknown = set(self.typed) if "rest" in data else set(data.getlist("unknown"))
        self.starts: dict[str, Decimal | None] = {}
        self.errors: dict[str, str] = {}
        for target in targets:
            self._read(target)

    def _read(self, target):
        try:
            number = read_share(self.typed[target.code], target)
        except UnreadableNumber as error:
            self.errors[target.code] = str(error)
            return
        if number is not None or target.code in self.unknown:
            self.starts[target.code] = number


class AdjustForm(TargetForm):
    """A change of an issued plan's target: what changes, from when, why, by which document."""

    from_seq = forms.TypedChoiceField(label=_("Counts from the period"), coerce=int)
    reason = forms.CharField(label=_("Reason"), widget=forms.Textarea(attrs={"rows": 2}))
    document_number = forms.CharField(label=_("Document number"), max_length=64)
    WHY = ("from_seq", "reason", "document_number")

    def __init__(self, *args, plan, only, **kwargs):
        super().__init__(*args, plan=plan, only={*only, *self.WHY}, **kwargs)
        self.fields["document_number"].help_text = _("Such as 临妇发〔%(year)s〕3号.") % {"year": plan.year}
        choices = [(p.seq, p.name) for p in self.periods if p.state != Period.State.LOCKED]
        from_seq = self.fields["from_seq"]
        assert isinstance(from_seq, forms.TypedChoiceField)
        from_seq.choices = choices

    @property
    def why(self) -> list[forms.BoundField]:
        return [self[name] for name in self.WHY]


def _real(name):
    """The model's field behind a form's field."""
    return "schedule" if name.startswith(PREFIX) else name
