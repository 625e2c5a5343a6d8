"""The forms to upload a document and to correct a proposal."""

from decimal import Decimal
from typing import Any, cast

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.forms.people import DateInput, UnitField
from accounts.policy import Verb
from plans.models import Period
from reader.files import pictures
from targets.documents.target_fields import format_plain
from targets.goals.forms import NumberField
from targets.models.document import ProposalKind
from targets.models.target import Direction, Measure, Scale

ACCEPTED_FILES = ".docx,.doc,.wps,.rtf,.pdf,.txt,.html,.htm"
ACCEPTED_PICTURES = ".jpg,.jpeg,.png,.tif,.tiff,.webp,.bmp"
NUMBER_FIELDS = {"value", "value2", "baseline"}
FIELDS_BY_KIND = {
    ProposalKind.SECTION: ("name",),
    ProposalKind.TASK: ("name", "above", "lead", "assist", "deadline"),
    ProposalKind.TARGET: (
        "name", "measure", "direction", "value", "value2", "unit", "scale", "each", "deadline", "baseline", "above",
        "definition",
    ),
}  # fmt: skip


class DocumentSourceForm(forms.Form):
    """A file, or a pasted text."""

    file = forms.FileField(label=_("File"), required=False, help_text=_("Word, WPS, PDF with text, web page or text, up to 20 MB."))  # fmt: skip  # noqa: E501
    text = forms.CharField(
        label=_("Or paste the text"), required=False, strip=False, widget=forms.Textarea(attrs={"rows": 6})
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["file"].widget.attrs["accept"] = ACCEPTED_FILES
        if pictures.is_installed():
            self.fields["file"].widget.attrs["accept"] += f",{ACCEPTED_PICTURES}"
            self.fields["file"].help_text = _("Word, WPS, PDF, web page, text, scan or photo, up to 20 MB.")

    def clean(self):
        cleaned = super().clean() or {}
        if not cleaned.get("file") and not cleaned.get("text", "").strip() and not self.errors:
            self.add_error("file", _("Choose a file, or paste the text."))
        return cleaned

    def source_arguments(self) -> dict[str, Any]:
        """``name`` with ``data`` or ``text``, as the actions take them."""
        upload, text = self.cleaned_data.get("file"), self.cleaned_data.get("text", "")
        return (
            {"name": upload.name, "data": upload.read()}
            if upload
            else {"name": str(_("pasted text.txt")), "text": text}
        )


class ScannedTextForm(forms.Form):
    """The text that was recognised in pictures, for a person to correct."""

    text = forms.CharField(
        label=_("Text of the pictures"), strip=False, widget=forms.Textarea(attrs={"rows": 24}),
        help_text=_("Compare it with the paper and correct it here, the numbers first. Each line is one paragraph."),
    )  # fmt: skip


class PlanFromDocumentForm(DocumentSourceForm):
    """A document from which a new plan is created, and the unit of that plan."""

    def __init__(self, *args, by, **kwargs):
        super().__init__(*args, **kwargs)
        unit = UnitField(by, verb=Verb.PLAN, label=_("Whose plan"))
        own = unit.units.first()
        unit.initial = own.name if own else ""
        self.fields["unit"] = unit


class PlanHeadingForm(forms.Form):
    """Title and year of the plan that a document begins, to be confirmed when it is taken over."""

    title = forms.CharField(label=_("Title of the plan"), max_length=200)
    year = forms.IntegerField(label=_("Year of the plan"), min_value=2000, max_value=2100)


class PlanDocumentForm(DocumentSourceForm):
    """A document of an existing plan: from which period it counts if the plan is issued, and which one it revises."""

    from_seq = forms.TypedChoiceField(label=_("Counts from the period"), coerce=int, empty_value=None)
    revises = forms.TypedChoiceField(label=_("What this document is"), coerce=int, empty_value=None, required=False)

    def __init__(self, *args, plan, **kwargs):
        super().__init__(*args, **kwargs)
        if plan.is_draft:
            del self.fields["from_seq"]
        else:
            choices = [(p.seq, p.name) for p in plan.periods.all() if p.state != Period.State.LOCKED]
            _choice_field(self, "from_seq").choices = choices
            self.fields["from_seq"].help_text = _("What it adds is owed and reported from this period on.")
        self.adopted = {each.pk: each for each in plan.documents.exclude(accepted_at=None)}
        revisable = [(pk, _("A later version of “%(title)s”") % {"title": each}) for pk, each in self.adopted.items()]
        _choice_field(self, "revises").choices = [("", _("Adds something new")), *revisable]
        if not revisable:
            del self.fields["revises"]

    def values(self):
        """The arguments of ``receive_document``."""
        revises = self.adopted.get(self.cleaned_data.get("revises"))
        return self.source_arguments() | {"revises": revises, "from_seq": self.cleaned_data.get("from_seq")}


class UnitNamesField(forms.CharField):
    """Units as the document names them, separated by 、 or a comma."""

    def prepare_value(self, value):
        return "、".join(value) if isinstance(value, list) else value

    def clean(self, value):
        text = super().clean(value)
        for mark in "，,；;\n ":
            text = text.replace(mark, "、")
        return [name for name in text.split("、") if name]


class ProposalForm(forms.Form):
    """The fields of a section, a task or a target."""

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
    lead = UnitNamesField(label=_("Leads"), required=False)
    assist = UnitNamesField(label=_("Assists"), required=False)
    above = forms.TypedChoiceField(label=_("Stands in"), coerce=int, empty_value=None, required=False)
    definition = forms.CharField(label=_("Definition"), required=False, widget=forms.Textarea(attrs={"rows": 2}))

    def __init__(self, *args, proposal, containers, **kwargs):
        """``containers`` are (id, label) of the parts that may contain it."""
        initial = {name: getattr(proposal, name) for name in FIELDS_BY_KIND[proposal.kind]} | {
            "above": proposal.above_id
        }
        super().__init__(*args, **kwargs | {"initial": initial, "auto_id": "p_%s"})
        self.proposal = proposal
        for name in set(self.fields) - set(FIELDS_BY_KIND[proposal.kind]):
            del self.fields[name]
        if "above" in self.fields:
            _choice_field(self, "above").choices = [("", _("(at the top)")), *containers]
        if "unit" in self.fields:
            self.fields["each"].widget.attrs["placeholder"] = _("such as 每县区")

    def values(self):
        """The fields of ``decide_proposal``; those that do not fit the measure are cleared."""
        given = dict(self.cleaned_data)
        if "above" in given:
            given["above"] = self._get_container(given["above"])
        if "measure" in given:
            given |= self._cleared_fields(given)
        return given

    def _get_container(self, pk):
        return None if pk is None else self.proposal.document.proposals.get(pk=pk)

    def _cleared_fields(self, given):
        """Fixed or empty values of the fields that do not fit the chosen measure and comparison."""
        empty: dict[str, Any] = {}
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
        """(bound field, what the reader had found if a person corrected it) of each field."""
        return [
            (self[name], self._describe_read(name))
            for name in FIELDS_BY_KIND[self.proposal.kind]
            if name in self.fields
        ]

    def _describe_read(self, name):
        if name not in self.proposal.read:
            return ""
        read = self.proposal.read[name]
        if isinstance(read, list):
            return "、".join(read) or "—"
        choices = {"measure": Measure, "direction": Direction, "scale": Scale}
        if name in choices and read in choices[name].values:
            return choices[name](read).label
        return _format_number(read) if name in NUMBER_FIELDS else read or "—"


def _choice_field(form, name) -> forms.ChoiceField:
    return cast(forms.ChoiceField, form.fields[name])


def _format_number(text):
    return format_plain(Decimal(text)) if text else "—"
