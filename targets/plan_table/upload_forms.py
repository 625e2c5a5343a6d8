"""What a person says of a workbook that changes targets of an issued plan."""

from django import forms
from django.utils.translation import gettext_lazy as _

from plans.models import Period, Plan


class AdjustmentForm(forms.Form):
    """From when, why and by which document targets of an issued plan change."""

    from_seq = forms.TypedChoiceField(label=_("Counts from the period"), coerce=int)
    reason = forms.CharField(label=_("Why"), max_length=500)
    document_number = forms.CharField(label=_("Document number"), max_length=64)

    def __init__(self, *args, plan: Plan, **kwargs):
        super().__init__(*args, **kwargs)
        periods = [p for p in plan.periods.order_by("seq") if p.state != Period.State.LOCKED]
        from_seq = self.fields["from_seq"]
        assert isinstance(from_seq, forms.TypedChoiceField)
        from_seq.choices = [("", _("Choose…")), *((period.seq, period.name) for period in periods)]
        self.fields["document_number"].help_text = _("Such as 临妇发〔%(year)s〕3号.") % {"year": plan.year}
