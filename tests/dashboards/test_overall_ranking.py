"""The ranking on the whole: reasons, movement, timeliness, times sent back."""

import csv
from datetime import timedelta
from decimal import Decimal

import pytest
from django.urls import reverse
from django.utils import timezone

from plans.models import Period
from targets.models import Return
from targets.results.overall_ranking import read_overall_ranking
from targets.results.place import find_place
from targets.review.actions.review import Objection
from tests.dashboards.scene import Province

pytestmark = pytest.mark.django_db


@pytest.fixture
def scene():
    """Counties 11, 12, 21, 22 with 10, 20, 30, 40 of 100 in the first quarter; in the second 11 adds 60."""
    scene = Province()
    target = scene.target("L01", "400", shares=dict.fromkeys(scene.counties, "100"))
    scene.issue(open_seq=2)
    for number, county in enumerate(scene.counties, 1):
        scene.report(county, 1, {target: f"{number}0"})
    scene.report(scene.counties[0], 2, {target: "60"}, accepted=False)
    scene.settle()
    scene.l01 = target
    return scene


def ranking(scene, **choice):
    place = find_place(scene.leader, "yn-2020", scene.unit.code, "2020Q2")
    ((_kind, units),) = [each for each in read_overall_ranking(place, **choice).kinds if each[0] == "federation"]
    return units


def test_places_and_where_they_were_before(scene):
    units = ranking(scene, level="county")
    assert [(u.participant.short_name, u.results.rank, u.rank_before, u.moved) for u in units] == [
        ("县11", 1, 4, 3), ("县22", 2, 1, -1), ("县21", 3, 2, -1), ("县12", 4, 3, -1)
    ]  # fmt: skip
    assert [u.results.overall for u in units] == [Decimal(n) / 10 for n in (7, 4, 3, 2)]


def test_equal_completions_share_a_place(scene):
    scene.report(scene.counties[1], 2, {scene.l01: "50"})
    scene.settle()
    assert [u.results.rank for u in ranking(scene, level="county")] == [1, 1, 3, 4]


def test_what_it_costs_sums_to_the_whole(scene):
    for unit in ranking(scene, level="county"):
        assert sum(cost.points for cost in unit.costs) + unit.results.overall * 100 == 100


def test_late_missing_and_sent_back_returns_are_counted_below_each_city(scene):
    scene.send_back(Return.objects.get(participant__unit=scene.counties[0], period__seq=2), Objection("重报"))
    city = ranking(scene, level="city")
    times = {u.participant.short_name: u.timeliness for u in city}
    # 市1 has two counties, an office and its own return.
    assert (times["市1"].owed, times["市1"].missing, times["市1"].sent_back) == (4, 3, 1)
    assert (times["市2"].owed, times["市2"].missing, times["市2"].sent_back) == (3, 3, 0)


@pytest.mark.parametrize(("days", "in_time"), [(0, 1), (1, 0)])
def test_the_last_day_still_is_in_time(scene, days, in_time):
    report = Return.objects.get(participant__unit=scene.counties[0], period__seq=2)
    due = timezone.localdate(report.first_submitted_at)
    Return.objects.filter(pk=report.pk).update(first_submitted_at=report.first_submitted_at + timedelta(days=days))
    Period.objects.filter(seq=2).update(due_on=due)
    unit = next(u for u in ranking(scene, level="county") if u.participant.short_name == "县11")
    assert (unit.timeliness.in_time, unit.timeliness.late) == (in_time, 1 - in_time)


def test_the_page_and_its_file_say_the_same(scene, client):
    client.force_login(scene.leader)
    url = reverse("dashboards:overall_ranking", args=["yn-2020", scene.unit.code, "2020Q2"]) + "?level=county"
    page = client.get(url).content.decode()
    assert "上升 3 位" in page
    assert "下降 1 位" in page
    rows = list(csv.reader(client.get(url + "&as=csv").content.decode("utf-8-sig").splitlines()))
    assert ["县11", "1", "4", "70%", "10%"] in [row[:1] + row[2:6] for row in rows]
