"""Save one cell of a return while it is typed: JSON in, JSON out.

Statuses: 200 saved; 409 changed by somebody else (with their content); 422 refused (with the reason); 400 not sent by
our page; 401 typed by another person (``as``) than the one who is logged in: on a shared machine a page outlives a
login.
"""

import json

from django.core.exceptions import PermissionDenied
from django.http import Http404, JsonResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from audit.errors import Conflict, Refused
from plans.models import Task
from targets.returns.actions.draft import save_figure, save_progress
from targets.returns.forms import read_figure_input, read_progress_input, read_seen_version
from targets.returns.queries import returns as queries
from targets.returns.queries.cell import find_return_cell
from targets.returns.queries.return_page import build_target_line
from targets.shares.queries.duties import find_duty
from targets.templatetags.return_tags import return_standing
from targets.values.typed_numbers import format_for_input


@require_POST
def figure(request, plan_code, period_code, unit_code):
    """Save the figure of one target: {cell: code, seen: version, value, base, na, reason, done_on, note}."""
    place = plan_code, period_code, unit_code
    return _save_and_respond(request, place, _save_figure)


@require_POST
def progress(request, plan_code, period_code, unit_code):
    """Save the progress of one task: {cell: code, seen: version, state, done, obstacle, next_step}."""
    place = plan_code, period_code, unit_code
    return _save_and_respond(request, place, _save_progress)


def _save_figure(person, place, data):
    cell = find_return_cell(*place, target_code=str(data["cell"]))
    if cell is None:
        raise Http404
    target, content = cell.target, read_figure_input(data, cell.target)
    try:
        saved = save_figure(cell.report, target, content, by=person, seen=read_seen_version(data), known_duty=cell.duty)
    except Conflict as conflict:
        conflict.theirs |= _input_texts(conflict.theirs, target)
        raise
    shown = build_target_line(saved.report, _duty_of(cell, saved.report), saved, cell.earlier)
    return saved, {
        **_input_texts(vars(saved), target),
        "standing": return_standing(shown),
        "oddity": shown.oddity,
    }


def _duty_of(cell, report):
    """The duty of a cell that was saved: read before, or allocated between reading and saving."""
    return cell.duty or find_duty(report.participant, report.period, cell.target)


def _input_texts(content, target):
    """The content of a figure as the input fields of the page hold it."""
    return {
        **{name: format_for_input(content.get(name), target) for name in ("value", "base")},
        "done_on": content["done_on"].isoformat() if content.get("done_on") else "",
        "na": bool(content.get("na")),
        "reason": content.get("reason", ""),
        "note": content.get("note", ""),
    }


def _save_progress(person, place, data):
    report = queries.get_return(person, *place)
    task = get_object_or_404(Task, plan=report.period.plan_id, code=str(data["cell"]))
    saved = save_progress(report, task, read_progress_input(data, task), by=person, seen=read_seen_version(data))
    return saved, {name: getattr(saved, name) for name in ("state", "done", "obstacle", "next_step")}


def _save_and_respond(request, place, save):
    try:
        data = json.loads(request.body)
        if data.get("as", request.user.pk) != request.user.pk:
            return JsonResponse({"message": _("Somebody else is logged in."), "code": "person"}, status=401)
        saved, fields = save(request.user, place, data)
    except Conflict as conflict:
        theirs = conflict.theirs | {"at": _format_time(conflict.theirs.get("at"))}
        return JsonResponse({"message": str(conflict.message), "theirs": theirs}, status=409)
    except Refused as refused:
        queries.get_return(request.user, *place)  # 404 for those who may not see the return
        return JsonResponse({"message": _reason(refused), "code": refused.code}, status=422)
    except PermissionDenied:
        queries.get_return(request.user, *place)
        raise
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError):
        return JsonResponse({"message": "malformed"}, status=400)
    return JsonResponse({"version": saved.version, "at": _format_time(saved.typed_at), **fields})


def _reason(refused):
    """The reason shown at the cell: that of the cell itself rather than the message that names it."""
    return str(next(iter(refused.cells.values()), refused.message) if refused.code == "refused" else refused.message)


def _format_time(at):
    return date_format(timezone.localtime(at), "H:i") if at else ""
