"""Forms for a plan, its sections and tasks."""

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.forms.people import DateInput, UnitField
from accounts.policy import Verb
from pages.forms import set_choices
from plans.actions.plan import CALENDAR_FIELDS, EDITABLE_AFTER_ISSUE
from plans.models import Plan, Section, Task
from plans.numbering import strip_number


class PlanForm(forms.ModelForm):
    """The fields of a plan; of an issued plan only those that may change."""

    class Meta:
        model = Plan
        fields = [
            "title", "code", "year", "cadence", "document_number", "days_to_report", *CALENDAR_FIELDS, "yellow_from",
            "red_from", "signed", "has_examples",
        ]  # fmt: skip
        labels = {
            "cadence": _("How often units report"),
            "days_to_report": _("Days to report"),
            "by_calendar": _("Periods open, close and are locked by the calendar"),
            "days_open_before": _("Opens: days before the period ends"),
            "days_of_grace": _("Closes: days of grace after the due day"),
            "days_to_lock": _("Locked: days after closing"),
            "yellow_from": _("Yellow light: behind by more than"),
            "red_from": _("Red light: behind by more than"),
            "signed": _("Units sign for those below them"),
            "has_examples": _("The plan holds example figures"),
        }
        help_texts = {
            "code": _("Short and for good, such as lincang-%(year)s. Empty: one is proposed."),
            "cadence": _(
                "As often as its most frequent target. A target may be reported less often, never more often."
            ),
            "document_number": _("Such as 临妇发〔%(year)s〕3号."),
            "days_to_report": _("How many days after the end of a period returns are due."),
            "by_calendar": _("Otherwise the planner opens, closes and locks each period by hand."),
            "days_open_before": _("Never before the period begins."),
            "days_of_grace": _("Until then late returns are taken without asking."),
            "days_to_lock": _("From then on the numbers are final."),
            "yellow_from": _("Percentage points behind what should be done by then."),
            "red_from": _("Percentage points behind what should be done by then."),
            "signed": _(
                "From the next period that is opened, whoever has units below hands in a return that signs for them."
            ),
            "has_examples": _("Then every page of the plan says so."),
        }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["code"].required = self.instance.pk is not None
        year = self.instance.year or timezone.localdate().year
        for name in ("code", "document_number"):
            self.fields[name].help_text = str(self.fields[name].help_text) % {"year": year}
        for name in CALENDAR_FIELDS:
            self.fields[name].required = False
        if self.instance.pk and not self.instance.is_draft:
            for name in set(self.fields) - EDITABLE_AFTER_ISSUE:
                del self.fields[name]

    def clean(self):
        """Empty numbers of days keep their stored values: they apply only to plans that follow the calendar."""
        cleaned = super().clean() or {}
        for name in CALENDAR_FIELDS:
            if name in self.fields and cleaned.get(name) is None and name not in self.errors:
                cleaned[name] = getattr(self.instance, name)
        return cleaned


class NewPlanForm(PlanForm):
    """The same with the plan's unit: one for which the person has the verb PLAN."""

    def __init__(self, *args, by, **kwargs):
        super().__init__(*args, **kwargs)
        unit = UnitField(by, verb=Verb.PLAN, label=_("Whose plan"))
        own = unit.units.first()
        unit.initial = own.name if own else ""
        self.fields = {"unit": unit, **self.fields}
        self.fields["year"].initial = timezone.localdate().year


class SectionForm(forms.ModelForm):
    """A section's title and parent. ``numbered`` are the SectionNodes that may be its parent."""

    parent = forms.TypedChoiceField(label=_("Stands below"), required=False, coerce=int, empty_value=None)

    class Meta:
        model = Section
        fields = ["title"]
        labels = {"title": _("Title")}
        help_texts = {"title": _("Without its number: 一、（一）1. come by themselves from the order.")}

    def __init__(self, *args, numbered, fixed=False, **kwargs):
        super().__init__(*args, **kwargs)
        if fixed:
            del self.fields["parent"]
            return
        self.sections = {node.section.pk: node.section for node in numbered}
        set_choices(self, "parent", [("", _("(top of the plan)")), *_choices(numbered)])

    def clean_title(self):
        """Strip a number copied with the heading: numbers follow from the positions."""
        return strip_number(self.cleaned_data["title"])

    def values(self):
        """Keyword arguments for the action."""
        values = dict(self.cleaned_data)
        if "parent" in values:
            values["parent"] = self.sections.get(values["parent"])
        return values


class TaskForm(forms.ModelForm):
    """A task without its units (see TaskUnitsForm)."""

    section = forms.TypedChoiceField(label=_("Section"), coerce=int)

    class Meta:
        model = Task
        fields = ["title", "code", "text", "start_on", "due_on"]
        widgets = {"start_on": DateInput, "due_on": DateInput, "text": forms.Textarea(attrs={"rows": 4})}
        labels = {"title": _("Title"), "text": _("What is to be done"), "start_on": _("Begins"), "due_on": _("Done by")}
        help_texts = {
            "code": _("Such as T01. Empty: the next one is given."),
            "text": _("The words of the document, if the title does not say it all."),
            "due_on": _("Empty: the end of the year."),
        }

    field_order = ["title", "section", "text", "start_on", "due_on", "code"]

    def __init__(self, *args, numbered, fixed=False, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["code"].required = self.instance.pk is not None
        self.sections = {node.section.pk: node.section for node in numbered}
        set_choices(self, "section", _choices(numbered))
        if fixed:
            del self.fields["section"], self.fields["code"]

    def clean_title(self):
        """Strip a number copied with the title."""
        return strip_number(self.cleaned_data["title"])

    def values(self):
        """Keyword arguments for the action."""
        values = dict(self.cleaned_data)
        if "section" in values:
            values["section"] = self.sections[values["section"]]
        return values


def _choices(numbered):
    return [(node.section.pk, "　" * node.depth + node.number + node.section.title) for node in numbered]
