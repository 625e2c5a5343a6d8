"""The table of all tasks and targets in a real browser: pasting, conflicts, a lost line, keys, an adjustment."""

import pytest

from plans.models import Plan, Section, TaskUnit
from targets.models import Proposal, Target
from tests.browser.loaded_page import LoadedPage, expect, set_offline
from tests.browser.tools import DESKTOP, DOCUMENT_WIDTH, PHONE, axe_violations, paste, screenshot_if_wanted, start_axe
from tests.factories import make_participants, make_person, make_plan, make_target, make_task, make_unit, set_issued

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
LONG = "扎实开展巾帼心向党思想政治引领工作，组织百千万巾帼大宣讲活动进农村进社区进机关"
SAVED = "已全部保存。"


@pytest.fixture
def plan(db):
    """Two sections; T01 and T02 in the first, T03 and T04 in the second; a target for T03 and for T04."""
    city = make_unit("530900000000", "临沧市妇联", short_name="临沧市", level="city")
    for n, name in enumerate(("双江拉祜族佤族布朗族傣族自治县", "永德县", "耿马傣族佤族自治县"), 2):
        make_unit(f"53092{n}000000", f"{name}妇联", parent=city, short_name=name)
    for n, name in enumerate(("办公室", "妇女发展部", "组织联络部")):
        make_unit(f"530900000000-B{n}", name, parent=city, kind="office", level="city")
    plan = make_plan(city, "lincang-2020", title="临沧市妇联2020年工作要点")
    make_participants(plan)
    first, second = (Section.objects.create(plan=plan, title=t, position=n) for n, t in enumerate(("引领", "服务")))
    for code, section, title in (("T01", first, "宣讲"), ("T02", first, LONG), ("T03", second, "培训妇女骨干")):
        make_task(plan, code, section=section, title=title)
    last = make_task(plan, "T04", section=second, title="建设示范基地")
    make_target(plan, "L01", 100, task=plan.tasks.get(code="T03"), name="妇女骨干培训", unit="人次")
    make_target(plan, "L02", task=last, name="示范基地", unit="个")
    make_person("planner", ("planner", city))
    return plan


@pytest.fixture
def visit(open_as, plan):
    from accounts.models import Person

    def visit(size=DESKTOP):
        return open_as(Person.objects.get(username="planner"), "targets:plan_table", plan.code, size=size)

    return visit


def cell(page, place):
    return page.locator(f"[data-id='{place}']")


def state(page):
    return expect(page.locator("[data-saved]"))


def said(page):
    return expect(page.locator("[data-said]"))


def leads(plan):
    rows = TaskUnit.objects.filter(task__plan=plan, part="lead").order_by("task__code", "unit__path")
    return [f"{row.task.code} {row.unit.short_name}" for row in rows.select_related("task", "unit")]


def test_a_block_of_a_sheet_goes_where_its_heads_and_names_say(visit, plan):
    page = visit()
    cell(page, "task:T01:lead").focus()
    lines = ["序号\t任务\t责任单位\t完成时限", "1\t建设示范基地\t办公室\t6月底", "2\t宣讲\t妇女发展部、永德县\t年底",
             "3\t计划里没有的一件事\t办公室\t"]  # fmt: skip
    paste(page, "\r\n".join(lines))
    state(page).to_have_text(SAVED)
    said(page).to_contain_text("计划里没有的一件事")
    expect(cell(page, "task:T04:due")).to_have_value("2020-06-30")
    assert leads(plan) == ["T01 妇女发展部", "T01 永德县", "T04 办公室"]
    assert plan.tasks.get(code="T02").title == LONG
    page.keyboard.press("Control+z")
    state(page).to_have_text(SAVED)
    expect(cell(page, "task:T04:due")).to_have_value("")
    assert leads(plan) == []


def test_what_cannot_be_saved_says_so_at_its_cell_and_the_rest_is_saved(visit, plan):
    page = visit()
    cell(page, "target:L01:value").fill("12①")
    cell(page, "target:L02:value").fill("5")
    cell(page, "task:T01:lead").fill("组织部")
    page.keyboard.press("Enter")
    expect(cell(page, "task:T01:lead")).to_have_attribute("aria-invalid", "true")
    state(page).to_have_text("2 格尚未保存")
    expect(page.get_by_text("是不是：组织联络部？")).to_be_visible()
    expect(page.get_by_text("“12①”不是数字")).to_be_visible()
    assert list(Target.objects.order_by("code").values_list("value", flat=True)) == [100, 5]
    screenshot_if_wanted(page, "table-refused")
    cell(page, "target:L01:value").fill("120")
    cell(page, "task:T01:lead").fill("组织联络部")
    page.keyboard.press("Enter")
    state(page).to_have_text(SAVED)
    assert Target.objects.get(code="L01").value == 120


def test_of_two_people_the_second_chooses(visit, plan):
    page = visit()
    Target.objects.filter(code="L01").update(value=70)
    plan.tasks.filter(code="T01").update(title="宣讲进村")
    cell(page, "target:L01:value").fill("80")
    cell(page, "task:T01:name").fill("宣讲到户")
    page.keyboard.press("Enter")
    expect(page.get_by_role("button", name="用我填的")).to_have_count(2)
    assert Target.objects.get(code="L01").value == 70
    page.locator("#target-L01").get_by_role("button", name="用我填的").click()
    expect(page.locator("#target-L01 .why")).to_have_count(0)
    page.locator("#task-T01").get_by_role("button", name="用对方填的").click()
    state(page).to_have_text(SAVED)
    expect(cell(page, "task:T01:name")).to_have_value("宣讲进村")
    assert Target.objects.get(code="L01").value == 80
    assert plan.tasks.get(code="T01").title == "宣讲进村"


def test_what_is_typed_while_the_line_is_down_is_kept_on_the_device(visit, plan):
    page = visit()
    set_offline(page.context, True)
    cell(page, "task:T01:lead").fill("办公室")
    page.keyboard.press("Enter")
    state(page).to_contain_text("已暂存在本机")
    again = page.context.new_page()
    page.close()
    set_offline(again.context, False)
    opened = LoadedPage(again)
    opened.goto(page.url)
    said(opened).to_contain_text("1 格")
    state(opened).to_have_text(SAVED)
    expect(cell(opened, "task:T01:lead")).to_have_value("办公室")
    assert leads(plan) == ["T01 办公室"]


def test_a_key_leads_from_gap_to_gap_and_a_section_gives_its_lead(visit, plan):
    page = visit()
    ids = (page.locator("[data-gaps]").get_attribute("data-gaps") or "").split()
    required = ["task:T01:lead", "task:T02:lead", "target:L02:value"]
    assert sorted(ids) == sorted([*required, "task:T03:lead", "task:T04:lead"])  # the last two may be issued without
    expect(page.locator(".table-gap")).to_have_count(len(ids))
    for gap in page.locator(".table-gap").all():
        expect(gap).to_have_attribute("data-gap", "待填")
    for key in [*ids, ids[0]]:
        page.keyboard.press("Alt+n")
        expect(cell(page, key)).to_be_focused()
    cell(page, "target:L02:value").fill("3")
    cell(page, "task:T02:lead").fill("妇女发展部")
    page.locator("[data-section-lead]").first.fill("办公室")
    page.keyboard.press("Enter")
    state(page).to_have_text(SAVED)
    expect(page.get_by_text("没有缺项，可以下达。")).to_be_visible()
    expect(page.get_by_text("有 2 项带目标的任务没有牵头单位")).to_be_visible()
    expect(page.locator(".table-gap")).to_have_count(2)
    assert leads(plan) == ["T01 办公室", "T02 妇女发展部"]


def test_many_rows_are_filled_in_at_once_and_taken_back(visit, plan):
    page = visit()
    page.get_by_role("button", name="勾选没有牵头单位的任务").click()
    expect(page.locator("[data-ticked]")).to_have_text("4 行已勾选")
    page.get_by_label("勾选 T02").uncheck()
    page.get_by_role("button", name="办公室", exact=True).click()
    state(page).to_have_text(SAVED)
    assert leads(plan) == ["T01 办公室", "T03 办公室", "T04 办公室"]
    page.locator("tr.table-section").nth(1).locator("[data-tick]").check()
    page.keyboard.press("Alt+a")
    page.locator("#fill-column").select_option("due")
    page.locator("#fill-text").fill("年底")
    page.keyboard.press("Enter")
    state(page).to_have_text(SAVED)
    assert [str(day) for day in plan.tasks.order_by("code").values_list("due_on", flat=True)] == [
        "None", "None", "2020-12-31", "2020-12-31",
    ]  # fmt: skip
    cell(page, "task:T01:lead").focus()
    page.keyboard.press("Control+z")
    page.keyboard.press("Control+z")
    expect(cell(page, "task:T04:lead")).to_have_value("")
    state(page).to_have_text(SAVED)
    assert leads(plan) == []


def test_an_office_that_the_document_may_mean_is_one_press(visit, plan):
    task = plan.tasks.get(code="T01")
    document = plan.documents.create(name="x", size=1, sha256="x", by=plan.unit.posts.first().person, text="x")
    Proposal.objects.create(
        document=document, number=1, kind="task", start=0, end=1, text="x", name="x", rule="item", sure="sure",
        decision="accepted", decided_at=document.at, task=task, lead=["市妇联组织部"],
    )  # fmt: skip
    page = visit()
    expect(page.locator("#task-T01")).to_contain_text("文件写的是：市妇联组织部")
    screenshot_if_wanted(page, "table-heard")
    page.locator("#task-T01").get_by_role("button", name="组织联络部").click()
    state(page).to_have_text(SAVED)
    assert leads(plan) == ["T01 组织联络部"]


def test_after_the_issue_numbers_change_by_an_adjustment_and_nothing_typed_is_lost(visit, plan):
    Target.objects.filter(code="L02").update(value=3)
    set_issued(plan)
    page = visit()
    value = cell(page, "target:L01:value")
    value.press("9")
    said(page).to_contain_text("请先点“调整”")
    expect(value).to_have_value("100")
    cell(page, "target:L01:name").fill("骨干培训")
    page.keyboard.press("Enter")
    state(page).to_have_text(SAVED)
    page.get_by_role("button", name="调整", exact=True).click()
    value.fill("150")
    page.keyboard.press("Enter")
    state(page).to_contain_text("等您点“按调整保存”")
    page.on("dialog", lambda dialog: dialog.accept())
    page.reload()
    expect(value).to_have_value("150")  # as it was typed, in the open panel
    page.get_by_role("button", name="按调整保存").click()
    expect(page.get_by_label("理由")).to_be_focused()
    screenshot_if_wanted(page, "table-adjusting")
    page.get_by_label("理由").fill("任务追加")
    page.get_by_label("文号").fill("临妇发〔2020〕9号")
    page.get_by_role("button", name="按调整保存").click()
    state(page).to_have_text(SAVED)
    expect(value).not_to_be_editable()
    target = Target.objects.get(code="L01")
    assert (target.value, target.name) == (150, "骨干培训")
    assert Plan.objects.get().adjustments.get().reason == "任务追加"
    page.get_by_role("button", name="调整", exact=True).click()
    value.fill("9")
    page.get_by_role("button", name="不调整了").click()
    expect(value).to_have_value("150")


@pytest.mark.parametrize("size", [DESKTOP, PHONE], ids=["desktop", "phone"])
def test_long_names_are_read_whole_in_the_one_scroll_of_the_page(visit, plan, size):
    for n in range(5, 25):
        make_task(plan, f"T{n:02}", section=plan.sections.last(), title=LONG)
    page = visit(size)
    name = cell(page, "task:T02:name")
    assert name.evaluate("box => box.scrollHeight <= box.clientHeight + 1")
    assert page.locator(".table-wrap").evaluate("box => box.scrollHeight <= box.clientHeight + 1")
    assert page.evaluate(DOCUMENT_WIDTH) <= size["width"]
    start_axe(page)
    assert axe_violations(page) == []
    if size == DESKTOP:  # the heads stay below the bar that fills in
        page.evaluate("window.scrollTo(0, 9999)")
        bar, head = page.locator("#fill").bounding_box(), page.locator("thead th").nth(2).bounding_box()
        assert bar["y"] >= 0
        assert abs(bar["y"] + bar["height"] - head["y"]) <= 2
