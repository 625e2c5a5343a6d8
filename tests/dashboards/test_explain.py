"""Where a number comes from: its parts, the figures behind it, what was carried or is missing, what has changed it."""

from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from targets.results.explain import explain_effects, explain_total
from targets.results.place import find_place
from targets.returns.actions.submit import withdraw_return
from targets.review.actions.review import Objection
from tests.dashboards.scene import Province, count_reads

pytestmark = pytest.mark.django_db


def explained(scene, unit, target, *, since=None, period="2020Q2", basis="submitted"):
    return explain_total(find_place(scene.leader, "yn-2020", unit.code, period, basis=basis), target, since=since)


@pytest.fixture
def scene():
    """Four counties and an office owe 100 each; a level, so that a figure is carried forward."""
    scene = Province()
    units = (*scene.counties, scene.office)
    scene.level = scene.target("L01", "500", shares=dict.fromkeys(units, "100"), measure="level")
    scene.ratio = scene.target("L02", "70", shares=dict.fromkeys(units, "70"), measure="ratio", scale="%")
    scene.issue(open_seq=2)
    return scene


def both(scene, unit, seq, level, ratio="na", *, accepted=True):
    return scene.report(unit, seq, {scene.level: level, scene.ratio: ratio}, accepted=accepted)


def test_parts_figures_and_their_states(scene):
    a, b, c, _d = scene.counties
    both(scene, a, 1, "20", ("1", "2"))
    both(scene, b, 2, "30", ("3", "4"), accepted=False)
    both(scene, c, 2, "na")
    both(scene, scene.office, 2, "5")
    scene.settle()
    told = explained(scene, scene.unit, scene.level)
    assert told.line.value == sum(part.value for part in told.parts if part.value) == 55
    assert sum(figure.value for figure in told.figures if figure.value is not None) == 55
    states = {figure.participant.unit: (figure.state, figure.figure.period) for figure in told.figures}
    assert states == {
        a: ("carried", "2020Q1"),
        b: ("reported", "2020Q2"),
        c: ("absent", "2020Q2"),
        _d: ("missing", ""),
        scene.office: ("reported", "2020Q2"),
    }
    assert [f.participant.unit for f in told.missing] == [_d]
    assert [f.figure.reason for f in told.absent] == ["没有这项工作"]
    by_unit = {figure.participant.unit: figure for figure in told.figures}
    carried = by_unit[a]
    assert (carried.submission.by, carried.submission.origin, carried.report_state) == (scene.clerk, "page", "accepted")
    assert carried.accepted_by == scene.reviewer
    assert by_unit[b].accepted_at is None
    assert by_unit[_d].report_state == "draft"
    accepted = explained(scene, scene.unit, scene.level, basis="accepted")
    assert {f.participant.unit for f in accepted.missing} == {b, _d}
    rate = explained(scene, scene.unit, scene.ratio)
    assert (rate.line.value, rate.line.base) == (4, 6)
    assert sum(f.base for f in rate.figures if f.base) == 6


def test_changes_since_a_moment(scene):
    a, b, c, d = scene.counties
    both(scene, a, 1, "20")
    both(scene, b, 1, "7")
    gone = both(scene, c, 2, "11", accepted=False)
    taken = both(scene, d, 2, "13", accepted=False)
    then = timezone.now()
    both(scene, a, 2, "26")
    scene.send_back(gone, Objection("数字不对", target=scene.level))
    withdraw_return(taken, by=scene.clerk)
    scene.settle()
    told = explained(scene, scene.unit, scene.level, since=then).changes
    assert (told.since.value, told.line.value, told.change) == (51, 33, -18)
    effects = {e.move.participant_id: (e.move.verb, e.value) for e in told.since.effects}
    assert effects == {
        scene.participant(a).pk: ("submit", 6),
        scene.participant(c).pk: ("send_back", -11),
        scene.participant(d).pk: ("withdraw", -13),
    }
    assert {part.participant.unit: (part.then, part.value) for part in told.parts} == {
        scene.cities[0]: (27, 33),
        scene.cities[1]: (24, 0),
    }
    lines = {line.verb: line for line in explain_effects(scene.level, told, told.since.effects)}
    assert lines["send_back"].reasons == ("数字不对",)
    assert lines["send_back"].by == scene.reviewer
    assert (lines["submit"].effect.before, lines["submit"].effect.after.value) == (None, 26)
    assert lines["submit"].submission.origin == "page"
    accepted = explained(scene, scene.unit, scene.level, since=then, basis="accepted").changes
    assert [(e.move.verb, e.value) for e in accepted.since.effects] == [("accept", 6)]


def test_unknown_before_is_not_zero(scene):
    a, b = scene.counties[:2]
    then = timezone.now()
    both(scene, a, 1, "0")
    scene.settle()
    assert explained(scene, scene.unit, scene.level, since=then).changes.since.value is None
    both(scene, scene.counties[2], 1, "3")
    scene.settle()
    parts = explained(scene, scene.unit, scene.level, since=then).changes.parts
    assert [(part.then, part.value) for part in parts if part.change] == [(None, 3)]
    later = timezone.now()
    report = both(scene, b, 1, "5", accepted=False)
    scene.settle()
    told = explained(scene, scene.unit, scene.level, since=later).changes
    assert (told.since.value, told.change) == (3, 5)
    withdraw_return(report, by=scene.clerk)
    scene.settle()
    assert explained(scene, scene.unit, scene.level, since=later).changes.since.effects[0].value == -5


def page(client, scene, unit, **query):
    address = reverse("dashboards:total", args=["yn-2020", unit.code, "2020Q2", "L01"])
    with CaptureQueriesContext(connection) as queries:
        response = client.get(address, query)
    assert response.status_code == 200
    return response, count_reads(queries)


def test_tabs_of_figures_and_changes(client, scene):
    a, b = scene.counties[:2]
    both(scene, a, 1, "20")
    both(scene, b, 2, "30", accepted=False)
    scene.settle()
    client.force_login(scene.leader)
    figures, taken = page(client, scene, scene.unit, show="figures")
    text = figures.content.decode()
    assert taken <= 20
    assert "沿用 2020年一季度" in text
    assert "未报" in text
    only, _ = page(client, scene, scene.unit, show="figures", state="missing")
    assert {row.state for row, _ in only.context["rows"]} == {"missing"}
    changes, taken = page(client, scene, scene.unit, show="changes")
    assert taken <= 20
    assert len(changes.context["effects"]) == 2
    quiet, _ = page(
        client, scene, scene.unit, show="changes", since=timezone.localdate().replace(year=2099).isoformat()
    )
    assert quiet.context["effects"] == []
    odd, _ = page(client, scene, scene.unit, show="changes", since="2020-13-45", page="x")
    assert odd.context["wrong_day"]
    both_bases, _ = page(client, scene, scene.unit, show="changes", basis="accepted", since="2020-01-01")
    assert "show=changes" in both_bases.context["bases"][0]["url"]


def test_names_are_hidden_without_permission_to_see_returns(client, scene):
    both(scene, scene.counties[0], 2, "20")
    scene.settle()
    client.force_login(scene.clerk)  # clerk of the city and of the counties, but of no township: see below
    seen, _ = page(client, scene, scene.cities[0], show="figures")
    assert all(open_ for _, open_ in seen.context["rows"])
    scene.clerk.posts.exclude(unit=scene.cities[0]).delete()
    for show in ("figures", "changes"):
        hidden, _ = page(client, scene, scene.cities[0], show=show)
        text = hidden.content.decode()
        assert "20" in text
        assert "reviewer" not in text


def test_decimals_of_a_difference(scene):
    exact = scene.target("L03", "5", shares={scene.counties[0]: "5"}, decimals=2)
    then = timezone.now()
    scene.report(scene.counties[0], 1, {scene.level: "1", scene.ratio: "na", exact: "0.25"})
    scene.settle()
    told = explained(scene, scene.cities[0], exact, since=then).changes
    assert (told.change, told.since.value) == (Decimal("0.25"), None)
