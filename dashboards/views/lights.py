"""The tables of lights. Of a few units: targets down, units across, each light a link to its number. Of many: units
down, targets across, and only their heads are links: thousands in a row are nothing for a keyboard."""

from dataclasses import dataclass

from django.template.loader import render_to_string
from django.urls import reverse

from dashboards.queries.judge import Judge
from dashboards.views.common import with_query


@dataclass
class Cell:
    """One light of the table, drawn beforehand: a province's table has a thousand of them."""

    line: object
    url: str
    light: str


def drawn(light):
    """A light as a shape with its word for readers."""
    return render_to_string("components/_light.html", {"light": light, "compact": True})


def matrix(place, board):
    """Rows of (target, cells): first the unit's own, then one for each child."""
    pictures = {}
    kwargs = {"plan_code": place.plan.code, "period_code": place.period.code}

    def cell(line):
        light = line.standing.light
        if light not in pictures:
            pictures[light] = drawn(light)
        names = kwargs | {"unit_code": line.participant.code, "target_code": line.target.code}
        return Cell(line, reverse("dashboards:total", kwargs=names) + place.query, pictures[light])

    everybody = [board.own, *board.children]
    return [(target, [cell(each.lines[i]) for each in everybody]) for i, target in enumerate(board.targets)]


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
