"""Whose duty a review is, what the queue opens on, and how a large queue is searched, filtered and grouped."""

import re
from io import BytesIO

import pytest
from django.urls import reverse
from openpyxl import load_workbook

from accounts.models import Post
from targets.home.queries import count_todo
from targets.models import Return
from targets.periods.actions import leave_requests
from targets.returns.actions.draft import FigureInput
from targets.returns.actions.submit import submit_return
from targets.review.actions.accept_returns import accept_returns
from targets.review.queries.duty import find_reviewing_units
from targets.review.queries.queue import QueueChoice, read_review_queue
from targets.review.queries.review import list_periods_to_review
from tests import factories
from tests.targets.returns_world import bring_to_state, fill_and_submit, fill_return, make_world

QUEUE = reverse("targets:review_queue")


@pytest.fixture
def world(db):
    return make_world()


@pytest.fixture
def province(world):
    """``world`` with a plan of the province in which both counties report, and its open first period."""
    plan = factories.make_plan(world.city.parent, "yunnan-2020", title="云南省妇联2020年工作计划")
    members = factories.make_participants(plan)
    factories.set_issued(plan, open_seq=1)
    period = plan.periods.get(seq=1)
    world.province_returns = {
        unit.code: Return.objects.create(participant=members[unit.code], period=period)
        for unit in (world.county, world.other)
    }
    return world


def counts_of(person, plan, seq=1):
    found = next(each for each in list_periods_to_review(person) if (each.plan.code, each.period.seq) == (plan, seq))
    return found.waiting, found.also


def test_nearest_reviewer_has_the_duty_and_higher_ones_see_it_apart(world):
    fill_and_submit(world, world.report())
    assert counts_of(world.reviewer, "lincang-2020") == (1, 0)
    assert counts_of(world.province_reviewer, "lincang-2020") == (0, 1)
    assert count_todo(world.reviewer).review == 1
    assert count_todo(world.province_reviewer).review == 0


def test_duty_goes_up_when_nobody_nearer_reviews(world):
    fill_and_submit(world, world.report())
    Post.objects.filter(person__in=[world.reviewer, world.second_reviewer]).delete()
    assert counts_of(world.province_reviewer, "lincang-2020") == (1, 0)
    path = world.report().participant.path
    assert find_reviewing_units([path])[path].name == "云南省妇联"


def test_units_own_reviewer_reviews_what_is_below_and_not_itself(world):
    """永德 has a reviewer of its own; its own return is still the city's duty."""
    path = world.report().participant.path
    found = find_reviewing_units([path])[path]
    assert (found.name, set(found.people)) == ("临沧", {"人reviewer", "人second_reviewer"})


def test_page_says_whose_duty_it_is(world, client):
    report = fill_and_submit(world, world.report())
    client.force_login(world.province_reviewer)
    page = client.get(QUEUE, {"period": "lincang-2020/2020Q1"}).content.decode()
    assert "也可以由我审核" in page
    assert re.search(r'data-label="审核单位">\s*<span>\s*<span[^>]*>临沧', page)
    page = client.get(reverse("targets:review", args=report.code.split("/"))).content.decode()
    assert "这份报表由临沧审核" in page
    client.force_login(world.reviewer)
    assert (
        "这份报表由临沧审核" not in client.get(reverse("targets:review", args=report.code.split("/"))).content.decode()
    )


def test_queue_opens_on_ones_own_plan(province, client):
    fill_and_submit(province, province.report())
    Return.objects.filter(pk__in=[r.pk for r in province.province_returns.values()])  # nothing waits there
    client.force_login(province.reviewer)
    assert "临沧市妇联2020年工作计划" in client.get(QUEUE).content.decode().split("</h1>")[1].split("</p>")[0]
    client.force_login(province.province_reviewer)
    assert "云南省妇联2020年工作计划" in client.get(QUEUE).content.decode().split("</h1>")[1].split("</p>")[0]


def test_search_filter_and_groups(province, client):
    client.force_login(province.province_reviewer)
    asked = {"period": "yunnan-2020/2020Q1", "show": "all"}

    def units(**more):
        page = client.get(QUEUE, asked | more).content.decode()
        return re.findall(r'<th scope="row">(?:<a[^>]*>)?\s*([^<\s]+)', page), page

    assert units()[0] == ["永德", "镇康"]
    assert units(q="镇")[0] == ["镇康"]
    assert units(q="530923")[0] == ["永德"]
    assert units(q="没有")[0] == []
    assert units(group="530900000000")[0] == ["永德", "镇康"]
    assert units(group="999")[0] == ["永德", "镇康"]  # no such group: all
    names, page = units(by="group")
    assert names == ["永德", "镇康"]
    assert re.search(r'scope="rowgroup" colspan="10">临沧\s*<span class="minor">2 份报表，0 份待审核', page)
    assert 'name="group"' in page


def test_board_is_searched_filtered_and_grouped(province, client):
    client.force_login(province.province_reviewer)
    board = reverse("targets:returns_board", args=["yunnan-2020"])

    def units(**asked):
        page = client.get(board, asked).content.decode()
        return re.findall(r'<th scope="row" class="d\d">([^<]+)', page), page

    names, page = units()
    assert names == ["永德", "镇康"]
    assert re.search(r'<tr class="group"><th scope="rowgroup">临沧</th>', page)
    assert units(q="镇")[0] == ["镇康"]
    assert units(group="530900000000", q="530923")[0] == ["永德"]
    file = client.get(reverse("targets:returns_board_file", args=["yunnan-2020"]), {"q": "镇"})
    rows = [row[0].value for row in load_workbook(BytesIO(file.content)).active.iter_rows(min_row=4)]
    assert rows == ["镇康县妇联"]


def test_city_without_townships_has_no_groups(world, client):
    client.force_login(world.reviewer)
    assert 'name="group"' not in client.get(QUEUE, {"show": "all"}).content.decode().split("accept-plain")[0]


# --- corrections ---------------------------------------------------------------------------------------------------


@pytest.fixture
def corrected(world):
    """A correction that was asked for, granted and submitted: 33 after 30."""
    report = bring_to_state(world, world.report(), "accepted")
    asked = leave_requests.create_request(report, kind="correction", reason="漏了一个乡", by=world.clerk)
    leave_requests.grant_request(asked, by=world.reviewer)
    fill_return(world, world.report(), add=FigureInput(value=33))
    return submit_return(world.report(), by=world.clerk)


def test_correction_says_so_with_request_and_the_number_that_stands(world, client, corrected):
    client.force_login(world.reviewer)
    page = client.get(QUEUE, {"period": "lincang-2020/2020Q1"}).content.decode()
    assert re.search(r'tag-correction"[^>]*>更正<', page)
    assert "漏了一个乡" in page
    page = client.get(reverse("targets:review", args=corrected.code.split("/"))).content.decode()
    for words in ("这是一次更正", "第 1 次上报已审定", "漏了一个乡", "人clerk申请更正的原因", "人reviewer于"):
        assert words in page
    assert re.search(r'data-label="审定数（仍有效）"><span>\s*30\s*</span>', page)


def test_correction_opened_by_the_reviewer_says_why(world, client):
    report = bring_to_state(world, world.report(), "correcting")
    client.force_login(world.reviewer)
    page = client.get(reverse("targets:review", args=report.code.split("/"))).content.decode()
    assert "同意更正的原因" in page
    assert "更正口径" in page


def test_correction_is_not_accepted_with_others(world, corrected):
    period = world.period()
    counts = next(each for each in list_periods_to_review(world.reviewer) if each.period == period)
    assert [row.plain for row in read_review_queue(world.reviewer, counts, QueueChoice()).rows] == [False]
    accepted, skipped = accept_returns(period, {corrected.pk: 2}, by=world.reviewer)
    assert (accepted, len(skipped)) == ([], 1)


def test_first_submission_is_no_correction(world, client):
    report = fill_and_submit(world, world.report())
    client.force_login(world.reviewer)
    assert (
        "更正"
        not in client.get(reverse("targets:review", args=report.code.split("/"))).content.decode().split("</form>")[0]
    )
