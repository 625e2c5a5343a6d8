"""From paper to a tracked plan in a real browser, with every key and click counted: pasted, adopted, leads, measures,
issued, broken down. And the table of tasks and targets: what is typed is never lost."""

from pathlib import Path

import pytest

from fedwork.env import ROOT
from plans.models import Plan, TaskUnit
from targets.models import Allocation
from tests.browser.loaded_page import expect
from tests.browser.tools import screenshot_if_wanted
from tests.factories import make_person, make_unit

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

SHARED = ROOT.parent / "shared/documents/lincang-2020.txt"  # a public document; not part of the repository
INVENTED = """清河市妇联2020年工作要点
一、加强思想政治引领
1.开展巾帼宣讲活动。组织宣讲团进村入户，全年开展宣讲100场次以上。（责任单位：宣传部、各县区妇联）
2.办好网上课堂。全年举办线上课堂20期。（责任单位：权益部）
3.做好舆情工作。定期研判网络舆情。
二、服务妇女创业就业
1.开展技能培训。全年培训农村妇女2.5万人次。（牵头单位：发展部；配合单位：各县区妇联）
2.建设示范基地。新建巾帼示范基地10个。
3.联系女企业家。走访女企业家协会。
三、推进家庭建设
1.寻找最美家庭。推选最美家庭40户。（责任部门：权益部）
2.开展家庭教育。举办家庭教育讲座30场。
"""
# Each key and each press of the mouse, on every page of the tab; modifiers belong to the key that follows.
COUNT = """addEventListener('pointerdown', e => e.isTrusted && add(), true);
addEventListener('keydown', e => e.isTrusted && !['Control', 'Alt', 'Shift'].includes(e.key) && add(), true);
function add() { sessionStorage.hands = Number(sessionStorage.hands ?? 0) + 1; }"""


@pytest.fixture
def city(db):
    province = make_unit("530000000000", "云南省妇联")
    city = make_unit("530900000000", "清河市妇联", parent=province, short_name="清河")
    for n, name in enumerate(["临翔", "凤庆", "云县", "永德", "镇康", "双江", "耿马", "沧源"], 2):
        make_unit(f"5309{20 + n}000000", f"{name}县妇联", parent=city, short_name=name)
    for code, name in (("BG", "办公室"), ("FZ", "发展部"), ("QY", "权益部"), ("XC", "宣传部")):
        make_unit(f"530900000000-{code}", name, parent=city, kind="office", level="city")
    city.planner = make_person("planner", ("planner", city), name="计划员")
    return city


def hands(page):
    return int(page.evaluate("sessionStorage.hands ?? 0"))


def press(page, name, exact=False):
    page.get_by_role("button", name=name, exact=exact).first.click()


def confirm(page, name):
    page.get_by_role("dialog").get_by_role("button", name=name).click()


def read_and_adopt(page, text):
    """Paste the plan, read what was found in it, and take over what is sure and likely."""
    page.get_by_role("link", name="从文件").first.click()
    page.get_by_label("或粘贴文字").click()
    page.evaluate("text => navigator.clipboard.writeText(text)", text)
    page.keyboard.press("Control+v")
    press(page, "读取")
    page.wait_for_url("**/documents/*/**")
    screenshot_if_wanted(page, "paper-read")
    if page.get_by_role("button", name="采纳确定和基本确定的").count():
        press(page, "采纳确定和基本确定的")
        screenshot_if_wanted(page, "paper-likely")
    else:
        press(page, "采纳确定的")
    confirm(page, "采纳这些")
    if page.get_by_role("button", name="其余都不采纳").count():
        press(page, "其余都不采纳")
        confirm(page, "不采纳这些")
    press(page, "写入计划")
    confirm(page, "写入计划")
    page.wait_for_url("**/table/")


def saved(page):
    expect(page.locator("[data-saved]")).to_have_text("已全部保存。", timeout=20_000)


def give_leads(page):
    """Each section to an office, where the document named none; then nothing is missing."""
    press(page, "本级部室和下一级单位全部参与")
    page.wait_for_load_state()
    expect(page.get_by_role("button", name="本级部室和下一级单位全部参与")).to_have_count(0, timeout=20_000)
    screenshot_if_wanted(page, "paper-table")
    offices = ["宣传部", "发展部", "权益部", "办公室"]
    sections = page.locator("tr.table-section")
    tasks = page.locator("tr.table-task")
    if tasks.count() - TaskUnit.objects.filter(part="lead").values("task").distinct().count() > 10:
        for n in range(sections.count()):  # nobody is named: the sections are the offices'
            sections.nth(n).locator("[data-tick]").click()
            press(page, offices[n % 4], exact=True)
            saved(page)
    else:
        press(page, "勾选没有牵头单位的任务")
        press(page, "办公室", exact=True)
        saved(page)
    expect(page.get_by_text("没有缺项，可以下达。")).to_be_visible(timeout=20_000)


def set_measures(page):
    """The first two targets are reported as a total this year and as what was added, by keys."""
    measure = page.locator("tr.table-target select[data-id$=':measure']")
    measure.first.click()
    page.keyboard.press("Escape")
    page.keyboard.press("ArrowUp")
    page.keyboard.press("Enter")
    page.keyboard.press("ArrowUp")
    saved(page)


def issue_and_break_down(page):
    press(page, "下达计划")
    confirm(page, "下达计划")
    page.wait_for_url("**/allocation/**")
    for n in range(page.locator("[data-split]").count()):
        with page.expect_response("**/allocation/**"):
            page.locator("[data-split]").nth(n).click()
    press(page, "保存分解")
    expect(page.get_by_text("已保存")).to_be_visible()
    screenshot_if_wanted(page, "paper-broken-down")


@pytest.mark.parametrize("text", [INVENTED, SHARED], ids=["invented", "lincang"])
def test_from_paper_to_a_tracked_plan_in_sixty_keys_and_clicks(open_as, city, text):
    if isinstance(text, Path):
        if not text.exists():
            pytest.skip("the document is not here")
        text = text.read_text()
    page = open_as(city.planner, "plans:list", permissions=["clipboard-read", "clipboard-write"])
    page.add_init_script(COUNT)
    page.reload()
    read_and_adopt(page, text)
    reading = hands(page)
    give_leads(page)
    set_measures(page)
    issue_and_break_down(page)
    after = hands(page) - reading
    print(f"{reading} keys and clicks until the plan is read, {after} after that")
    plan = Plan.objects.get()
    assert plan.state == "issued"
    led = TaskUnit.objects.filter(task__plan=plan, part="lead").values("task").distinct().count()
    assert led == plan.tasks.count()
    assert Allocation.objects.filter(target__plan=plan, participant__depth=1).count() > plan.targets.count()
    assert 8 < after <= 40  # the counter counts
    assert reading + after <= 60
