"""The table of lights of a unit and its children: targets down, units across, each light a link to its number."""

from typing import NamedTuple

from django.urls import reverse
from django.utils.translation import gettext as _

from dashboards.words import describe_data_period
from pages.formats import format_percent
from targets.totals.descriptions import describe_start_briefly


class LightCell(NamedTuple):
    """A light that links to its number. ``completion``, and the baseline that it counts from, are "" without one."""

    url: str
    light: str
    completion: str
    start: str


def matrix(place, board):
    """[(target, period of its data, [LightCell])]: first the unit's own light, then one for each child.

    The period is "" where the target is due in the one that is shown.
    """
    everybody = [board.own, *board.children]
    units = [_address(place, "unit", unit_code=each.participant.code) for each in everybody]
    first = {"unit_code": board.own.participant.code}
    start, rows = len(units[0]), []
    for i, target in enumerate(board.targets):
        # A number's address continues that of its unit: reversing each of thousands would take longer than the rest.
        tail = _address(place, "total", target_code=target.code, **first)[start:] + place.query
        standings = [each.lines[i].standing for each in everybody]
        cells = [
            LightCell(url + tail, s.light, _completion(s), describe_start_briefly(s, target))
            for url, s in zip(units, standings, strict=True)
        ]
        rows.append((target, describe_data_period(board.own.lines[i].data_code), cells))
    return rows


def _address(place, name, **names):
    names |= {"plan_code": place.plan.code, "period_code": place.period.code}
    return reverse(f"dashboards:{name}", kwargs=names)


def _completion(standing):
    if standing.completion is None or standing.distance is not None:
        return ""
    return format_percent(standing.completion, 0)


def limit_words(met: bool) -> str:
    """Whether an upper limit is kept, in words."""
    return _("kept") if met else _("not kept")
