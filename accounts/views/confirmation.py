"""A page that asks before something is closed or ended, and says what hangs on it."""

from collections.abc import Callable
from typing import Any

from django.db import transaction
from django.shortcuts import render

from pages.consequences import list_consequences

SURE = "sure"  # the name of the confirming button


def is_confirmed(request) -> bool:
    return SURE in request.POST


def try_out(action: Callable, *args: Any, **fields: Any) -> None:
    """Runs an action and rolls it back, so that a refusal is known before anybody is asked. Raises as the action."""
    with transaction.atomic():
        action(*args, **fields)
        transaction.set_rollback(True)


def render_question(request, form, *, act, subject, **context):
    """The page with what hangs on ``subject``; its button posts ``form`` again, with ``sure``."""
    context |= {"form": form, "consequences": list_consequences(act, subject), "sure": SURE}
    return render(request, "accounts/confirm.html", context)
