"""Refusals of the interface, as JSON with a fixed code and a sentence."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.utils.translation import gettext as _
from ninja import NinjaAPI
from ninja.errors import AuthenticationError, Throttled, ValidationError

NOT_FOUND = "not_found"


def respond_problem(status: int, code: str, message: str, fields: Any = ()) -> HttpResponse:
    """The answer to a request that is refused."""
    body = {"code": code, "message": message, "fields": list(fields)}
    return JsonResponse(body, status=status, json_dumps_params={"ensure_ascii": False})


def refuse_stranger(request: HttpRequest, exc: Exception) -> HttpResponse:
    """401: no token, or none that counts."""
    message = _("The token is missing, unknown, revoked, or past its last day.")
    response = respond_problem(401, "no_token", message)
    response["WWW-Authenticate"] = 'Bearer realm="FedWork"'
    return response


def refuse_unseen(request: HttpRequest, exc: Exception | None = None) -> HttpResponse:
    """404: what does not exist and what the token may not read look the same."""
    return respond_problem(404, NOT_FOUND, _("There is nothing here that this token reads."))


def refuse_invalid(request: HttpRequest, exc: ValidationError) -> HttpResponse:
    """422: names each part of the request that can't be used."""
    fields = [{"field": str(error["loc"][-1]), "message": _describe_error(error)} for error in exc.errors]
    return respond_problem(422, "invalid", _("A part of the request can't be used."), fields)


def _describe_error(error):
    sentences = {
        "int_parsing": _("A whole number is needed."),
        "greater_than_equal": _("Not less than %(ge)s."),
        "less_than_equal": _("Not more than %(le)s."),
        "literal_error": _("Only one of these: %(expected)s."),
    }
    found = sentences.get(error["type"])
    return found % error.get("ctx", {}) if found else error["msg"]


def refuse_crowd(request: HttpRequest, exc: Throttled) -> HttpResponse:
    """429: too many requests of one token."""
    response = respond_problem(429, "too_many", _("Too many requests. Wait before you ask again."))
    response["Retry-After"] = str(max(1, round(exc.wait or 1)))
    return response


def add_refusals(interface: NinjaAPI) -> None:
    """Let the interface answer its refusals in its own form."""
    for problem, refuse in (
        (AuthenticationError, refuse_stranger), (Http404, refuse_unseen), (PermissionDenied, refuse_unseen),
        (ValidationError, refuse_invalid), (Throttled, refuse_crowd),
    ):  # fmt: skip
        interface.add_exception_handler(problem, refuse)  # type: ignore[arg-type]


def in_json(view: Callable[..., Any]) -> Callable[..., Any]:
    """A view whose 404 is JSON, too."""

    @wraps(view)
    def answer(request, *args, **kwargs):
        try:
            return view(request, *args, **kwargs)
        except Http404:
            return refuse_unseen(request)

    return answer
