"""A picture of a page of totals as a file: with its title, of whom and when it is, and where it comes from."""

from functools import lru_cache
from pathlib import Path
from typing import Any

from django.contrib.staticfiles import finders
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from dashboards.charts.drawing import wrap_text
from dashboards.words import get_basis_label
from pages.jinja import render_jinja
from pages.picture_files import asked_picture, respond_picture
from targets.results.place import TotalsPlace
from targets.totals.queries.freshness import get_freshness

LEFT, NARROWEST = 24, 480
TITLE, LINE = 18, 13  # sizes of letters


def respond_drawn(
    request: HttpRequest, place: TotalsPlace, picture: Any, *names: str, notes: tuple[str, ...] = ()
) -> HttpResponse | None:
    """The picture as the file that the request asks for; None where it asks for none, or there is no picture.

    ``names`` say what it shows; ``notes`` are further lines below it, as of the source of a map.
    """
    kind = asked_picture(request)
    if not kind or picture is None:
        return None
    svg = write_picture(place, picture, list(filter(None, names)), notes=notes)
    return respond_picture(svg, kind, place.plan.title, place.participant.short_name, *names, place.shown_period.name)


def write_picture(place: TotalsPlace, picture: Any, names: list[str], *, notes: tuple[str, ...] = ()) -> str:
    """A whole SVG document: the picture with ``names`` as its title, place, period, basis, freshness and source."""
    width = max(picture.width, NARROWEST)
    title = wrap_text(" · ".join(names), width, TITLE)
    facts = [place.participant.name, place.shown_period.name, place.plan.title, get_basis_label(place.basis)]
    under = wrap_text(" · ".join(facts), width, LINE)
    foot = [line for note in (_describe_source(place), *notes) for line in wrap_text(note, width, LINE)]
    titles = _place_lines(title, 34, TITLE + 8)
    unders = _place_lines(under, titles[-1][0] + 24, LINE + 7)
    top = unders[-1][0] + 20
    feet = _place_lines(foot, top + picture.height + 28, LINE + 7)
    values = {
        "picture": picture, "linked": False, "css": _read_css(), "name": " · ".join(names), "title": titles,
        "under": unders, "foot": feet, "left": LEFT, "top": top, "width": width + 2 * LEFT,
        "height": feet[-1][0] + 18,
    }  # fmt: skip
    return render_jinja("dashboards/pictures/file.jinja", values)


def _describe_source(place):
    """Where the picture comes from, and of when its numbers are."""
    settled = get_freshness(place.plan.pk).settled_at
    words = {"drawn": f"{timezone.localtime():%Y-%m-%d %H:%M}"}
    if settled is None:
        return _("Source: FedWork, drawn %(drawn)s") % words
    words["settled"] = f"{timezone.localtime(settled):%Y-%m-%d %H:%M}"
    return _("Source: FedWork, numbers as of %(settled)s, drawn %(drawn)s") % words


def _place_lines(lines, first, step):
    return [(first + at * step, text) for at, text in enumerate(lines)]


@lru_cache(maxsize=1)
def _read_css():
    """The style sheet of pictures: it has no text from outside, and neither < nor &."""
    path = finders.find("dashboards/pictures.css")
    assert path is not None, "a file of this app"
    return SafeString(Path(path).read_text(encoding="utf-8"))
