"""A decorator for views that answer a refused POST with a page of their own."""

from collections.abc import Callable
from functools import wraps

from django.shortcuts import redirect


def post_or_redirect(name: str) -> Callable:
    """As ``require_POST``, but a GET is redirected to the URL ``name`` with the same arguments.

    The page of a refused POST has this address: people reload it, open it from the history, or change its language.
    """

    def decorate(view):
        @wraps(view)
        def wrapped(request, **arguments):
            if request.method != "POST":
                return redirect(name, **arguments)
            return view(request, **arguments)

        return wrapped

    return decorate
