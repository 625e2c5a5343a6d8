"""Reading which cells a reviewer marks, and why."""

from django import forms
from django.utils.translation import gettext_lazy as _

from targets.actions.review import Objection

LONG = 500
# What reviewers write most often; offered, never forced.
COMMON_REASONS = (
    _("It differs much from the last time; please check."),
    _("It does not agree with the evidence."),
    _("It does not follow the definition."),
    _("The unit of measure is wrong."),
    _("Counted twice, or left out."),
    _("Say more precisely what was done."),
)


class SendBackForm(forms.Form):
    """One reason for each target and task, and one for the whole return (``why``); a reason marks its cell."""

    seen = forms.IntegerField(min_value=1, max_value=32767)

    def __init__(self, lines, tasks, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.things = {f"why-target-{each.target.code}": {"target": each.target} for each in lines}
        self.things |= {f"why-task-{each.task.code}": {"task": each.task} for each in tasks}
        for name in [*self.things, "why"]:
            self.fields[name] = forms.CharField(required=False, max_length=LONG)
        for each in lines:
            each.typed_reason = self.data.get(f"why-target-{each.target.code}", "")
        for each in tasks:
            each.typed_reason = self.data.get(f"why-task-{each.task.code}", "")

    def objections(self):
        marked = [
            Objection(self.cleaned_data[name], **thing)
            for name, thing in self.things.items()
            if self.cleaned_data[name]
        ]
        whole = self.cleaned_data["why"]
        return marked + ([Objection(whole)] if whole else [])
