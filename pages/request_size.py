"""Refuse a request body that is far too large before it is read into memory or written to disk."""

from collections.abc import Callable
from functools import wraps

from django.http import HttpRequest, HttpResponse
from django.views.decorators.csrf import csrf_exempt, csrf_protect

FORM_ALLOWANCE = 64 * 1024  # bytes of the form around the file
MAX_DRAINED = 64 * 1024 * 1024
CHUNK = 256 * 1024


def limit_request_size(max_bytes: int, respond: Callable[[HttpRequest], HttpResponse]):
    """Decorate a view: a POST that announces more than ``max_bytes`` and a form gets ``respond(request)``.

    The CSRF check would read the whole body to find its token. It therefore runs inside, after the length has been
    checked; nothing happens outside of it.
    """

    def decorate(view):
        protected = csrf_protect(view)

        @csrf_exempt
        @wraps(view)
        def wrapped(request, *args, **kwargs):
            length = request.META.get("CONTENT_LENGTH") or "0"
            if request.method == "POST" and int(length if length.isdecimal() else 0) > max_bytes + FORM_ALLOWANCE:
                _drain(request, int(length))
                return respond(request)
            return protected(request, *args, **kwargs)

        return wrapped

    return decorate


def _drain(request, length):
    """Read and discard the body, up to a limit: a browser shows no answer while it is still sending."""
    left = min(length, MAX_DRAINED)
    while left > 0 and (chunk := request.read(min(CHUNK, left))):
        left -= len(chunk)
