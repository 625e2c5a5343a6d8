"""Save the clerk's answer to one objection while it is typed: JSON in, JSON out."""

import json

from django.core.exceptions import BadRequest
from django.http import JsonResponse, QueryDict
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from audit.errors import Refused
from targets.returns.actions.answers import answer_objection
from targets.returns.queries.returns import get_return

ANSWER_PREFIX = "answer-"  # of the form fields: answer-17 is the answer to objection 17
FIELD_NAME_MAX_LENGTH = 26  # the prefix and the digits of a 64-bit key


@require_POST
def answer(request, plan_code, period_code, unit_code):
    """Save {objection: id, text, as: person id}.

    Statuses: 200 saved; 422 refused, with the reason; 401 typed by another person (``as``) than the one logged in.
    """
    report = get_return(request.user, plan_code, period_code, unit_code)
    pk, text, typist = _read(request.body)
    if typist not in (None, request.user.pk):
        return JsonResponse({"message": _("Somebody else is logged in."), "code": "person"}, status=401)
    try:
        objection = answer_objection(report, pk, text, by=request.user)
    except Refused as refused:
        return JsonResponse({"message": str(refused.message)}, status=422)
    return JsonResponse({"answer": objection.answer})


def _read(body):
    try:
        data = json.loads(body)
        return int(data["objection"]), str(data["text"]).replace("\x00", ""), data.get("as")
    except (ValueError, TypeError, KeyError, AttributeError, OverflowError, RecursionError) as error:
        raise BadRequest from error


def read_answers(post: QueryDict) -> dict[int, str]:
    """The answers in a posted form: {objection id: text}."""
    names = [name for name in post if name.startswith(ANSWER_PREFIX) and len(name) <= FIELD_NAME_MAX_LENGTH]
    return {
        int(name[len(ANSWER_PREFIX) :]): str(post[name]) for name in names if name[len(ANSWER_PREFIX) :].isdecimal()
    }
