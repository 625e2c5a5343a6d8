"""The reviewer's desk in a real browser: the queue by keys alone, all that is plain at once, a cell sent back with its
reason and answered, side by side with what was read before, another look by a level between, a city that signs."""

import pytest

from targets.checks.actions.rules import add_rule
from targets.checks.queries.findings import draft_findings
from targets.evidence.actions import add_evidence
from targets.models import Return, SentBackCell
from targets.returns.actions.draft import FigureInput
from targets.returns.actions.explanations import save_explanation
from targets.returns.actions.submit import submit_return
from targets.review.actions import review
from tests.browser.loaded_page import expect
from tests.browser.tools import (
    DESKTOP,
    DOCUMENT_WIDTH,
    PHONE,
    axe_violations,
    go_to_first_gap,
    post_incomplete,
    press_submit,
    screenshot_if_wanted,
    start_axe,
)
from tests.targets.evidence.test_evidence import upload
from tests.targets.returns.test_signing import accept_county_return, require_signatures
from tests.targets.returns_world import fill_return, make_world

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
PLAN, NOW = "lincang-2020", "2020Q2"
YONGDE, ZHENKANG, CITY = "530923000000", "530924000000", "530900000000"
PLACE, FIRST, SIGNED = (PLAN, NOW, YONGDE), (PLAN, "2020Q1", YONGDE), (PLAN, "2020Q1", CITY)
COMMON = "与佐证材料不一致。"
SIZES = pytest.mark.parametrize("size", [DESKTOP, PHONE], ids=["desk", "phone"])


@pytest.fixture(autouse=True)
def media(tmp_path, settings):
    settings.MEDIA_ROOT = tmp_path / "media"


@pytest.fixture
def world(browser):
    """A first quarter that is accepted, and a second that is handed in: 永德 with twice as many as before, for which it
    has its reasons and a photo, 镇康 with what it had."""
    world = make_world()
    for unit, clerk in ((YONGDE, world.clerk), (ZHENKANG, world.neighbour)):
        submit_return(fill_return(world, world.report(1, unit), by=clerk), by=clerk)
        review.accept(review.start_review(world.report(1, unit), by=world.reviewer), by=world.reviewer)
    add_rule(world.plan, by=world.planner, kind="swing", weight="explain", percent=50)
    report = fill_return(world, world.report(2), add=FigureInput(value=61), run=FigureInput(value=80))
    save_explanation(report, draft_findings(report)[0].rule_id, "L01", "二季度集中培训两期", by=world.clerk)
    add_evidence(report, world.targets["add"], upload(), by=world.clerk)
    submit_return(report, by=world.clerk)
    submit_return(
        fill_return(world, world.report(2, ZHENKANG), by=world.neighbour, run=FigureInput(value=80)), by=world.neighbour
    )
    return world


@pytest.fixture
def chain(browser):
    """The plan of a province whose city signs for two counties: 永德 is accepted, 镇康 has not reported."""
    world = require_signatures(make_world())
    accept_county_return(world)
    return world


@pytest.fixture
def visit(open_as, request):
    """Open a page as somebody."""
    world = request.getfixturevalue("chain" if "chain" in request.fixturenames else "world")

    def open_page(person, name, *place, size=DESKTOP):
        thumb = size == PHONE
        return open_as(world.people[person], f"targets:{name}", *place, size=size, has_touch=thumb, is_mobile=thumb)

    return open_page


def assert_accessible(page, name, size):
    """Kept for people to look at; nothing wider than the screen, nothing that axe finds."""
    screenshot_if_wanted(page, f"desk-{name}-{size['width']}", full_page=True)
    assert page.evaluate(DOCUMENT_WIDTH) <= size["width"]
    start_axe(page)
    assert axe_violations(page) == []


def state(world, unit=YONGDE, seq=2):
    return Return.objects.get(pk=world.report(seq, unit).pk).state


def press(page, *keys):
    for key in keys:
        page.keyboard.press(key)


def arrived(page, sign):
    """A new page stands here, and its script hears keys: it has run before the page counts as loaded."""
    expect(sign).to_be_visible()
    page.wait_for_load_state()


def focused_row(page):
    return page.locator("tr:focus")


def test_the_queue_by_keys_alone(world, visit):
    """Down and up, into a return, begin, mark a cell and out again, accept, and on to the next."""
    page = visit("reviewer", "review_queue")
    press(page, "j", "j")
    expect(focused_row(page)).to_contain_text("镇康")
    press(page, "k")
    expect(focused_row(page)).to_contain_text("永德")  # what has a finding comes first
    press(page, "Enter")
    arrived(page, page.get_by_role("heading", level=1, name="永德"))
    press(page, "s")
    arrived(page, page.get_by_role("button", name="取消审核"))
    press(page, "j", "j", "Enter")
    expect(page.locator("#why-target-L02")).to_be_focused()
    press(page, "a", "Escape")  # a letter in the box, then out of it
    expect(page.locator("#why-target-L02")).to_have_value("a")
    expect(focused_row(page)).to_contain_text("L02")
    press(page, "Enter", "Backspace", "Escape", "a")
    expect(page.get_by_role("dialog")).to_contain_text("审定永德")
    press(page, "Escape")
    expect(page.get_by_role("dialog")).to_be_hidden()
    assert state(world) == "under_review"
    press(page, "a", "Enter")
    expect(page.get_by_role("heading", level=1)).to_contain_text("镇康")
    assert state(world) == "accepted"


def begin_review(desk):
    desk.get_by_role("button", name="开始审核").click()
    arrived(desk, desk.get_by_role("button", name="取消审核"))


def test_a_waiting_return_is_accepted_in_two_presses_and_taken_back_from_the_line_that_says_so(world, visit):
    page = visit("reviewer", "review", *PLACE)
    page.get_by_role("button", name="审定").click()
    page.get_by_role("dialog").get_by_role("button", name="审定").click()
    line = page.locator("[data-done]")
    expect(line).to_contain_text("永德 2020年二季度：已审定。")
    assert state(world) == "accepted"
    line.get_by_role("link", name="撤销审定").click()
    expect(page.get_by_role("dialog")).to_contain_text("撤销审定")
    page.locator("#cancel-review-reason").fill("看错一行")
    page.get_by_role("dialog").get_by_role("button", name="撤销审定").click()
    expect(page.get_by_text("等待审核").first).to_be_visible()
    assert state(world) == "submitted"


def test_enter_in_a_reason_sends_nothing(world, visit):
    """It goes to the next box, and from the last one to the button, which asks first and names what goes back."""
    desk = visit("reviewer", "review", *PLACE)
    begin_review(desk)
    first = desk.locator("#why-target-L01")
    first.focus()
    press(desk, "ArrowDown", "ArrowDown", "Enter")  # a common reason
    expect(first).to_be_focused()
    expect(first).to_have_value(COMMON)
    press(desk, "Shift+Enter")
    desk.keyboard.insert_text("二")
    press(desk, "Enter")
    expect(desk.locator("#why-target-L02")).to_be_focused()
    expect(first).to_have_value(f"{COMMON}\n二")
    for _ in range(desk.locator("textarea.why").count() - 1):
        press(desk, "Enter")
    expect(desk.locator("[data-send-back]")).to_be_focused()
    assert state(world) == "under_review"
    press(desk, "Enter")
    dialog = desk.get_by_role("dialog")
    expect(dialog).to_contain_text("退回 1 处给永德？")
    expect(dialog.get_by_role("listitem")).to_contain_text(["L01"])
    press(desk, "Escape")
    assert state(world) == "under_review"
    first.focus()
    press(desk, "Escape", "t", "Enter")  # by its key
    expect(desk.get_by_role("heading", level=1)).to_contain_text("镇康")
    assert SentBackCell.objects.get().reason == f"{COMMON}\n二"


def test_own_reason_is_removed_from_the_common_ones(world, visit):
    """By its key, and by its button."""
    review.start_review(world.report(2, ZHENKANG), by=world.reviewer)
    objections = [review.Objection(text) for text in ("请补台帐", "缺佐证")]
    review.send_back(world.report(2, ZHENKANG), by=world.reviewer, objections=objections)
    desk = visit("reviewer", "review", *PLACE)
    begin_review(desk)
    desk.locator("#why-target-L01").click()
    offered = desk.locator("#reasons .reason-text")
    expect(offered).to_have_count(8)
    press(desk, "ArrowDown", "Delete")
    expect(desk.locator("#reasons").get_by_role("status")).to_have_text("已移除，以后不再列出。")
    expect(offered).to_have_count(7)
    expect(offered.first).to_be_focused()
    assert_accessible(desk, "reasons", DESKTOP)
    press(desk, "ArrowRight", "Enter")
    expect(offered).to_have_count(6)
    press(desk, "Delete")  # what is offered to all stays
    expect(offered).to_have_count(6)
    press(desk, "ArrowDown", "Enter")
    expect(desk.locator("#why-target-L01")).to_have_value(COMMON)
    desk.reload()
    expect(offered).to_have_count(6)


def test_accepting_says_what_becomes_of_the_reasons(world, visit):
    """They are dropped with the acceptance, and the browser does not ask whether to leave the page."""
    desk = visit("reviewer", "review", *PLACE)
    begin_review(desk)
    asked = []
    desk.on("dialog", lambda each: (asked.append(each.type), each.accept()))
    desk.locator("#why-target-L01").fill("写错了")
    desk.locator("[data-dialog=accept]").click()
    expect(desk.locator("#accept")).to_contain_text("您写了 1 条退回原因，审定后不保留")
    desk.locator("#accept .btn-primary").click()
    expect(desk.get_by_role("heading", level=1)).to_contain_text("镇康")
    assert asked == []
    assert desk.evaluate("Object.keys(localStorage).filter((key) => key.startsWith('fedwork:typed:'))") == []


@SIZES
def test_all_that_is_plain_at_once(world, visit, size):
    page = visit("reviewer", "review_queue", size=size)
    row = page.get_by_role("row").filter(has_text="永德")
    for words in ("+103.3%", "已说明 1", "L01"):
        expect(row).to_contain_text(words)
    assert_accessible(page, "queue", size)
    press(page, "a")
    dialog = page.get_by_role("dialog")
    expect(dialog.locator("tbody th")).to_have_text(["镇康"])
    assert_accessible(page, "accept-all", size)
    press(page, "Enter")
    expect(page.get_by_role("status").first).to_contain_text("1 份报表已审定")
    assert (state(world), state(world, ZHENKANG)) == ("submitted", "accepted")
    expect(page.get_by_role("button", name="全部审定无异常的")).to_have_count(0)


@SIZES
def test_sent_back_with_a_reason_answered_and_read_beside_what_was(world, visit, size):
    desk = visit("reviewer", "review", *PLACE, size=size)
    desk.get_by_role("button", name="开始审核").click()
    send_back(desk, size)
    expect(desk.get_by_role("heading", level=1)).to_contain_text("镇康")  # on to the next
    form = visit("clerk", "return", *PLACE, size=size)
    answer(form, size)
    desk = visit("reviewer", "review", *PLACE, size=size)
    read_beside(desk, size)
    desk.get_by_role("button", name="开始审核").click()
    desk.get_by_role("button", name="审定").click()
    desk.locator("#accept .btn-primary").click()
    expect(desk.get_by_role("heading", level=1)).to_contain_text("镇康")
    assert state(world) == "accepted"
    assert SentBackCell.objects.get().answer == "少算了一期，已补"


def send_back(desk, size):
    """The finding, its explanation and the photo are before the reviewer; the common reasons are offered."""
    cell = desk.locator("#cell-L01")
    for words in ("61", "增加 103.3%", "二季度集中培训两期", "现场.jpg"):
        expect(cell).to_contain_text(words)
    expect(desk.get_by_text("校核结果 1 条")).to_be_visible()
    assert COMMON in desk.locator("#reasons button").evaluate_all("choices => choices.map(each => each.textContent)")
    desk.locator("#why-target-L01").fill(COMMON)
    assert_accessible(desk, "review", size)
    desk.get_by_role("button", name="退回所标内容").click()
    expect(desk.get_by_role("dialog")).to_contain_text("退回 1 处给永德？")
    assert_accessible(desk, "ask-send-back", size)
    desk.locator("#send-back-ask .btn-danger").click()


def answer(form, size):
    """Without an answer it is not taken; answered it is, and once more after the clerk has taken it back."""
    expect(form.locator("#cell-L01")).to_contain_text(COMMON)
    go_to_first_gap(form, "退回意见没有答复")
    post_incomplete(form)
    expect(form.get_by_role("alert").first).to_contain_text("请答复退回意见")
    assert_accessible(form, "form-sent-back", size)
    form.get_by_label("您的答复").fill("少算了一期，已补")
    value = form.locator("#cell-L01 [name=value]")
    value.fill("62")
    value.press("Enter")
    checks = form.locator("#checks")
    expect(checks).to_contain_text("62，")  # a new number is explained anew
    form.get_by_label("说明原因").fill("二季度集中培训三期，名册已核对")
    press_submit(form)
    form.get_by_role("button", name="撤回报表").click()
    press_submit(form)
    expect(form.get_by_role("button", name="撤回报表")).to_be_visible()


def read_beside(desk, size):
    """The third submission beside the first, which is the last that anybody read, and beside the last period."""
    expect(desk.get_by_text("第 3 次上报", exact=False).first).to_be_visible()
    expect(desk.get_by_text("与第 1 次上报相比有 1 处改动")).to_be_visible()
    expect(desk.locator(".cell-changed")).to_have_count(1)
    cell = desk.locator("#cell-L01")
    expect(cell.locator(".cell-changed")).to_contain_text("62")
    assert "61" in cell.locator("td").nth(2).inner_text()  # the last submission
    assert "30" in cell.locator("td").nth(1).inner_text()  # the last period
    for words in (COMMON, "少算了一期，已补", "集中培训三期"):
        expect(cell).to_contain_text(words)
    assert_accessible(desk, "beside", size)


@SIZES
def test_a_city_signs_for_its_counties(chain, visit, size):
    """It says for whom, and that one of them is not accepted; nobody signs without knowing that."""
    form = visit("city_clerk", "return", *SIGNED, size=size)
    expect(form.locator("#signed")).to_contain_text("镇康")
    form.get_by_role("button", name="上报本期报表").click()
    expect(form.get_by_role("alert").first).to_contain_text("镇康")
    assert_accessible(form, "signs", size)
    form.get_by_label("已知悉").check()
    form.get_by_role("button", name="上报本期报表").click()
    expect(form.get_by_role("button", name="撤回报表")).to_be_visible()
    desk = visit("province_reviewer", "review", *SIGNED, size=size)
    expect(desk.locator("#signed")).to_contain_text("已审定 1 个")
    assert_accessible(desk, "signed", size)


@SIZES
def test_a_level_between_looks_again(chain, visit, size):
    """The province asks the city, which says what came of it; the county is not asked."""
    above = visit("province_reviewer", "review", *FIRST, size=size)
    above.get_by_role("link", name="也可以标出有误的地方，直接退回").click()
    above.locator("#why-target-L01").fill("请市里对照台账再核一遍")
    above.get_by_label("退回给").select_option(label="临沧（重新审核）")
    assert_accessible(above, "to-level", size)
    above.get_by_role("button", name="退回所标内容").click()
    expect(above.get_by_role("dialog")).to_contain_text("请临沧复核 1 处？")
    above.locator("#send-back-ask .btn-danger").click()
    expect(above.get_by_role("status").first).to_contain_text("永德")
    assert state(chain, seq=1) == "submitted"
    desk = visit("reviewer", "review", *FIRST, size=size)
    expect(desk.locator("#cell-L01")).to_contain_text("请市里对照台账再核一遍")
    desk.get_by_label("复核结果").fill("已与台账核对，无误")
    assert_accessible(desk, "again", size)
    desk.get_by_role("button", name="审定").click()
    desk.locator("#accept .btn-primary").click()
    expect(desk.get_by_role("status").first).to_contain_text("永德")
    assert state(chain, seq=1) == "accepted"
    above = visit("province_reviewer", "review", *FIRST, size=size)
    expect(above.locator("#cell-L01")).to_contain_text("已与台账核对，无误")
