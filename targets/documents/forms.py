"""What a planner gives to have a document read, and types to correct what was read."""

from decimal import Decimal

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.forms.people import DateInput, UnitField
from accounts.policy import Verb
from plans.models import Period
from targets.documents.made import plain
from targets.goals.forms import NumberField
from targets.models.document import ProposalKind
from targets.models.target import Direction, Measure, Scale

ACCEPTED_FILES = ".docx,.doc,.wps,.rtf,.pdf,.txt,.html,.htm"
NUMBERS = {"value", "value2", "baseline"}
FIELDS = {
    ProposalKind.SECTION: ("name",),
    ProposalKind.TASK: ("name", "above", "lead", "assist", "deadline"),
    ProposalKind.TARGET: (
        "name", "measure", "direction", "value", "value2", "unit", "scale", "each", "deadline", "baseline", "above",
        "definition",
    ),
}  # fmt: skip


class BringForm(forms.Form):
    """A file or a pasted text."""

    file = forms.FileField(label=_("File"), required=False, help_text=_("Word, WPS, PDF with text, web page or text, up to 20 MB."))  # fmt: skip  # noqa: E501
    text = forms.CharField(
        label=_("Or paste the text"), required=False, strip=False, widget=forms.Textarea(attrs={"rows": 6})
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["file"].widget.attrs["accept"] = ACCEPTED_FILES

    def clean(self):
        cleaned = super().clean()
        if not cleaned.get("file") and not cleaned.get("text", "").strip() and not self.errors:
            self.add_error("file", _("Choose a file, or paste the text."))
        return cleaned

    def brought(self):
        """The arguments of the actions that say what was brought."""
        upload, text = self.cleaned_data.get("file"), self.cleaned_data.get("text", "")
        return (
            {"name": upload.name, "data": upload.read()}
            if upload
            else {"name": str(_("pasted text.txt")), "text": text}
        )


class StartForm(BringForm):
    """A document out of which a new plan is made, and whose plan it is."""

    def __init__(self, *args, by, **kwargs):
        super().__init__(*args, **kwargs)
        unit = UnitField(by, verb=Verb.PLAN, label=_("Whose plan"))
        own = unit.units.first()
        unit.initial = own.name if own else ""
        self.fields["unit"] = unit


class DocumentForm(BringForm):
    """And, for an issued plan, the period from which it counts; and what it is a version of."""

    from_seq = forms.TypedChoiceField(label=_("Counts from the period"), coerce=int, empty_value=None)
    revises = forms.TypedChoiceField(label=_("What this document is"), coerce=int, empty_value=None, required=False)

    def __init__(self, *args, plan, **kwargs):
        super().__init__(*args, **kwargs)
        if plan.is_draft:
            del self.fields["from_seq"]
        else:
            choices = [(p.seq, p.name) for p in plan.periods.all() if p.state != Period.State.LOCKED]
            self.fields["from_seq"].choices = choices
            self.fields["from_seq"].help_text = _("What it adds is owed and reported from this period on.")
        self.known = {each.pk: each for each in plan.documents.exclude(accepted_at=None)}
        told = [(pk, _("A later version of “%(title)s”") % {"title": each}) for pk, each in self.known.items()]
        self.fields["revises"].choices = [("", _("Adds something new")), *told]
        if not told:
            del self.fields["revises"]

    def values(self):
        """The arguments of the action."""
        revises = self.known.get(self.cleaned_data.get("revises"))
        return self.brought() | {"revises": revises, "from_seq": self.cleaned_data.get("from_seq")}


class NamesField(forms.CharField):
    """Units as the document names them, divided by 、 or a comma."""

    def prepare_value(self, value):
        return "、".join(value) if isinstance(value, list) else value

    def clean(self, value):
        text = super().clean(value)
        for mark in "，,；;\n ":
            text = text.replace(mark, "、")
        return [name for name in text.split("、") if name]


class ProposalForm(forms.Form):
    """The fields of a section, a task or a target; what is empty by nature of its measure is emptied by the action."""

    name = forms.CharField(label=_("Name"), max_length=200)
    measure = forms.ChoiceField(label=_("How units report it"), choices=Measure.choices)
    direction = forms.ChoiceField(label=_("Comparison"), choices=Direction.choices)
    value = NumberField(label=_("Number"))
    value2 = NumberField(label=_("Upper value"))
    unit = forms.CharField(label=_("Unit of measure"), max_length=16, required=False)
    scale = forms.ChoiceField(label=_("Scale"), choices=Scale.choices, required=False)
    each = forms.CharField(label=_("Each must reach it"), max_length=40, required=False)
    deadline = forms.DateField(label=_("Deadline"), required=False, widget=DateInput)
    baseline = NumberField(label=_("Baseline"))
    lead = NamesField(label=_("Leads"), required=False)
    assist = NamesField(label=_("Assists"), required=False)
    above = forms.TypedChoiceField(label=_("Stands in"), coerce=int, empty_value=None, required=False)
    definition = forms.CharField(label=_("Definition"), required=False, widget=forms.Textarea(attrs={"rows": 2}))

    def __init__(self, *args, proposal, places, **kwargs):
        """``places`` are (id, words) of what it may stand in."""
        initial = {name: getattr(proposal, name) for name in FIELDS[proposal.kind]} | {"above": proposal.above_id}
        super().__init__(*args, initial=initial, auto_id="p_%s", **kwargs)
        self.proposal = proposal
        for name in set(self.fields) - set(FIELDS[proposal.kind]):
            del self.fields[name]
        if "above" in self.fields:
            self.fields["above"].choices = [("", _("(at the top)")), *places]
        if "unit" in self.fields:
            self.fields["each"].widget.attrs["placeholder"] = _("such as 每县区")

    def values(self):
        """The fields of the action; what fits no measure like this one is emptied."""
        given = dict(self.cleaned_data)
        if "above" in given:
            given["above"] = self._place(given["above"])
        if "measure" in given:
            given |= self._fitting(given)
        return given

    def _place(self, pk):
        return None if pk is None else self.proposal.document.proposals.get(pk=pk)

    def _fitting(self, given):
        empty = {}
        if given["measure"] != Measure.RATIO:
            empty["scale"] = Scale.PLAIN
        if given["measure"] == Measure.MILESTONE:
            empty |= {"value": Decimal(1), "unit": given["unit"] or "项", "direction": Direction.AT_LEAST, "each": ""}
        if given["direction"] != Direction.RANGE or given["measure"] == Measure.MILESTONE:
            empty["value2"] = None
        if given["measure"] not in (Measure.LEVEL, Measure.RATIO):
            empty["baseline"] = None
        return empty

    def rows(self):
        """Each bound field with what the reader had said, where a person corrected it."""
        return [(self[name], self._read(name)) for name in FIELDS[self.proposal.kind] if name in self.fields]

    def _read(self, name):
        if name not in self.proposal.read:
            return ""
        was = self.proposal.read[name]
        if isinstance(was, list):
            return "、".join(was) or "—"
        choices = {"measure": Measure, "direction": Direction, "scale": Scale}
        if name in choices and was in choices[name].values:
            return choices[name](was).label
        return _number(was) if name in NUMBERS else was or "—"


def _number(text):
    return plain(Decimal(text)) if text else "—"
