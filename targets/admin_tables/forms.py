"""The form by which a table is uploaded."""

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.models import Person
from plans.models import Period, Plan
from sheets.limits import MAX_BYTES, MAX_MEGABYTES


class TableUploadForm(forms.Form):
    """A file; for an issued plan also from when, why and by which document it changes."""

    file = forms.FileField(
        label=_("Workbook"),
        help_text=_(
            "Excel (.xlsx, .xls), .ods or .csv, with the heads of the export. You first see what would change."
        ),
        error_messages={"required": _("Choose the workbook."), "empty": _("The file is empty.")},
        widget=forms.FileInput(attrs={"accept": ".xlsx,.xls,.et,.ods,.csv,.txt"}),
    )
    from_seq = forms.TypedChoiceField(label=_("Counts from the period"), coerce=int, empty_value=None, required=False)
    reason = forms.CharField(label=_("Reason"), required=False, max_length=1000)
    document_number = forms.CharField(label=_("Document number"), required=False, max_length=64)
    WHY = ("from_seq", "reason", "document_number")

    def __init__(self, *args, plan: Plan | None, by: Person, **kwargs):
        super().__init__(*args, **kwargs)
        self.by = by
        if plan is None or plan.is_draft:
            for name in self.WHY:
                del self.fields[name]
            return
        periods = [p for p in plan.periods.order_by("seq") if p.state != Period.State.LOCKED]
        from_seq = self.fields["from_seq"]
        assert isinstance(from_seq, forms.TypedChoiceField)
        from_seq.choices = [("", "—"), *((period.seq, period.name) for period in periods)]
        self.fields["document_number"].help_text = _("Such as 临妇发〔%(year)s〕3号.") % {"year": plan.year}

    def clean_file(self):
        file = self.cleaned_data["file"]
        if file.size > MAX_BYTES:
            raise forms.ValidationError(_("The file is larger than %(limit)s MB.") % {"limit": MAX_MEGABYTES})
        return file

    def adjustment(self) -> dict:
        """The arguments of an adjustment; empty when none is given."""
        given = {name: self.cleaned_data.get(name) for name in self.WHY if name in self.fields}
        return given if any(given.values()) else {}
