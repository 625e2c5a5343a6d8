"""Urging those who have not reported: on their first page and by e-mail, nobody twice a day, and who has seen it."""

import re
from datetime import datetime, time, timedelta
from io import BytesIO

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse
from django.utils import timezone
from openpyxl import load_workbook

from accounts.models import Person, Post
from audit.errors import Refused
from audit.models import Entry
from targets.home.items import DUE, OVERDUE, REMINDED, list_todo_items
from targets.home.queries import count_todo
from targets.models import Urge, UrgedReturn
from targets.periods.actions import periods
from targets.periods.actions.reminders import mark_reminders_seen, remind_missing_units
from targets.periods.queries.reminders import list_units_to_urge
from tests.targets.returns.test_returns_race import race
from tests.targets.returns_world import bring_to_state, fill_and_submit, make_world

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate


def list_reminded_people():
    return sorted(Urge.objects.values_list("to__username", flat=True))


def list_urgencies(person):
    return [item.urgency for item in list_todo_items(person, TODAY())]


def test_all_clerks_of_missing_units_are_reminded():
    world = make_world(open_seq=1)
    fill_and_submit(world, world.report())
    done = remind_missing_units(world.period(), by=world.reviewer, text="今天下班前")
    assert (done.reminded, done.reminded_before, done.units, done.units_without_clerk) == (1, 0, 1, [])
    assert list_reminded_people() == ["neighbour"]
    item = list_todo_items(world.neighbour, TODAY())[0]
    assert item.urgency == REMINDED
    assert "今天下班前" in item.notes[0]
    assert Entry.objects.get(verb="return.urge").data == {"people": 1}


def test_at_most_one_reminder_a_day():
    world = make_world(open_seq=2)
    assert remind_missing_units(world.period(), by=world.reviewer).reminded == 3
    again = remind_missing_units(world.period(), by=world.second_reviewer)
    assert (again.reminded, again.reminded_before) == (0, 3)
    other = remind_missing_units(world.period(2), by=world.reviewer)
    assert (other.reminded, other.reminded_before) == (0, 3)
    assert list_reminded_people() == ["clerk", "colleague", "neighbour"]
    assert UrgedReturn.objects.count() == 6  # the reminder that is not read yet names both periods
    Urge.objects.update(day=TODAY() - timedelta(days=1))
    assert remind_missing_units(world.period(), by=world.reviewer).reminded == 3


def test_seen_reminder_is_not_changed():
    world = make_world(open_seq=2)
    remind_missing_units(world.period(), by=world.reviewer)
    mark_reminders_seen(world.report(), by=world.clerk)
    remind_missing_units(world.period(2), by=world.reviewer)
    read = UrgedReturn.objects.filter(urge__to=world.clerk).values_list("report__period__seq", flat=True)
    assert list(read) == [1]


@pytest.mark.parametrize("wrong", ["clerk", "planner", "data_admin", "leader", "system_admin"])
def test_only_reviewers_may_remind(wrong):
    world = make_world(open_seq=1)
    with pytest.raises(PermissionDenied):
        remind_missing_units(world.period(), by=world.people[wrong])


def test_reviewers_remind_only_units_below_them():
    world = make_world(open_seq=1)
    for nobody_below in (world.county_reviewer, world.outsider):
        with pytest.raises(Refused) as refused:
            remind_missing_units(world.period(), by=nobody_below)
        assert refused.value.code == "nobody"
    assert list_reminded_people() == []


def test_units_without_a_clerk_are_named():
    world = make_world(open_seq=1)
    ended = TODAY() - timedelta(days=1)
    Post.objects.filter(person=world.neighbour).update(from_date=ended, to_date=ended)
    Person.objects.filter(pk=world.colleague.pk).update(is_active=False)
    done = remind_missing_units(world.period(), by=world.reviewer)
    assert list_reminded_people() == ["clerk"]
    assert [unit.short_name for unit in done.units_without_clerk] == ["镇康"]


def test_reminders_in_closed_and_locked_periods():
    world = make_world(open_seq=1)
    periods.close_period(world.period(), by=world.planner)
    assert list_urgencies(world.clerk) == [OVERDUE]
    remind_missing_units(world.period(), by=world.reviewer)
    assert list_urgencies(world.clerk) == [REMINDED]
    assert count_todo(world.clerk).total == 1
    mark_reminders_seen(world.report(), by=world.clerk)
    assert list_urgencies(world.clerk) == [OVERDUE]
    periods.lock_period(world.period(), by=world.planner)
    with pytest.raises(Refused):
        remind_missing_units(world.period(), by=world.reviewer)


def test_opening_the_return_marks_the_reminder_as_seen(client):
    world = make_world(open_seq=1)
    remind_missing_units(world.period(), by=world.reviewer)
    client.force_login(world.clerk)
    there = reverse("targets:return", args=["lincang-2020", "2020Q1", "530923000000"])
    page = client.get("/").text
    assert "被催报" in page
    assert f'action="{there}urged/"' in page
    assert client.post(there + "urged/").headers["Location"] == there
    assert Urge.objects.get(to=world.clerk).seen_at is not None
    assert Urge.objects.get(to=world.colleague).seen_at is None
    assert "被催报" not in client.get("/").text
    assert list_urgencies(world.clerk) == [OVERDUE]
    client.force_login(world.neighbour)
    assert client.post(there + "urged/").status_code == 404


def test_board_sends_reminders_and_shows_who_has_seen_them(client):
    world = make_world(open_seq=1)
    client.force_login(world.reviewer)
    board = reverse("targets:returns_board", args=["lincang-2020"])
    assert "催报2020年一季度还没报的 2 个单位" in client.get(board).text
    there = reverse("targets:urge", args=["lincang-2020", "2020Q1"])
    both = {"unit": ["530923000000", "530924000000"], "text": "请抓紧"}
    page = client.post(there, both, follow=True).text
    assert "已催报 3 人" in page
    assert "系统没有设置发邮件" in page
    assert "已催，未看" in page
    mark_reminders_seen(world.report(), by=world.clerk)
    assert "已催，已看" in client.get(board).text
    assert "另有 3 人今天已经催过" in client.post(there, both, follow=True).text
    client.force_login(world.planner)
    assert there not in client.get(board).text
    assert client.post(there).status_code == 403


def test_only_ticked_units_are_urged(client):
    world = make_world(open_seq=1)
    Person.objects.filter(pk=world.neighbour.pk).update(phone="0883-2123456")
    client.force_login(world.reviewer)
    there = reverse("targets:urge", args=["lincang-2020", "2020Q1"])
    page = client.get(there).text
    assert len(re.findall('name="unit" value="[0-9]+" checked', page)) == 2  # whoever has not reported, until unticked
    assert "0883-2123456" in page
    assert page.count("没有登记电话") == 2
    assert "请先勾选要催报的单位" in client.post(there, follow=True).text
    client.post(there, {"unit": ["530924000000", "530999000000"]})
    assert list_reminded_people() == ["neighbour"]
    assert re.search(r"1 次，最近 \d{4}-\d\d-\d\d，\s*<strong>还没看", client.get(there).text)
    fill_and_submit(world, world.report())
    assert "刚才都已上报" in client.post(there, {"unit": ["530923000000"]}, follow=True).text


def test_file_of_units_to_urge_has_telephones_and_past_reminders(client):
    world = make_world(open_seq=1)
    Person.objects.filter(pk=world.clerk.pk).update(phone="13888888888")
    remind_missing_units(world.period(), by=world.reviewer, units=["530923000000"])
    mark_reminders_seen(world.report(), by=world.clerk)
    client.force_login(world.reviewer)
    response = client.get(reverse("targets:urge_file", args=["lincang-2020", "2020Q1"]))
    rows = [[cell.value for cell in row] for row in load_workbook(BytesIO(response.content)).active.iter_rows()]
    assert rows[0][0] == "临沧市妇联2020年工作计划 · 催报 · 2020年一季度"
    assert rows[1] == ["单位", "上级单位", "状态", "填报员、电话", "逾期天数", "催报次数", "最近催报", "看过"]
    assert rows[2][:4] == ["永德县妇联", "临沧", "未报", "人clerk 13888888888、人colleague 没有登记电话"]
    assert rows[2][5:] == [1, datetime.combine(TODAY(), time()), "是"]
    assert rows[3][0] == "镇康县妇联"
    assert rows[3][5:] == [0, None, None]


def test_returned_and_clerkless_units_are_named_as_such(client):
    """On the page, in its counts and in the file; who has no clerk cannot be ticked. The words stand in past ones."""
    world = make_world(open_seq=1)
    remind_missing_units(world.period(), by=world.reviewer, text="请尽快上报")
    bring_to_state(world, world.report(), "sent_back")
    world.neighbour.posts.all().delete()
    client.force_login(world.reviewer)
    page = client.get(reverse("targets:urge", args=["lincang-2020", "2020Q1"])).text
    assert "2 个单位没有上报" in page
    assert "其中被退回、还没有重新上报的 1 个" in page
    assert "可以催报 1 个" in page
    assert "1 个单位没有填报员。" in page
    assert re.findall(r'name="unit" value="(\d+)"', page) == ["530923000000"]
    assert "没有上报," not in page
    board = " ".join(client.get(reverse("targets:returns_board", args=["lincang-2020"])).text.split())
    assert "还没报的 1 个单位 （其中退回 1 个）</a>" in board
    response = client.get(reverse("targets:urge_file", args=["lincang-2020", "2020Q1"]))
    rows = [[cell.value for cell in row] for row in load_workbook(BytesIO(response.content)).active.iter_rows()]
    assert [row[2] for row in rows[2:]] == ["已退回", "未报"]
    assert rows[3][3] == "没有填报员，请打电话"
    assert "请尽快上报" in client.get(reverse("targets:returns_board", args=["lincang-2020"])).text


def test_units_without_a_clerk_do_not_count_as_urged(client):
    """On the board, on the page and in its answer, each with where to mend it."""
    world = make_world(open_seq=1)
    world.neighbour.posts.all().delete()
    Person.objects.filter(pk=world.system_admin.pk).update(phone="0871-6666")
    client.force_login(world.reviewer)
    there = reverse("targets:urge", args=["lincang-2020", "2020Q1"])
    board = client.get(reverse("targets:returns_board", args=["lincang-2020"])).text
    assert "催报2020年一季度还没报的 1 个单位" in board
    assert re.search(rf'href="{there}#without-clerk">\s*1 个单位没有填报员<', board)
    note = re.search(r'id="without-clerk".*?</div>', client.get(there).text, re.DOTALL)[0]
    words = "".join(re.sub(r"<[^>]+>", "", note).split())
    assert "镇康：不能催报，请打电话。填报员在“人员”页面新增，由系统管理员办理：人system_admin0871-6666。" in words
    both = {"unit": ["530923000000", "530924000000"]}
    answer = client.post(there, both, follow=True).text
    assert "已催报 2 人" in answer
    assert "1 个单位没有填报员，没有催报：镇康。请打电话；填报员由系统管理员在“人员”页面新增。" in answer
    assert not Entry.objects.filter(verb="return.urge", unit_code=world.other.code).exists()
    Post.objects.filter(person__in=[world.clerk, world.colleague]).delete()
    board = client.get(reverse("targets:returns_board", args=["lincang-2020"])).text
    assert "催报2020年一季度还没报的" not in board
    assert "2 个单位没有填报员" in board


def test_whoever_manages_people_gets_the_link_to_add_a_clerk(client):
    world = make_world(open_seq=1)
    world.neighbour.posts.all().delete()
    there = reverse("targets:urge", args=["lincang-2020", "2020Q1"])
    client.force_login(world.reviewer)
    assert reverse("accounts:person_new") not in client.get(there).text
    Post.objects.create(person=world.reviewer, role="system_admin", unit=world.city, from_date=TODAY())
    assert reverse("accounts:person_new") in client.get(there).text


def test_units_to_urge_take_a_fixed_number_of_queries(client, django_assert_num_queries):
    world = make_world(open_seq=1)
    period = world.period()
    list_units_to_urge(world.reviewer, period)  # their posts are read once
    with django_assert_num_queries(3):
        assert len(list_units_to_urge(world.reviewer, period)) == 2


@pytest.mark.django_db(transaction=True)
def test_two_reviewers_remind_at_the_same_time():
    world = make_world(open_seq=1)
    first, second = race(
        lambda: remind_missing_units(world.period(), by=world.reviewer),
        lambda: remind_missing_units(world.period(), by=world.second_reviewer),
    )
    assert (first.reminded, second.reminded, second.reminded_before) == (3, 0, 3)
    assert list_reminded_people() == ["clerk", "colleague", "neighbour"]


def test_due_return_is_not_shown_as_reminded():
    world = make_world(open_seq=1)
    world.plan.periods.update(due_on="2999-01-01")
    assert list_urgencies(world.clerk) == [DUE]
