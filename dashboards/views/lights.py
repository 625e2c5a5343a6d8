"""The tables of lights. Of a few units: targets down, units across, each light a link to its number. Of many: units
down, targets across, and only their heads are links: thousands in a row are nothing for a keyboard."""

from dataclasses import dataclass
from functools import partial

from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.html import escape
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from dashboards.queries.judge import Judge
from dashboards.views.common import with_query
from pages.formats import format_number, format_percent, replace_if_not_applicable
from pages.lights import LIGHTS, light_name


def drawn(light):
    """A light as a shape with its word for readers."""
    return render_to_string("components/_light.html", {"light": light, "compact": True})


def matrix(place, board):
    """Rows of (target, its cells as they are written): first the unit's own, then one for each child."""
    pictures = {light: drawn(light) for light in (*LIGHTS, "")}
    everybody = [board.own, *board.children]
    units = [escape(_address(place, "unit", unit_code=each.participant.code)) for each in everybody]
    first = {"unit_code": board.own.participant.code}
    query, start = escape(place.query), len(_address(place, "unit", **first))
    rows = []
    for i, target in enumerate(board.targets):
        # A number's address continues that of its unit: asking for each of thousands would take longer than the rest.
        tail = escape(_address(place, "total", target_code=target.code, **first)[start:]) + query
        standings = [each.lines[i].standing for each in everybody]
        cells = [_link(url + tail, each, pictures) for url, each in zip(units, standings, strict=True)]
        rows.append((target, mark_safe("".join(cells).replace("<td>", '<td class="own">', 1))))
    return rows


def _address(place, name, **names):
    names |= {"plan_code": place.plan.code, "period_code": place.period.code}
    return reverse(f"dashboards:{name}", kwargs=names)


def _link(url, standing, pictures):
    done = standing.completion is not None and standing.distance is None
    share = f"<span>{format_percent(standing.completion, 0)}</span>" if done else ""
    return f'<td><a href="{url}">{pictures[standing.light]}{share}</a></td>'


def wide_rows(board):
    """(Standings, its cells as they are written) of the table of many units: each in few characters, there are
    thousands."""
    words = {light: escape(light_name(light)) for light in (*LIGHTS, "")}
    signs = {light: f'<i class="{light or "none"}">{word}</i>' for light, word in words.items()}
    write = partial(_cell, signs, escape(pgettext("before a rank", "no. ")))
    everybody = [board.own, *board.children]
    # What is not a number is escaped above or in _cell.
    return [(row, mark_safe("".join([write(line) for line in row.lines]))) for row in everybody]


def _cell(signs, nth, line):
    """Light and number to date; below it completion (or whether a limit is kept) and rank."""
    standing, said, below = line.standing, "", ""
    if line.value is None and line.all_absent:
        said = replace_if_not_applicable("", True)
    elif standing.shown is not None:
        said = format_number(standing.shown, line.digits) + (escape(line.target.scale) if line.is_rate else "")
    if standing.completion is not None:
        kept = format_percent(standing.completion, 0) if standing.distance is None else escape(_kept(standing.met))
        rank = f" {nth}{line.rank}" if line.rank else ""
        below = f"<small>{kept}{rank}</small>"
    return f"<td>{signs[standing.light]}{said}{below}</td>"


def _kept(met):
    return _("kept") if met else _("not kept")


@dataclass
class Head:
    """A target over its column: ``url`` is its ranking of the same units; ``pace`` is the same for all of them."""

    target: object
    url: str
    pace: object


def heads(place, board, level):
    """The heads of the table of many units, in the order of their lines."""

    def url(target):
        names = [place.plan.code, place.participant.code, place.period.code, target.code]
        return with_query(reverse("dashboards:ranking", args=names), place.basis, level=level)

    judge = Judge(place.plan, place.periods, place.basis)
    return [Head(target, url(target), judge.pace(target, place.period.seq)) for target in board.targets]
