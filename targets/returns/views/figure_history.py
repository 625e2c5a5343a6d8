"""The page of one figure: every value that it had, and what became of each."""

from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from accounts import policy
from accounts.policy import Verb
from targets.models import Target
from targets.returns.queries import returns as queries
from targets.returns.queries.figure_history import list_figure_events
from targets.returns.queries.return_page import ReturnTargetLine
from targets.workbooks.queries import list_uploads


@require_safe
def page(request, plan_code, period_code, unit_code, code):
    """Who may see the return may see how its figures came to be."""
    report = queries.get_return(request.user, plan_code, period_code, unit_code)
    target = get_object_or_404(Target, plan_id=report.period.plan_id, code=code)
    events = list_figure_events(request.user, report, target)
    _link_files(request.user, report.period, events)
    place = {"plan": report.period.plan, "period": report.period, "unit": report.participant, "report": report}
    line = ReturnTargetLine(target, None, None, None, None, None)
    reviews = policy.may(request.user, Verb.REVIEW, report.participant)  # whoever came from the review goes back to it
    shown = {"target": target, "line": line, "events": events, "reviews": reviews}
    return render(request, "returns/figure_history.html", {**place, **shown})


def _link_files(person, period, events):
    """Give each event the address of its workbook, for those who may open it: it shows other units' figures too."""
    brought = {event.upload.pk for event in events if event.upload}
    sees = brought and policy.may_anywhere(person, Verb.EXPORT)
    open_to = set(list_uploads(person, period).filter(pk__in=brought).values_list("pk", flat=True)) if sees else set()
    for event in events:
        if event.upload and event.upload.pk in open_to:
            event.link = reverse("targets:sheet_upload", args=[period.plan.code, period.code, event.upload.pk])
