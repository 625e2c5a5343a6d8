"""Parse what the return's page sends for one cell into the arguments of the actions."""

from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from audit.errors import Refused
from plans.models import Task
from targets.models import Figure, Progress, Target
from targets.returns.actions.draft import FigureInput, ProgressInput
from targets.values.typed_numbers import UnreadableNumber, read_not_applicable, read_number

PROGRESS_TEXT_MAX_LENGTH = 2000  # characters of one text about a task: a page, not a report


def read_figure_input(data: dict[str, Any], target: Target) -> FigureInput:
    """The content of a figure from {value, base, na, reason, done_on, note}. Raises Refused for unreadable content.

    不适用 typed into the cell (with a reason behind it) counts as the ticked box.
    """
    try:
        typed_na, reason = read_not_applicable(data.get("value"))
        na = typed_na or data.get("na") is True
        return FigureInput(
            value=None if na else read_number(data.get("value"), target),
            base=None if na else read_number(data.get("base"), target),
            na=na,
            reason=(reason or _read_text(data, "reason", Figure)) if na else "",
            done_on=None if na else _read_date(data.get("done_on"), target),
            note=_read_text(data, "note", Figure),
        )
    except UnreadableNumber as error:
        raise Refused(str(error), cells={target.code: str(error)}) from None


def read_progress_input(data: dict[str, Any], task: Task) -> ProgressInput:
    """The progress of a task from {state, done, obstacle, next_step}. Raises Refused for unreadable content."""
    try:
        return ProgressInput(
            **{name: _read_text(data, name, Progress) for name in ("state", "done", "obstacle", "next_step")}
        )
    except UnreadableNumber as error:
        raise Refused(str(error), cells={task.code: str(error)}) from None


def read_seen_version(data: dict[str, Any]) -> int:
    """The version that the typist had on the screen. Raises ValueError for anything that our page never sends."""
    seen = data.get("seen")
    if not isinstance(seen, int) or isinstance(seen, bool) or not 0 <= seen < 2**31:
        raise ValueError("seen")
    return seen


def _read_text(data, name, model):
    raw = data.get(name) or ""
    if not isinstance(raw, str):
        raise UnreadableNumber(_("Text is needed here."))
    text = raw.replace("\r\n", "\n").replace("\x00", "").strip()
    limit = model._meta.get_field(name).max_length or PROGRESS_TEXT_MAX_LENGTH
    if len(text) > limit:
        raise UnreadableNumber(
            _("At most %(limit)s characters; these are %(count)s.") % {"limit": limit, "count": len(text)}
        )
    return text


def _read_date(raw, target):
    if not raw:
        return None
    try:
        return date.fromisoformat(raw)
    except (TypeError, ValueError):
        words = {"text": str(raw)[:40], "year": target.plan.year}
        raise UnreadableNumber(_("“%(text)s” is not a day; write it as %(year)s-03-31.") % words) from None
