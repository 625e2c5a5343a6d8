"""The tables of lights as plain values. Of a few units: targets down, units across, each light a link to its number.
Of many: units down, targets across, and only their heads are links: thousands in a row are useless for a keyboard."""

from decimal import Decimal
from functools import partial
from typing import NamedTuple

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from dashboards.views.common import with_query
from dashboards.words import describe_data_period
from pages.formats import format_number, format_percent
from pages.lights import NAMES, light_name
from targets.models import Target
from targets.results.judge import Judge
from targets.totals.descriptions import describe_start_briefly
from targets.totals.standing import NOT_APPLICABLE


class LightCell(NamedTuple):
    """A light that links to its number. ``completion``, and the baseline that it counts from, are "" without one."""

    url: str
    light: str
    completion: str
    start: str


class WideCell(NamedTuple):
    """A light with its name, the number to date (None: not applicable), and below it completion and rank, and the
    baseline that the completion counts from."""

    light: str
    name: str
    number: str | None
    below: str
    start: str


class WideHead(NamedTuple):
    """A target over its column: ``url`` is its ranking of the same units; ``pace`` is the same for all of them, and so
    is ``data_period``, which says of which period the numbers are unless the target is due in the one that is shown."""

    target: Target
    url: str
    pace: Decimal | None
    data_period: str


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


def wide_rows(board):
    """[(Standings, [WideCell])] of the table of many units, the unit itself first."""
    names = {light: light_name(light) for light in NAMES}
    cell = partial(_wide_cell, names, pgettext("before a rank", "no. "))
    return [(row, [cell(line) for line in row.lines]) for row in (board.own, *board.children)]


def _wide_cell(names, rank_prefix, line):
    standing, below = line.standing, ""
    number = None if line.value is None and line.all_absent else ""
    if number is not None and standing.shown is not None:
        number = format_number(standing.shown, line.rounding) + (line.target.scale if line.is_rate else "")
    if standing.completion is not None:
        below = format_percent(standing.completion, 0) if standing.distance is None else limit_words(standing.met)
        below += f" {rank_prefix}{line.rank}" if line.rank else ""
    name = names[standing.light]
    if standing.light == NOT_APPLICABLE:  # the word is seen once: in place of the number, or below what was done before
        name, below = "", "" if number is None else name
    return WideCell(standing.light or "none", name, number, below, describe_start_briefly(standing, line.target))


def limit_words(met: bool) -> str:
    """Whether an upper limit is kept, in words."""
    return _("kept") if met else _("not kept")


def heads(place, board, level):
    """The WideHeads of the table of many units, in the order of their lines."""

    def url(target):
        names = [place.plan.code, place.participant.code, place.period.code, target.code]
        return with_query(reverse("dashboards:ranking", args=names), place.basis, level=level)

    judge = Judge(place.plan, place.periods, place.basis)
    terms = [judge.terms(target, place.period.seq) for target in board.targets]
    return [WideHead(each.target, url(each.target), each.pace, describe_data_period(each.data_code)) for each in terms]
