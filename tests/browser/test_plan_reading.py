"""From a file to a plan in a real browser: dropped or pasted, walked through by keys, corrected, taken over."""

from functools import partial

import pytest

from plans.actions.participants import choose_participants
from plans.actions.plan import create_plan
from targets.documents.actions.adopt import adopt_document
from targets.documents.actions.documents import receive_document
from targets.documents.actions.proposals import decide_proposal
from targets.models import PlanDocument, Proposal, Target
from tests.browser.loaded_page import expect, set_offline
from tests.browser.tools import DESKTOP, DOCUMENT_WIDTH, PHONE, axe_violations, screenshot_if_wanted, start_axe
from tests.factories import make_person, make_unit
from tests.targets.documents import sample_documents
from tests.targets.documents.sample_documents import PLAN, REVISED

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def plan(browser, monkeypatch):
    monkeypatch.setattr(
        "targets.documents.actions.documents.read_document",
        lambda received, year: sample_documents.reading(received.text, year=year),
    )
    province = make_unit("530000000000", "云南省妇联")
    city = make_unit("530900000000", "清河市妇联", parent=province, short_name="清河")
    county = make_unit("530923000000", "永德县妇联", parent=city, short_name="永德")
    other = make_unit("530924000000", "镇康县妇联", parent=city, short_name="镇康")
    office = make_unit("530900000000-BG", "办公室", parent=city, kind="office", level="city")
    planner = make_person("planner", ("planner", city), name="计划员")
    plan = create_plan(by=planner, unit=city, code="qinghe-2020", title="清河市妇联2020年工作计划", year=2020)
    choose_participants(plan, [county, other, office], by=planner)
    plan.planner = planner
    return plan


@pytest.fixture
def visit(open_as, plan):
    """Open a page as the planner."""
    return partial(open_as, plan.planner)


def assert_accessible(page, name):
    """Nothing wider than the screen, and nothing that axe finds; a picture for people."""
    screenshot_if_wanted(page, name)
    assert page.evaluate(DOCUMENT_WIDTH) <= page.viewport_size["width"]
    start_axe(page)
    assert axe_violations(page) == []


DROP = """(text) => { const files = new DataTransfer(); files.items.add(new File([text], "要点.txt"));
    for (const name of ["dragenter", "dragover", "drop"]) document.querySelector("[data-drop]").dispatchEvent(
        new DragEvent(name, {dataTransfer: files, bubbles: true, cancelable: true})); }"""
SELECT = """(words) => { const place = document.getElementById("words");
    const walker = document.createTreeWalker(place, NodeFilter.SHOW_TEXT);
    while (walker.nextNode()) { const at = walker.currentNode.data.indexOf(words); if (at < 0) continue;
        getSelection().setBaseAndExtent(walker.currentNode, at, walker.currentNode, at + words.length); return; } }"""


def bring(page, text=PLAN):
    """Paste a document, and be led to what was read in it."""
    page.get_by_label("或粘贴文字").fill(text)
    page.get_by_role("button", name="读取").click()
    page.wait_for_url("**/documents/*/**")


def now(page):
    return page.locator("#now").get_by_label("名称")


@pytest.mark.parametrize("size", [DESKTOP, PHONE], ids=["desk", "phone"])
def test_from_a_file_to_the_plan_by_keys(visit, plan, size):
    page = visit("plans:write", plan.code, size=size)
    page.get_by_role("link", name="从文件读取").last.click()
    assert_accessible(page, f"reading-bring-{size['width']}")
    page.evaluate(DROP, PLAN)  # a file is dropped, and read at once
    page.wait_for_url("**/documents/*/**")
    assert_accessible(page, f"reading-confirm-{size['width']}")
    expect(now(page)).to_have_value("妇女微家")  # what is in doubt comes first
    page.keyboard.press("e")
    page.keyboard.type("axj")  # inside a field the keys are letters
    expect(now(page)).to_be_focused()
    assert Proposal.objects.filter(decision="open").count() == 13
    now(page).fill("妇女微家建设")
    page.keyboard.press("Control+Enter")
    expect(now(page)).to_have_value("发放创业担保贷款")
    page.keyboard.press("x")
    expect(page.get_by_role("status").first).to_contain_text("还有 10 条待处理")
    following = now(page).input_value()
    page.keyboard.press("k")
    expect(now(page)).to_have_value("发放创业担保贷款")
    page.keyboard.press("j")
    expect(now(page)).to_have_value(following)
    counts = page.get_by_role("status").first
    while "全部处理完了" not in (before := counts.inner_text()):
        page.keyboard.press("a")
        expect(counts).not_to_have_text(before)
    assert_accessible(page, f"reading-decided-{size['width']}")
    page.get_by_role("button", name="写入计划").first.click()
    page.get_by_role("dialog").get_by_role("button", name="写入计划").click()
    expect(page.get_by_text("已写入计划：")).to_be_visible()
    assert set(Target.objects.values_list("name", flat=True)) == {
        "开展宣讲", "培训妇女", "合格率", "妇女微家建设", "新建巾帼示范基地", "出台县级妇联改革方案",
    }  # fmt: skip
    page.get_by_role("link", name="计划", exact=True).click()
    page.get_by_role("link", name="开展宣讲", exact=True).click()
    expect(page.get_by_text("全年开展宣讲100场次以上").first).to_be_visible()
    assert_accessible(page, f"reading-source-{size['width']}")
    page.get_by_role("link", name="清河市妇联2020年工作要点").last.click()
    expect(page.locator("mark.is-at").first).to_contain_text("全年开展宣讲100场次以上")
    assert_accessible(page, f"reading-kept-{size['width']}")


@pytest.mark.parametrize("size", [DESKTOP, PHONE], ids=["desk", "phone"])
def test_what_is_left_is_left_out_at_once(visit, plan, size):
    """Not before what is certain has been decided; and it names what is left now, without the page loaded again."""
    page = visit("targets:documents", plan.code, size=size)
    bring(page)
    rest = page.get_by_role("button", name="其余都不采纳")
    expect(rest).to_be_hidden()
    page.get_by_role("button", name="采纳确定的").click()
    page.get_by_role("dialog").get_by_role("button", name="采纳这些").click()
    expect(rest).to_be_visible()
    expect(now(page)).to_have_value("妇女微家")
    page.keyboard.press("x")
    expect(page.locator(".doc-counts")).to_contain_text("还有 1 条待处理")
    rest.click()
    sheet = page.get_by_role("dialog")
    expect(sheet.get_by_role("listitem")).to_have_text(["目标 发放创业担保贷款 ≥ 5,000 万元"])
    assert_accessible(page, f"reading-rest-{size['width']}")
    sheet.get_by_role("button", name="不采纳这些").click()
    expect(page.get_by_text("全部处理完了")).to_be_visible()
    assert Proposal.objects.filter(decision="dropped").count() == 2


def test_what_is_wrong_is_said_at_its_field_and_nothing_is_lost(visit, plan):
    page = visit("targets:documents", plan.code)
    bring(page)
    page.get_by_label("数字").fill("三个")
    page.get_by_role("button", name="采纳", exact=False).filter(has_text="A").click()
    expect(page.get_by_label("数字")).to_be_focused()
    expect(page.locator("#p_value_error")).to_contain_text("不是数字")
    assert_accessible(page, "reading-wrong")
    page.get_by_label("数字").fill("3")
    page.get_by_label("填报方式").select_option("level")
    expect(page.get_by_label("基数")).to_be_visible()  # only what fits the measure is asked
    page.get_by_label("比较").select_option("range")
    expect(page.get_by_label("上限")).to_be_visible()
    page.get_by_label("填报方式").select_option("milestone")
    expect(page.get_by_label("数字")).to_be_hidden()


def test_a_target_is_added_by_selecting_its_words(visit, plan):
    page = visit("targets:documents", plan.code)
    bring(page)
    page.evaluate(SELECT, "档案局参加")
    expect(page.get_by_label("原文文字")).to_have_value("档案局参加")
    assert_accessible(page, "reading-add")
    page.get_by_role("button", name="添加为目标").click()
    expect(now(page)).to_have_value("档案局参加")
    row = Proposal.objects.get(rule="by_hand")
    assert row.document.text[row.start : row.end] == "档案局参加"
    page.get_by_label("数字").fill("1")
    page.get_by_label("计量单位").fill("次")
    page.locator("body").press("a")  # still in a field: nothing happens
    page.get_by_label("计量单位").fill("次")
    page.keyboard.press("Control+Enter")
    expect(page.locator(f"#line-{row.pk}")).to_contain_text("采纳")


def test_by_tab_and_enter(visit, plan):
    """Who uses no letters finds the next one where the focus was."""
    page = visit("targets:documents", plan.code)
    bring(page)
    page.locator('[data-key="a"]').press("Enter")
    expect(now(page)).to_have_value("发放创业担保贷款")
    expect(page.locator("#now")).to_be_focused()
    page.keyboard.press("A")  # the capitals are locked
    expect(now(page)).to_have_value("加强思想引领")
    page.locator(".doc-line").filter(has_text="部分 一、加强思想引领").get_by_role("link").click()
    expect(page.locator("#now[aria-busy=false]")).to_be_visible()
    page.keyboard.press("Shift+X")
    expect(page.get_by_role("status").first).to_contain_text("不采纳 6 条")


def test_a_step_that_comes_late_is_not_overtaken_by_the_next(visit, plan):
    """Back and on again ends where it began, however slow the way back was; nothing is decided in between."""
    page = visit("targets:documents", plan.code)
    bring(page)
    page.keyboard.press("j")
    expect(now(page)).to_have_value("发放创业担保贷款")
    asked = []
    page.on("request", lambda request: asked.append(request.url) if "/proposals/" in request.url else None)
    page.route("**/proposals/*/", lambda route: (page.wait_for_timeout(400), route.continue_()), times=1)
    for key in "kaj":  # "a" while nobody sees what it would be for
        page.keyboard.press(key)
    expect(page.locator("#now[aria-busy=false]")).to_be_visible()
    expect(now(page)).to_have_value("发放创业担保贷款")
    assert len(asked) == 2
    assert not Proposal.objects.exclude(decision="open").exists()


def test_the_line_is_down(visit, plan):
    page = visit("targets:documents", plan.code)
    bring(page)
    set_offline(page.context, True)
    page.keyboard.press("x")
    expect(page.locator("#now [data-said]")).to_contain_text("网络不通")
    set_offline(page.context, False)
    page.keyboard.press("x")
    expect(page.get_by_role("status").first).to_contain_text("还有 12 条待处理")


def test_a_colleague_was_first(visit, plan):
    page = visit("targets:documents", plan.code)
    bring(page)
    row = Proposal.objects.get(name="妇女微家")
    decide_proposal(row, "dropped", by=plan.planner, seen=1)
    page.keyboard.press("a")
    expect(page.locator("#now [data-said]")).to_contain_text("刚刚已处理：不采纳")
    expect(page.locator(f"#line-{row.pk}")).to_contain_text("不采纳")


def test_without_scripts(visit, plan):
    page = visit("targets:documents", plan.code, java_script_enabled=False)
    bring(page)
    page.get_by_role("button", name="不采纳").click()
    expect(now(page)).to_have_value("发放创业担保贷款")
    page.get_by_role("textbox", name="名称", exact=True).fill("创业贷款")
    page.locator('[data-key="a"]').click()
    page.get_by_role("link", name="开展宣讲").click()
    expect(now(page)).to_have_value("开展宣讲")
    assert list(PlanDocument.objects.get().proposals.filter(name="创业贷款").values_list("decision")) == [("accepted",)]


@pytest.mark.parametrize("size", [DESKTOP, PHONE], ids=["desk", "phone"])
def test_a_later_version(visit, plan, size):
    document = receive_document(plan, by=plan.planner, name="要点.txt", data=PLAN.encode())
    for row in document.proposals.all():
        row.refresh_from_db()
        decide_proposal(row, "accepted", by=plan.planner, seen=row.version)
    adopt_document(document, by=plan.planner)
    page = visit("targets:documents", plan.code, size=size)
    page.get_by_label("这份文件是").select_option(label="《清河市妇联2020年工作要点》的修订稿")
    assert_accessible(page, f"reading-again-{size['width']}")
    bring(page, REVISED)
    expect(page.get_by_role("status").first).to_contain_text("还有 5 条待处理")
    page.locator(".doc-line").filter(has_text="开展宣讲").last.get_by_role("link").click()
    expect(page.locator("#now")).to_contain_text("100 → 120")
    expect(page.locator("#now .clause")).to_be_in_viewport()  # also where the tree stands far below it
    assert_accessible(page, f"reading-revised-{size['width']}")
    page.locator(".doc-line").filter(has_text="文件中已没有").get_by_role("link").click()
    page.get_by_role("button", name="从计划中删去").click()
    expect(page.get_by_role("status").first).to_contain_text("还有 4 条待处理")
