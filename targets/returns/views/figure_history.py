"""The history page of one figure."""

from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from accounts import policy
from accounts.policy import Verb
from pages.table_files import asked_kind, respond_table
from targets.models import Target
from targets.returns.queries import returns as queries
from targets.returns.queries.figure_history import list_figure_events
from targets.returns.queries.return_page import ReturnTargetLine
from targets.returns.views.history_file import make_history_table
from targets.workbooks.queries import list_uploads


@require_safe
def page(request, plan_code, period_code, unit_code, code):
    """Every value of a figure with what became of it, for everybody who may see the return."""
    report = queries.get_return(request.user, plan_code, period_code, unit_code)
    target = get_object_or_404(Target, plan_id=report.period.plan_id, code=code)
    events = list_figure_events(request.user, report, target)
    if kind := asked_kind(request):
        names = (report.participant.short_name, report.period.name, target.code, _("History"))
        return respond_table(make_history_table(report, target, events), kind, *names)
    _link_files(request.user, report.period, events)
    place = {"plan": report.period.plan, "period": report.period, "unit": report.participant, "report": report}
    line = ReturnTargetLine(target)
    # Reviewers get a link back to the review.
    reviews = policy.may(request.user, Verb.REVIEW, report.participant)
    shown = {"target": target, "line": line, "events": events, "reviews": reviews}
    return render(request, "returns/figure_history.html", {**place, **shown})


def _link_files(person, period, events):
    """Link events to their workbook for those who may open it: it shows figures of other units, too."""
    upload_ids = {event.upload.pk for event in events if event.upload}
    uploads = list_uploads(person, period).filter(pk__in=upload_ids) if upload_ids else ()
    visible = {upload.pk for upload in uploads}
    for event in events:
        if event.upload and event.upload.pk in visible:
            event.link = reverse("targets:sheet_upload", args=[period.plan.code, period.code, event.upload.pk])
