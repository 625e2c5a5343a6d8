"""Addresses that are posted to and answer with a page of their own when something is missing."""

from functools import wraps

from django.shortcuts import redirect


def post_or_redirect(name):
    """As ``require_POST``, but a GET leads to the page ``name`` of the same place: the answer to a refused post stands
    under this address, and is loaded again, opened from the history, or asked for in the other language."""

    def decorate(view):
        @wraps(view)
        def wrapped(request, **place):
            if request.method != "POST":
                return redirect(name, **place)
            return view(request, **place)

        return wrapped

    return decorate
