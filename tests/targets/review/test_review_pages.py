"""The reviewer's queue and page: what waits, what changed, and the moves by the buttons of the page."""

import re

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts.models import Post
from audit.models import Entry
from plans.actions.plan import close_plan
from targets.home.items import list_todo_items
from targets.home.queries import count_todo
from targets.returns.actions.draft import FigureInput, save_figure
from targets.returns.actions.submit import submit_return, withdraw_return
from targets.returns.queries.returns import list_open_returns
from targets.review.actions import review
from targets.review.queries.queue import find_next_waiting
from targets.review.queries.review import list_periods_to_review
from tests.targets.returns_world import (
    answer_all,
    bring_to_state,
    fill_and_submit,
    fill_return,
    make_world,
    set_days_late,
)

PLACE = ("lincang-2020", "2020Q1", "530923000000")
QUEUE = reverse("targets:review_queue")
STATES = ["draft", "withdrawn", "submitted", "under_review", "accepted", "correcting", "sent_back"]


@pytest.fixture
def world(db):
    return make_world()


def url(name="review", place=PLACE):
    return reverse(f"targets:{name}", args=place)


def test_only_reviewers_above_may_review(world, client):
    fill_and_submit(world, world.report())
    for name, person in world.people.items():
        client.force_login(person)
        may = name in ("reviewer", "second_reviewer", "province_reviewer")
        # A reviewer elsewhere has a queue of their own; this return is not in it, and is not there for them.
        has_queue = may or name in ("outsider", "county_reviewer")
        queue = client.get(QUEUE)
        assert queue.status_code == (200 if has_queue else 403), name
        assert (url() in queue.content.decode()) == may, name
        assert client.get(url()).status_code == (200 if may else 404), name
        if not may:
            for move in ("review_start", "review_accept", "review_send_back", "review_correct"):
                assert client.post(url(move), {"seen": 1, "reason": "x"}).status_code == 404, (name, move)
    assert world.report().state == "submitted"


@pytest.mark.parametrize("state", STATES)
def test_page_offers_the_allowed_moves(world, client, state):
    bring_to_state(world, world.report(), state)
    client.force_login(world.reviewer)
    page = client.get(url()).content.decode()
    offered = {
        move for move in ("start", "accept", "send_back", "correct") if f'action="{url(f"review_{move}")}"' in page
    }
    typing = {"send_back"} if 'name="why-target-L01"' in page else set()
    forms = offered - {"send_back"} | typing
    assert forms == {
        "submitted": {"start", "accept", "send_back"},
        "under_review": {"accept", "send_back"},
        "accepted": {"correct"},
    }.get(state, set())


def test_an_accepted_return_shows_boxes_for_reasons_only_when_asked_for(world, client):
    bring_to_state(world, world.report(), "accepted")
    client.force_login(world.reviewer)
    page = client.get(url()).text
    assert "“撤销审定”是审核员自己撤回，重新审核；“允许更正”是由填报单位改" in page
    assert 'name="why-target-L01"' not in page
    assert "data-send-back" not in page
    page = client.get(url() + "?mark=1").text
    assert 'name="why-target-L01"' in page
    assert "data-send-back" in page


def test_accepting_and_sending_back_take_a_waiting_return_under_review_in_the_same_act(world, client):
    bring_to_state(world, world.report(), "submitted")
    client.force_login(world.reviewer)
    assert client.get(url()).text.count('name="waiting" value="1"') == 2
    client.post(url("review_accept"), {"seen": 1, "waiting": 1})
    assert (world.report().state, world.report().reviewer) == ("accepted", world.reviewer)
    verbs = ["return.start", "return.accept"]
    assert list(Entry.objects.filter(verb__in=verbs).order_by("pk").values_list("verb", flat=True)) == verbs
    other = world.report(unit="530924000000")
    submit_return(fill_return(world, other, by=world.neighbour), by=world.neighbour)
    place = ("lincang-2020", "2020Q1", "530924000000")
    client.post(url("review_send_back", place), {"seen": 1, "waiting": 1, "why": "请重报"})
    assert world.report(unit="530924000000").state == "sent_back"


@pytest.mark.parametrize("move", ["review_accept", "review_send_back"])
def test_a_return_that_a_colleague_has_taken_meanwhile_is_left_to_them(world, client, move):
    bring_to_state(world, world.report(), "submitted")
    client.force_login(world.reviewer)
    client.get(url())
    review.start_review(world.report(), by=world.second_reviewer)
    page = client.post(url(move), {"seen": 1, "waiting": 1, "why": "请重报"}, follow=True)
    assert (world.report().state, world.report().reviewer) == ("under_review", world.second_reviewer)
    assert "已开始审核" in page.text


def test_after_accepting_the_line_links_to_the_return_and_to_taking_it_back(world, client):
    bring_to_state(world, world.report(), "submitted")
    client.force_login(world.reviewer)
    page = client.post(url("review_accept"), {"seen": 1, "waiting": 1}, follow=True).text
    assert re.search(
        rf'<a\s+href="{url()}">永德 2020年一季度：已审定。</a> <a\s+href="{url()}#cancel-review">撤销审定', page
    )


def test_accepting_redirects_to_the_next_return(world, client):
    fill_and_submit(world, world.report())
    other = world.report(unit="530924000000")
    submit_return(fill_return(world, other, by=world.neighbour), by=world.neighbour)
    client.force_login(world.reviewer)
    client.post(url("review_start"))
    assert world.report().state == "under_review"
    response = client.post(url("review_accept"), {"seen": 1})
    assert world.report().state == "accepted"
    assert response.url == url(place=("lincang-2020", "2020Q1", "530924000000"))


def test_stale_page_accepts_nothing(world, client):
    bring_to_state(world, world.report(), "sent_back")
    report = world.report()
    review.start_review(submit_return(report, by=world.clerk, answers=answer_all(report)), by=world.reviewer)
    client.force_login(world.reviewer)
    for seen in ("1", "", "x", "99999999", "２"):
        client.post(url("review_accept"), {"seen": seen})
        assert world.report().state == "under_review"
    client.post(url("review_accept"), {"seen": "2"})
    assert world.report().state == "accepted"


def test_marked_cells_are_sent_back_with_reasons(world, client):
    bring_to_state(world, world.report(), "under_review")
    client.force_login(world.reviewer)
    data = {
        "seen": 1,
        "why-target-L03": "口径不符",
        "why-task-T01": "请写具体",
        "why": "附上文件",
        "why-target-L01": " ",
    }
    assert client.post(url("review_send_back"), data).status_code == 302
    report = world.report()
    assert report.state == "sent_back"
    cells = {(c.target or c.task).code if c.target or c.task else "": c.reason for c in report.sent_back.all()}
    assert cells == {"L03": "口径不符", "T01": "请写具体", "": "附上文件"}


@pytest.mark.parametrize(
    "data", [{}, {"why-target-L01": "   "}, {"why-target-L99": "x"}, {"why": "长" * 501, "why-target-L01": "留着"}]
)
def test_invalid_form_is_shown_again_with_its_input(world, client, data):
    bring_to_state(world, world.report(), "under_review")
    client.force_login(world.reviewer)
    response = client.post(url("review_send_back"), {"seen": 1, **data})
    assert response.status_code == 422
    assert world.report().state == "under_review"
    assert response.context["findings"]
    if "留着" in data.get("why-target-L01", ""):
        assert ">留着</textarea>" in response.content.decode()


def test_cells_changed_since_the_last_submission_are_marked(world, client):
    report = bring_to_state(world, world.report(), "sent_back")
    save_figure(report, world.targets["add"], FigureInput(value=31), by=world.clerk, seen=1)
    submit_return(report, by=world.clerk, answers=answer_all(report))
    client.force_login(world.reviewer)
    response = client.get(url())
    changed = [line.target.code for line in response.context["review"].lines if line.changed]
    assert changed == ["L01"]
    page = response.content.decode()
    assert page.count("cell-changed") == 1
    assert "与佐证不符" in page  # why it had been sent back stands beside what was made of it


def test_withdrawn_unread_submission_does_not_hide_objections(world, client):
    report = bring_to_state(world, world.report(), "sent_back")
    save_figure(report, world.targets["add"], FigureInput(value=31), by=world.clerk, seen=1)
    report = submit_return(report, by=world.clerk, answers=answer_all(report))
    submit_return(withdraw_return(report, by=world.clerk), by=world.clerk)
    client.force_login(world.reviewer)
    response = client.get(url())
    beside = response.context["review"]
    assert (beside.snapshot.number, beside.before.number, beside.changed_count) == (3, 1, 1)
    page = response.content.decode()
    assert "与佐证不符" in page
    assert "已核对，数字无误" in page
    assert [row.summary.changed for row in client.get(QUEUE).context["rows"]] == [1]


def test_correction_is_compared_with_the_last_accepted_submission(world, client):
    report = world.report()
    for number in (1, 2, 3):
        report = fill_and_submit(world, report, add=FigureInput(value=30 + number))
        if number < 3:
            review.accept(review.start_review(report, by=world.reviewer), by=world.reviewer)
            report = review.grant_correction(report, by=world.reviewer, reason="更正口径")
    client.force_login(world.reviewer)
    beside = client.get(url()).context["review"]
    assert (beside.before.number, beside.changed_count) == (2, 1)
    assert [row.summary.changed for row in client.get(QUEUE).context["rows"]] == [1]


def test_history_of_a_figure_links_back(world, client):
    fill_and_submit(world, world.report())
    for who, name in (("reviewer", "review"), ("clerk", "return")):
        client.force_login(world.people[who])
        page = client.get(reverse("targets:figure_history", args=[*PLACE, "L01"])).content.decode()
        assert f'href="{url(name)}' in page, who


def test_page_warns_a_reviewer_who_contributed(world, client):
    Post.objects.create(person=world.clerk, unit=world.city, role="reviewer")
    bring_to_state(world, world.report(), "under_review")
    client.force_login(world.clerk)
    assert client.get(url()).context["reviewer_contributed"]
    client.post(url("review_accept"), {"seen": 1})
    assert world.report().state == "under_review"


def test_reason_of_a_correction_is_shown_to_the_unit(world, client):
    bring_to_state(world, world.report(), "accepted")
    client.force_login(world.reviewer)
    client.post(url("review_correct"), {"reason": " "})
    assert not world.report().correcting
    client.post(url("review_correct"), {"reason": "口径调整，请更正", "seen": "1"})
    assert world.report().correcting
    client.force_login(world.clerk)
    page = client.get(url("return")).content.decode()
    assert "口径调整，请更正" in page
    assert 'name="value"' in page


def test_unsubmitted_numbers_are_not_shown(world, client):
    report = world.report()
    save_figure(report, world.targets["add"], FigureInput(value=76543), by=world.clerk, seen=0)
    client.force_login(world.reviewer)
    for address in (QUEUE + "?show=all", url(), url("return")):
        page = client.get(address).content.decode()
        assert "76543" not in page
        assert "76,543" not in page


def test_counts_of_the_queue(world):
    bring_to_state(world, world.report(), "under_review")
    set_days_late(world, 3)
    first = next(each for each in list_periods_to_review(world.reviewer) if each.period.seq == 1)
    assert (first.waiting, first.also, first.missing, first.late, first.total) == (1, 0, 1, 1, 2)
    set_days_late(world, 0)  # due today is not late
    first = next(each for each in list_periods_to_review(world.reviewer) if each.period.seq == 1)
    assert first.late == 0
    assert list_periods_to_review(world.outsider) == []


@pytest.mark.parametrize(
    "query",
    [
        "?show=all",
        "?show=missing",
        "?show=nothing",
        "?period=no/such",
        "?period=lincang-2020/2020Q2&show=sent_back",
        "?show=accepted&period=",
    ],
)
def test_filters_of_the_queue(world, client, query):
    fill_and_submit(world, world.report())
    client.force_login(world.reviewer)
    assert client.get(QUEUE + query).status_code == 200


def test_empty_queue(world, client):
    client.force_login(world.outsider)
    response = client.get(QUEUE)
    assert response.status_code == 200
    assert "empty-page" in response.content.decode()


def test_returns_that_a_clerk_has_to_fill_in(world):
    set_days_late(world, 2, seq=1)
    set_days_late(world, -2, seq=2)
    bring_to_state(world, world.report(2), "sent_back")
    found = list_open_returns(world.clerk)
    assert [(each.period.seq, each.sent_back, each.late) for each in found] == [(2, True, False), (1, False, True)]
    fill_and_submit(world, world.report(1))
    assert [each.period.seq for each in list_open_returns(world.clerk)] == [2]
    assert list_open_returns(world.leader) == []


def test_next_return_wraps_around(world):
    report, other = world.report(), world.report(unit="530924000000")
    fill_and_submit(world, report)
    assert find_next_waiting(world.reviewer, other) == report
    assert find_next_waiting(world.reviewer, report) is None


def test_first_page_links_to_the_period_that_waits(world, client):
    """And not to the latest in which something waits."""
    for seq in (1, 2):
        fill_and_submit(world, world.report(seq))
    client.force_login(world.reviewer)
    for item in list_todo_items(world.reviewer, timezone.localdate()):
        assert client.get(item.url).context["chosen"].period.name in item.title


def test_closed_plan_is_not_in_the_queue(world, client):
    bring_to_state(world, world.report(), "under_review")
    world.plan.periods.update(state="closed")
    close_plan(world.plan, by=world.planner)
    client.force_login(world.reviewer)
    page = client.get(url()).content.decode()
    assert not [move for move in ("accept", "correct") if url(f"review_{move}") in page]
    assert 'name="why-target-L01"' not in page
    assert count_todo(world.reviewer).total == 0
