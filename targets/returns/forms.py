"""Reading what the return's page sends for one cell, as text, into what the actions take."""

from datetime import date

from django.utils.translation import gettext as _

from audit.errors import Refused
from targets.models import Figure, Progress
from targets.returns.actions.draft import Said, Typed
from targets.values.typed_numbers import Unreadable, read_na, read_number

LONG = 2000  # characters that may be said of one thing about a task: a page, not a report


def read_typed(data, target):
    """The ``Typed`` of a target from {value, base, na, reason, done_on, note}. Raises Refused with what is unreadable.

    Who types 不适用 into the cell (with a reason behind it) means the same as who ticks the box.
    """
    try:
        said_na, reason = read_na(data.get("value"))
        na = said_na or data.get("na") is True
        return Typed(
            value=None if na else read_number(data.get("value"), target),
            base=None if na else read_number(data.get("base"), target),
            na=na,
            reason=(reason or _text(data, "reason", Figure)) if na else "",
            done_on=None if na else _day(data.get("done_on")),
            note=_text(data, "note", Figure),
        )
    except Unreadable as error:
        raise Refused(str(error), cells={target.code: str(error)}) from None


def read_said(data, task):
    """The ``Said`` of a task from {state, done, obstacle, next_step}. Raises Refused with what is unreadable."""
    try:
        return Said(**{name: _text(data, name, Progress) for name in ("state", "done", "obstacle", "next_step")})
    except Unreadable as error:
        raise Refused(str(error), cells={task.code: str(error)}) from None


def read_seen(data):
    """The version that the typist had on the screen. ValueError when the page sent none: not a person's mistake."""
    seen = data.get("seen")
    if not isinstance(seen, int) or isinstance(seen, bool) or not 0 <= seen < 2**31:
        raise ValueError("seen")
    return seen


def _text(data, name, model):
    raw = data.get(name) or ""
    if not isinstance(raw, str):
        raise Unreadable(_("Text is needed here."))
    text = raw.replace("\r\n", "\n").replace("\x00", "").strip()
    limit = model._meta.get_field(name).max_length or LONG
    if len(text) > limit:
        raise Unreadable(_("At most %(limit)s characters; these are %(count)s.") % {"limit": limit, "count": len(text)})
    return text


def _day(raw):
    if not raw:
        return None
    try:
        return date.fromisoformat(raw)
    except (TypeError, ValueError):
        raise Unreadable(_("“%(text)s” is not a day; write it as 2020-03-31.") % {"text": str(raw)[:40]}) from None
