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
from targets.checks.families.groups import group_findings
from targets.checks.queries.findings import draft_findings, snapshot_findings
from targets.returns.actions import explanations as actions
from targets.returns.queries import returns as queries

MAX_FINDINGS = 100  # of one cell


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
    return render(request, template, {"found": found, "boxes": group_findings(found), "explains": writes})


@require_POST
def explain(request, plan_code, period_code, unit_code):
    """Save an explanation: {findings: [{rule, sign}], about, text, seen: [texts]}. Statuses as in
    ``targets.returns.views.cells``."""
    report = queries.get_return(request.user, plan_code, period_code, unit_code)
    try:
        data = json.loads(request.body)
        if data.get("as", request.user.pk) != request.user.pk:
            return JsonResponse({"message": _("Somebody else is logged in."), "code": "person"}, status=401)
        fingerprints, about, text, seen = _read(data)
        saved = actions.save_explanations(report, fingerprints, about, text, by=request.user, seen=seen)
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
    """The arguments of ``save_explanations``. Raises ValueError for what our page never sends."""
    about, text, seen = data["about"], data["text"], data.get("seen", [])
    if not isinstance(seen, list) or not all(isinstance(each, str) for each in [about, text, *seen]):
        raise ValueError("text")
    fingerprints = dict(_read_finding(each) for each in data["findings"])
    if not 0 < len(fingerprints) <= MAX_FINDINGS:
        raise ValueError("findings")
    about, text, *seen = (each.replace("\x00", "") for each in [about, text, *seen])
    return fingerprints, about, text, seen


def _read_finding(data):
    """(rule id, fingerprint or None) of one finding."""
    rule, sign = data["rule"], data.get("sign")
    if not isinstance(rule, int) or isinstance(rule, bool) or not 0 <= rule < 2**63:
        raise ValueError("rule")
    if sign is not None and not isinstance(sign, str):
        raise ValueError("sign")
    return rule, sign and sign.replace("\x00", "")[:FINGERPRINT_LENGTH]
