"""The list of findings on a return's page, and saving an explanation."""

import json

from django.core.exceptions import PermissionDenied
from django.http import JsonResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from accounts import policy
from accounts.policy import Verb
from audit.errors import Conflict, Refused
from targets.checks.families.check import FINGERPRINT_LENGTH
from targets.checks.queries.findings import draft_findings, snapshot_findings
from targets.returns.actions import explanations as actions
from targets.returns.queries import returns as queries


@require_safe
def page(request, plan_code, period_code, unit_code):
    """The list of findings, a fragment of the return's page: of the draft for the unit's own people while it can be
    edited, of the last submission for others."""
    report = queries.get_return(request.user, plan_code, period_code, unit_code)
    shows_draft = report.editable and queries.may_see_draft(request.user, report.participant)
    if shows_draft:
        found = draft_findings(report)
    else:
        found = snapshot_findings(report.submitted_id) if report.submitted_id else []
    writes = shows_draft and report.open_now and policy.may(request.user, Verb.FILL, report.participant)
    template = "checks/_findings_list.html" if shows_draft else "checks/_findings_review.html"
    return render(request, template, {"found": found, "explains": writes})


@require_POST
def explain(request, plan_code, period_code, unit_code):
    """Save an explanation: {rule, about, text, seen, sign}. Statuses as in ``targets.returns.views.cells``."""
    report = queries.get_return(request.user, plan_code, period_code, unit_code)
    try:
        data = json.loads(request.body)
        if data.get("as", request.user.pk) != request.user.pk:
            return JsonResponse({"message": _("Somebody else is logged in."), "code": "person"}, status=401)
        rule, about, text, seen, fingerprint = _read(data)
        saved = actions.save_explanation(report, rule, about, text, by=request.user, seen=seen, fingerprint=fingerprint)
    except Conflict as conflict:
        theirs = conflict.theirs | {"at": date_format(timezone.localtime(conflict.theirs["at"]), "H:i")}
        return JsonResponse({"message": str(conflict.message), "theirs": theirs}, status=409)
    except Refused as refused:
        return JsonResponse({"message": str(refused.message), "code": refused.code}, status=422)
    except PermissionDenied:
        raise
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError):
        return JsonResponse({"message": "malformed"}, status=400)
    return JsonResponse({"text": saved, "at": date_format(timezone.localtime(), "H:i")})


def _read(data):
    """The arguments of ``save_explanation``. Raises ValueError for what our page never sends."""
    rule, texts = data["rule"], [data["about"], data["text"], data.get("seen", ""), data.get("sign", "")]
    if not isinstance(rule, int) or isinstance(rule, bool) or not 0 <= rule < 2**63:
        raise ValueError("rule")
    if not all(isinstance(text, str) for text in texts):
        raise ValueError("text")
    about, text, seen, sign = (each.replace("\x00", "") for each in texts)
    return rule, about, text, seen, sign[:FINGERPRINT_LENGTH] if "sign" in data else None
