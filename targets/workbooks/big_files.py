"""Refusing a file that is far too large before it is read into memory or written to disk."""

from functools import wraps

from django.shortcuts import render
from django.views.decorators.csrf import csrf_exempt, csrf_protect

from sheets.limits import MAX_BYTES, MAX_MEGABYTES
from sheets.problems import SheetProblem
from targets.workbooks.words import say

ROOM = 64 * 1024  # for the form around the file
DRAINED = 64 * 1024 * 1024
CHUNK = 256 * 1024


def refuse_beyond(most, answer):
    """Give ``answer(request)`` by the length that the browser announces, when that is beyond ``most`` bytes and a form.

    The check for forgery would read the whole body to find its token. So it is put inside, behind the look at the
    length; what it protects is as protected as before, as nothing happens outside of it.
    """

    def decorate(view):
        protected = csrf_protect(view)

        @csrf_exempt
        @wraps(view)
        def wrapped(request, *args, **kwargs):
            length = request.META.get("CONTENT_LENGTH") or "0"
            if request.method == "POST" and int(length if length.isdecimal() else 0) > most + ROOM:
                _drain(request, int(length))
                return answer(request)
            return protected(request, *args, **kwargs)

        return wrapped

    return decorate


def _no_workbook(request):
    reasons = [{"text": say(SheetProblem("too_big", {"limit": MAX_MEGABYTES}))}]
    return render(request, "workbooks/sheet_too_big.html", {"reasons": reasons}, status=413)


refuse_early = refuse_beyond(MAX_BYTES, _no_workbook)


def _drain(request, length):
    """Take the body off the wire and drop it, up to a limit: a browser shows no answer while it is still sending."""
    left = min(length, DRAINED)
    while left > 0 and (chunk := request.read(min(CHUNK, left))):
        left -= len(chunk)
