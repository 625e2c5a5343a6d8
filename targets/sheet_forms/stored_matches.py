"""What the cells of a form hold, as it is stored with the form."""

from datetime import date
from typing import Any

from sheets.figures.columns import FigurePart
from sheets.forms.model import FormContent, FormMatches, FormPlace, FormText, UnknownLabel
from targets.models import SheetForm


def store_matches(matches: FormMatches) -> dict[str, Any]:
    """The matches as JSON; places as lists, since a form has thousands."""
    return {
        "first": matches.first.isoformat(),
        "last": matches.last.isoformat(),
        "places": [list(place) for place in matches.places],
        "groups": [list(group) for group in matches.groups],
        "periods": [list(each) for each in matches.periods],
        "unknown": [list(each) for each in matches.unknown],
        "unit_lines": [list(each) for each in matches.unit_lines],
    }


def read_matches(form: SheetForm) -> FormMatches:
    """The matches of a form that is kept."""
    stored = form.matches or {}
    return FormMatches(
        first=date.fromisoformat(stored["first"]),
        last=date.fromisoformat(stored["last"]),
        places=[_read_place(each) for each in stored["places"]],
        groups=[tuple(each) for each in stored["groups"]],
        periods=[FormText(*each) for each in stored["periods"]],
        unknown=[UnknownLabel(*each) for each in stored["unknown"]],
        unit_lines=[FormText(*each) for each in stored["unit_lines"]],
    )


def _read_place(each) -> FormPlace:
    sheet, row, column, content, target, unit, part, *more = each
    return FormPlace(sheet, row, column, FormContent(content), target, unit, FigurePart(part), *more)
