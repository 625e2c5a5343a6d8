"""The URLs of the interface, below api/v1/. It takes tokens instead of logins."""

from functools import partial

from django.contrib.auth.decorators import login_not_required
from django.urls import URLPattern, path
from django.utils.cache import patch_cache_control, patch_vary_headers
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import conditional_page, require_GET

from api.problems import in_json, refuse_unseen
from api.views.interface import interface


def _serve(view):
    """The view without a login, with an ETag; what it answers is kept by nobody who does not ask again."""

    def answer(request, *args, **kwargs):
        response = view(request, *args, **kwargs)
        patch_cache_control(response, private=True, no_cache=True)
        patch_vary_headers(response, ["Authorization"])
        return response

    # Without the check for forgery: a token is no cookie, and nothing is written.
    return csrf_exempt(login_not_required(conditional_page(answer)))


def _list_patterns() -> tuple[list[URLPattern], str, str]:
    patterns, app, namespace = interface.urls
    for each in patterns:
        view = each.callback
        each.callback = _serve(require_GET(in_json(view)) if isinstance(view, partial) else view)
    rest = path("<path:rest>", _serve(require_GET(lambda request, rest: refuse_unseen(request))), name="unknown")
    return [*patterns, rest], app, namespace


urlpatterns = _list_patterns()
