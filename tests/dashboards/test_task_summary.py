"""The page of a plan without targets: what needs attention, the units by what they did in time, what was delivered."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from orgs.models import UnitKind
from plans.models import Period, Task
from targets.evidence.actions import add_evidence
from targets.models import Return
from targets.results.place import find_place
from targets.results.task_summary import read_task_summary
from tests.dashboards.scene import Province, make_progress
from tests.targets.evidence import evidence_files

pytestmark = pytest.mark.django_db
FIRST_QUARTER = date(2020, 3, 31)


@pytest.fixture
def scene():
    return Province()


def set_due(task, day):
    Task.objects.filter(pk=task.pk).update(due_on=day)


def summary(scene, period="2020Q2", unit=None, basis="submitted"):
    return read_task_summary(find_place(scene.leader, "yn-2020", (unit or scene.unit).code, period, basis=basis))


def office(found, name):
    return next(each for _, same in found.offices for each in same if each.name == name)


def test_in_time_is_done_by_the_period_of_the_day_and_stays_done(scene):
    a, b, c, d = scene.counties
    task = scene.task("有期限的事", a, b, c, d)
    set_due(task, FIRST_QUARTER)
    scene.issue(open_seq=3)
    scene.report(a, 1, progress={task: make_progress("done")})
    scene.report(b, 2, progress={task: make_progress("done")})  # a quarter late
    scene.report(c, 1, progress={task: make_progress("done")})  # done, taken back, done again: late
    scene.report(c, 2, progress={task: make_progress("behind")})
    scene.report(c, 3, progress={task: make_progress("done")})
    found = summary(scene, "2020Q3")
    lines = {line.unit: (line.state, line.done_in, line.in_time) for line in found.lines}
    assert lines == {
        a.short_name: ("done", "2020Q1", True),
        b.short_name: ("done", "2020Q2", False),
        c.short_name: ("done", "2020Q3", False),
        d.short_name: ("silent", "", None),
    }
    rates = {each.name: (each.rank, each.rate, each.in_time, each.due) for _, same in found.offices for each in same}
    assert rates == {
        a.short_name: (1, Decimal(1), 1, 1),
        b.short_name: (2, Decimal(0), 0, 1),
        c.short_name: (2, Decimal(0), 0, 1),
        d.short_name: (None, None, 0, 1),  # has reported nothing: no rank, though it is overdue
    }


def test_a_task_is_not_missed_while_the_return_of_its_day_is_open(scene):
    a, *_ = scene.counties
    task = scene.task("本期到期的事", a)
    set_due(task, date(2020, 6, 30))
    scene.issue(open_seq=2)
    scene.report(a, 1, progress={task: make_progress("under_way")})
    Period.objects.filter(plan=scene.plan, seq=2).update(
        state=Period.State.OPEN, due_on=timezone.localdate() + timedelta(days=3)
    )
    found = office(summary(scene), a.short_name)
    assert (found.overdue, found.due, found.rate) == (1, 0, None)
    Period.objects.filter(plan=scene.plan, seq=2).update(due_on=date(2020, 7, 8))
    assert (office(summary(scene), a.short_name).due, office(summary(scene), a.short_name).rate) == (1, Decimal(0))


def test_nobody_has_a_rank_on_its_own_page_and_who_is_silent_is_named(scene):
    a, b, *_ = scene.counties
    task = scene.task("有期限的事", a, b)
    set_due(task, FIRST_QUARTER)
    scene.issue(open_seq=2)
    scene.report(a, 1, progress={task: make_progress("done")})
    scene.report(b, 2, progress={task: make_progress("done")})
    assert office(summary(scene), a.short_name).rank == 1
    assert office(summary(scene, unit=a), a.short_name).rank is None
    assert summary(scene).waiting == [a.short_name]


def test_tasks_without_a_day_count_for_no_rate(scene):
    a, b, *_ = scene.counties
    task = scene.task("没有期限的事", a, b)
    scene.issue(open_seq=2)
    scene.report(a, 1, progress={task: make_progress("done")})
    found = office(summary(scene), a.short_name)
    assert (found.done, found.due, found.rate, found.rank) == (1, 0, None, None)


def test_attention_lists_overdue_first_then_without_report_then_behind(scene):
    a, b, c, d = scene.counties
    late, later = scene.task("逾期的事", a), scene.task("更早逾期的事", b)
    behind, done = scene.task("滞后的事", c), scene.task("办完的事", a)
    scene.task("没人报的事", d)
    set_due(late, date(2020, 5, 31))
    set_due(later, FIRST_QUARTER)
    scene.issue(open_seq=3)
    scene.report(a, 1, progress={done: make_progress("done"), late: make_progress("under_way")})
    scene.report(b, 3, progress={later: make_progress("under_way")})
    scene.report(c, 3, progress={behind: make_progress("behind")})
    assert [line.title for line in summary(scene, "2020Q3").attention] == [
        "更早逾期的事",
        "逾期的事",
        "没人报的事",
        "滞后的事",
    ]


def test_offices_and_areas_are_ranked_apart(scene):
    a, *_ = scene.counties
    task = scene.task("大家的事", a, scene.office)
    set_due(task, FIRST_QUARTER)
    scene.issue(open_seq=2)
    for unit in (a, scene.office):
        scene.report(unit, 1, progress={task: make_progress("done")})
    found = summary(scene)
    assert [(kind, [each.rank for each in same]) for kind, same in found.offices] == [
        (UnitKind.FEDERATION, [1]),
        (UnitKind.OFFICE, [1]),
    ]


def test_nothing_is_missing_on_the_first_day(scene, client):
    a, *_ = scene.counties
    scene.task("第一件", a)
    scene.issue(open_seq=1)
    Period.objects.filter(plan=scene.plan, seq=1).update(
        state=Period.State.OPEN, due_on=timezone.localdate() + timedelta(days=3)
    )
    found = summary(scene, "2020Q1")
    assert found.nothing_due
    assert (found.states, found.attention) == ([("not_due", 1)], [])
    client.force_login(scene.leader)
    board = client.get(reverse("targets:task_progress", args=["yn-2020"])).content.decode()
    assert "无进展记录" not in board.split("<tbody")[1].split("</table>")[0]


def test_files_of_done_tasks_are_counted_once(scene, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    a, *_ = scene.counties
    task, bare = scene.task("有成果的事", a), scene.task("没有成果的事", a)
    scene.issue(open_seq=2)
    report = Return.objects.get(participant=scene.participant(a), period__seq=1)
    add_evidence(report, task, SimpleUploadedFile("成果.jpg", evidence_files.photo()), by=scene.clerk)
    scene.report(a, 1, progress={task: make_progress("done"), bare: make_progress("done")})
    assert {line.title: line.files for line in summary(scene).delivered} == {"有成果的事": 1, "没有成果的事": 0}
    assert {line.title: line.files for line in summary(scene, basis="accepted").delivered} == {
        "有成果的事": 1,
        "没有成果的事": 0,
    }


def test_page_shows_sections_units_and_attention(scene, client):
    a, b, *_ = scene.counties
    task = scene.task("有期限的事", a, b, section="思想引领")
    set_due(task, FIRST_QUARTER)
    scene.issue(open_seq=2)
    scene.report(a, 1, progress={task: make_progress("done")})
    client.force_login(scene.leader)
    text = client.get(reverse("dashboards:unit", args=["yn-2020", scene.unit.code, "2020Q2"])).content.decode()
    for words in ("需要关注：1 项", "按牵头单位", "思想引领", "已完成：1 项", "100.0%"):
        assert words in text
    assert "targets-title" not in text


def test_summary_takes_a_fixed_number_of_queries(scene, django_assert_max_num_queries):
    a, b, c, d = scene.counties
    tasks = [scene.task(f"事{n}", a, b, c, d) for n in range(20)]
    scene.issue(open_seq=2)
    scene.report(a, 1, progress={task: make_progress("done") for task in tasks})
    place = find_place(scene.leader, "yn-2020", scene.unit.code, "2020Q2")
    with django_assert_max_num_queries(3):
        assert len(read_task_summary(place).lines) == 80


def test_who_reported_nothing_is_not_first(scene, client):
    """A plan with targets: nobody has a rank before anybody has reported."""
    a, b, *_ = scene.counties
    scene.target("L01", "40", shares={a: "20", b: "20"})
    scene.issue(open_seq=1)
    scene.settle()
    client.force_login(scene.leader)
    city = scene.cities[0]
    page = client.get(reverse("dashboards:unit", args=["yn-2020", city.code, "2020Q1"]))
    assert [row.rank for _, rows in page.context["ranking"] for row in rows] == [None, None, None]
