"""The form in which a reviewer marks cells to send back, and parsing of submission numbers."""

from django import forms

from plans.models import Participant
from targets.review.actions.review import REASON_MAX_LENGTH, Objection


def parse_submission_number(text: str) -> int:
    """The number of a submission as a page posts it; -1, which matches none, for any other text."""
    return int(text) if text.isascii() and text.isdigit() and len(text) < 6 else -1


class SendBackForm(forms.Form):
    """One reason for each target and task, and one for the whole return (``why``); a reason marks its cell.

    ``to`` is the code of one of the ``levels`` that may be asked for a recheck; empty for the unit itself.
    """

    seen = forms.IntegerField(min_value=1, max_value=32767)
    waiting = forms.BooleanField(required=False)  # nobody was reviewing it when the page was read

    def __init__(self, lines, tasks, *args, levels=(), **kwargs):
        super().__init__(*args, **kwargs)
        self.levels = {level.code: level for level in levels}
        choices = [("", ""), *((code, code) for code in self.levels)]
        self.fields["to"] = forms.ChoiceField(choices=choices, required=False)
        self.things = {f"why-target-{each.target.code}": {"target": each.target} for each in lines}
        self.things |= {f"why-task-{each.task.code}": {"task": each.task} for each in tasks}
        for name in [*self.things, "why"]:
            self.fields[name] = forms.CharField(required=False, max_length=REASON_MAX_LENGTH)
        for each in lines:
            each.typed_reason = self.data.get(f"why-target-{each.target.code}", "")
        for each in tasks:
            each.typed_reason = self.data.get(f"why-task-{each.task.code}", "")

    def objections(self) -> list[Objection]:
        marked = [
            Objection(self.cleaned_data[name], **thing)
            for name, thing in self.things.items()
            if self.cleaned_data[name]
        ]
        whole = self.cleaned_data["why"]
        return marked + ([Objection(whole)] if whole else [])

    def level(self) -> Participant | None:
        """The participant that is asked for a recheck, or None to send the return back to its unit."""
        return self.levels.get(self.cleaned_data["to"])
