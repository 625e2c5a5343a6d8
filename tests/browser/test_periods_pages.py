"""The first page, the board, the pleas and the periods, as clerks, reviewers and planners see them, at both sizes."""

import pytest
from django.utils import timezone

from plans.models import Plan
from targets.models import Return
from targets.periods.actions import leave_requests, periods
from targets.periods.actions.reminders import remind_missing_units
from targets.review.actions import review
from tests.browser.loaded_page import new_page
from tests.browser.tools import DESKTOP, DOCUMENT_WIDTH, PHONE, axe_violations, log_in, screenshot_if_wanted, start_axe
from tests.targets.returns_world import bring_to_state, make_world

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def world():
    """Three quarters have begun: the first closed with a plea, the second sent back, the third missing and urged."""
    world = make_world(open_seq=3)
    for seq in (1, 2, 3):
        for unit in world.plan.participants.filter(depth=1):
            Return.objects.get_or_create(participant=unit, period=world.period(seq))
    report = bring_to_state(world, world.report(2), "under_review")
    wrong = [
        review.Objection(f"与佐证不符，请核对第 {n} 页", target=t) for n, t in enumerate(world.targets.values(), 1)
    ]
    review.send_back(report, by=world.reviewer, objections=wrong)
    Plan.objects.filter(pk=world.plan.pk).update(by_calendar=True)
    world.plan.refresh_from_db()
    periods.close_period(world.period(1), by=world.planner)
    leave_requests.create_request(world.report(1), kind="late", reason="村级数据延迟，县里停电两天", by=world.clerk)
    remind_missing_units(world.period(3), by=world.reviewer, text="请于今天下班前报来")
    return world


PAGES = [
    ("home-clerk", "clerk", "/"),
    ("home-reviewer", "reviewer", "/"),
    ("return-asked", "clerk", "/returns/lincang-2020/2020Q1/530923000000/"),
    ("return-may-ask", "neighbour", "/returns/lincang-2020/2020Q1/530924000000/"),
    ("pleas", "reviewer", "/pleas/"),
    ("board", "reviewer", "/plans/lincang-2020/board/"),
    ("board-targets", "reviewer", "/plans/lincang-2020/board/?show=targets&period=2020Q2"),
    ("periods", "planner", "/plans/lincang-2020/periods/"),
    ("plan-edit", "planner", "/plans/lincang-2020/edit/"),
]


@pytest.mark.parametrize("size", [DESKTOP, PHONE], ids=["desk", "phone"])
def test_the_pages_are_sound(world, browser, live_server, size):
    """Axe finds nothing, nothing is wider than the screen, no page complains; the pictures are kept."""
    context, faults = browser.new_context(viewport=size, locale="zh-CN"), []
    page = new_page(context)
    page.on("pageerror", lambda error: faults.append(str(error)))
    for name, who, path in PAGES:
        log_in(context, live_server, world.people[who])
        page.goto(live_server.url + path)
        start_axe(page)
        assert (name, axe_violations(page)) == (name, [])
        screenshot_if_wanted(page, f"periods-{name}-{size['width']}", full_page=True)
        assert page.evaluate(DOCUMENT_WIDTH) <= size["width"], name
    assert faults == []
    context.close()


def test_a_clerk_asks_and_a_reviewer_grants_by_keyboard(world, browser, live_server):
    context = browser.new_context(viewport=DESKTOP, locale="zh-CN")
    page = new_page(context)
    log_in(context, live_server, world.neighbour)
    page.goto(live_server.url + "/returns/lincang-2020/2020Q1/530924000000/")
    page.get_by_role("button", name="申请补报").focus()
    page.keyboard.press("Enter")
    page.keyboard.type("下乡收表晚了一天")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.get_by_text("下乡收表晚了一天").first.wait_for()
    log_in(context, live_server, world.reviewer)
    page.goto(live_server.url + "/pleas/")
    page.get_by_role("button", name="同意 镇康", exact=True).focus()
    page.keyboard.press("Enter")
    page.get_by_text("已同意。").wait_for()
    assert Return.objects.get(period=world.period(1), participant__unit=world.other).leave_until > timezone.localdate()
    context.close()
