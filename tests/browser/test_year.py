"""The main job from end to end, played by people in their browsers on a running demonstration with its own servers and
worker: a plan is written, issued, broken down, reported by hand and by workbook, reviewed, put right, and read.

What the leader reads at the end is computed here from what was typed, by nothing of the project.
"""

import re
import secrets
from dataclasses import dataclass
from decimal import Decimal

import pytest
from openpyxl import load_workbook

from tests.browser.loaded_page import TIMEOUT, expect
from tests.browser.tools import (
    axe_violations,
    go_to_first_gap,
    paste,
    post_incomplete,
    press_submit,
    screenshot_if_wanted,
    start_axe,
)

pytestmark = pytest.mark.browser
PROVINCE, CITY = "530000000000", "530900000000"


@dataclass
class County:
    """What a county owes and reports: trained, villages with a home of all villages, the day of its scheme, loans."""

    code: str
    short: str
    share: tuple
    trained: int
    homes: tuple
    done_on: str
    loans: str

    def row(self):
        return [self.trained, *self.homes, self.done_on, self.loans]


COUNTIES = [
    County("530902000000", "临翔", (1500, 70, 1, "200.25"), 210, (61, 102), "2021-02-08", "31.5"),
    County("530921000000", "凤庆", (2300, 70, 1, "210"), 377, (88, 187), "2021-03-01", "0"),
    County("530922000000", "云县", (2000, 70, 1, "220.25"), 0, (95, 194), "2021-03-30", "45.75"),
    County("530923000000", "永德", (1900, 70, 1, "190"), 302, (41, 118), "2021-03-15", "28.01"),
    County("530924000000", "镇康", (1000, 70, 1, "130"), 96, (33, 74), "2021-02-20", "12.3"),
    County("530925000000", "双江", (900, 65, 1, "120"), 133, (29, 75), "2021-03-31", "9.99"),
    County("530926000000", "耿马", (1500, 70, 1, "180"), 251, (50, 92), "2021-01-19", "33.4"),
    County("530927000000", "沧源", (900, 60, 1, "250"), 88, (37, 93), "2021-03-03", "7.25"),
]  # fmt: skip
YONGDE = COUNTIES[3]
TYPED_WRONG = 3020  # a zero too many, which the reviewer sees
TARGETS = [
    ("农村妇女技能培训", "本期新增", {"目标值": "12000", "计量单位": "人次"}),
    ("儿童之家覆盖率", "比率", {"目标值": "70", "小数位数": "1", "比例单位": "%"}),
    ("县级改革方案出台", "节点", {"目标值": "8", "计量单位": "项", "完成时限": "2021-06-30"}),
    ("创业担保贷款", "本年累计", {"目标值": "1500.5", "计量单位": "万元", "小数位数": "2"}),
]


def test_a_year_from_the_plan_to_the_leaders_page(demo_browser, tmp_path):
    plan = f"year-{secrets.token_hex(3)}"
    planner = demo_browser.page_for("yunnan.jihua")
    write(planner, plan)
    issue(planner, plan)
    break_down(planner, plan, CITY, [["12000", "70", "8", "1500.5"]])
    break_down(demo_browser.page_for("lincang.jihua"), plan, COUNTIES[0].code, [county.share for county in COUNTIES])
    open_first_period(planner, plan)
    clerk, reviewer, leader = (demo_browser.page_for(who) for who in ("yongde", "lincang.shenhe", "yunnan.lingdao"))
    fill_in(clerk, plan)
    bring_workbook(demo_browser.page_for("lincang.shuju"), plan, tmp_path)
    wait_for_numbers(leader, demo_browser.address, plan, "上报口径", expected(COUNTIES, wrong=True))
    send_back(reviewer, plan)
    wait_for_numbers(leader, demo_browser.address, plan, "上报口径", expected([c for c in COUNTIES if c is not YONGDE]))
    put_right(clerk, plan)
    accept(reviewer, plan, "临翔", "永德")
    wait_for_numbers(leader, demo_browser.address, plan, "上报口径", expected(COUNTIES))
    screenshot_if_wanted(leader, "year-leader", full_page=True)
    wait_for_numbers(leader, demo_browser.address, plan, "审定口径", expected([COUNTIES[0], YONGDE]))
    from_the_number_to_the_figures(leader)
    assert demo_browser.errors == []


def expected(counties, *, wrong=False):
    """What the province's page must show to date, from what those counties typed."""
    trained = sum(TYPED_WRONG if wrong and county is YONGDE else county.trained for county in counties)
    homes, villages = (sum(county.homes[i] for county in counties) for i in (0, 1))
    percent = (Decimal(homes) * 100 / villages).quantize(Decimal("0.1"), "ROUND_HALF_UP")
    loans = sum(Decimal(county.loans) for county in counties)
    return [f"{trained:,}", f"{percent}%", str(len(counties)), f"{loans:.2f}"]


def write(page, plan):
    """A plan with a section, a task that 永德 leads, four targets, and 临沧 with its counties taking part."""
    room(page, "工作计划")
    page.get_by_role("link", name="新建计划").click()
    for label, text in {"标题": f"云南省妇联2021年工作要点 {plan}", "代码": plan, "年度": "2021"}.items():
        page.get_by_label(label).fill(text)
    page.get_by_role("button", name="建立计划").click()
    page.get_by_role("link", name="参与单位").click()
    page.get_by_label("单位列到").select_option(label="县级")
    expect(page.get_by_label("永德县")).to_be_visible()
    page.get_by_role("button", name="全不选").click()
    page.get_by_role("button", name="连同下级 临沧市").click()
    page.get_by_role("button", name="确定参与单位").click()
    page.get_by_role("link", name="添加部分").first.click()
    page.get_by_label("标题").fill("一、巾帼建功行动")
    page.keyboard.press("Enter")
    page.get_by_role("link", name="添加任务").first.click()
    page.get_by_label("标题").fill("妇女技能培训和创业扶持")
    page.get_by_label(YONGDE.short, exact=True).select_option(label="牵头")
    page.get_by_role("button", name="添加任务").click()
    for name, measure, fields in TARGETS:
        add_target(page, name, measure, fields)
    readable(page)


def add_target(page, name, measure, fields):
    page.get_by_role("link", name="添加目标").first.click()
    page.get_by_label("名称").fill(name)
    page.get_by_label("任务").select_option(index=1)
    page.get_by_role("radio", name=measure).check()
    for label, text in fields.items():
        control = page.get_by_label(re.compile(f"^{label}"))
        control.select_option(label=text) if label == "比例单位" else control.fill(text)
    page.get_by_role("button", name="添加目标").click()
    expect(page.get_by_role("link", name=name)).to_be_visible()


def issue(page, plan):
    page.get_by_role("link", name="检查并下达").click()
    page.get_by_role("button", name="保存，其余都不清楚").click()
    page.get_by_role("button", name="下达计划").click()
    expect(page.get_by_text("已下达").first).to_be_visible()


def room(page, name):
    page.get_by_role("navigation", name="主导航").get_by_role("link", name=name).click()


def to_plan(page, plan):
    room(page, "工作计划")
    page.get_by_role("link", name=f"云南省妇联2021年工作要点 {plan}").click()


def break_down(page, plan, first, rows):
    """Paste a block copied from a spreadsheet, from the row of the unit ``first`` on."""
    to_plan(page, plan)
    page.get_by_role("link", name="目标分解").click()
    page.locator(f'[id="cell-L01:{first}"]').click()
    paste(page, "\n".join("\t".join(str(cell) for cell in row) for row in rows))
    readable(page)
    page.get_by_role("button", name="保存分解").click()
    expect(page.get_by_role("status").filter(has_text="已保存")).to_be_visible()
    expect(page.locator("tfoot")).to_contain_text("正好分完")


def open_first_period(page, plan):
    to_plan(page, plan)
    page.get_by_role("link", name="填报期").click()
    page.get_by_role("button", name="开放 2021年一季度").click()
    page.get_by_role("button", name="开放填报").click()
    expect(page.get_by_role("row", name="2021年一季度")).to_contain_text("填报中")


def fill_in(page, plan):
    """The clerk of 永德, by keyboard from the first cell on, with full-width digits and a zero too many."""
    page.reload()  # what waits is on the first page
    page.get_by_role("link").filter(has_text="2021年一季度").filter(has_text=plan).click()
    page.get_by_label("L01 ").click()
    page.keyboard.type("３，０２０")
    page.keyboard.press("Enter")
    page.keyboard.type(str(YONGDE.homes[0]))
    page.keyboard.press("Tab")
    page.keyboard.type(str(YONGDE.homes[1]))
    page.keyboard.press("Tab")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Tab")
    page.get_by_label("县级改革方案出台：完成日期").fill(YONGDE.done_on)
    go_to_first_gap(page, "还有 3 项没有填")
    expect(page.get_by_label("L04 ")).to_be_focused()
    post_incomplete(page)
    expect(page.get_by_text("还没有上报，以下内容待补：")).to_be_visible()
    readable(page)
    page.get_by_role("link", name="L04 创业担保贷款").click()
    page.keyboard.type(YONGDE.loans)
    page.get_by_label("状态").select_option(label="推进中")
    page.get_by_label("开展情况").fill("办班四期。")
    submit(page)


def submit(page):
    page.get_by_label("开展情况").press("Tab")
    expect(page.get_by_text("已全部保存。")).to_be_visible()
    press_submit(page)
    expect(page.get_by_text("已上报，等待审核。")).to_be_visible()


def bring_workbook(page, plan, folder):
    """The data administrator of 临沧: the template, filled in for the other counties as they sent it, submitted."""
    room(page, "表格导入")
    page.locator(f'a[href$="/sheets/{plan}/2021Q1/"]').click()
    with page.expect_download() as download:
        page.get_by_role("link", name="下载模板").click()
    path = folder / "一季度.xlsx"
    download.value.save_as(path)
    fill_template(path)
    page.locator("input[type=file]").set_input_files(path)
    page.get_by_role("button", name="预览变动").click()
    confirm = page.get_by_role("button", name="导入并上报 7 份报表")
    expect(confirm).to_be_visible()
    readable(page)
    confirm.click()
    expect(page.get_by_role("heading", name="一季度.xlsx")).to_be_visible()


def fill_template(path):
    """Each county's row from its fourth cell on, in the order of the targets."""
    book = load_workbook(path)
    sheet = book.worksheets[0]
    counties = {county.code: county for county in COUNTIES if county is not YONGDE}
    for row in sheet.iter_rows():
        if county := counties.pop(row[0].value, None):
            for cell, value in zip(row[3:], county.row(), strict=False):
                cell.value = value
    assert not counties
    book.save(path)


def send_back(page, plan):
    """The reviewer of 临沧 sees that 永德 cannot have trained so many, and says so at that very cell."""
    to_review(page, plan, "永德")
    page.get_by_role("button", name="开始审核").click()
    page.get_by_label("农村妇女技能培训：退回原因").fill("与培训台账不符，疑多一个零。")
    readable(page)
    page.get_by_role("button", name="退回所标内容").click()
    page.locator("#send-back-ask .btn-danger").click()
    expect(page.get_by_text("已退回").first).to_be_visible()


def to_review(page, plan, county):
    room(page, "审核")
    page.get_by_label("计划和期次").select_option(label=page.locator("option").filter(has_text=plan).inner_text())
    page.get_by_role("button", name="显示").click()
    page.get_by_role("table").get_by_role("link", name=county).click()


def put_right(page, plan):
    """Back at 永德: the first page says that it came back, the return says which number and why."""
    room(page, "待办")
    page.get_by_role("link").filter(has_text="2021年一季度").filter(has_text=plan).click()
    expect(page.locator("#cell-L01")).to_contain_text("疑多一个零")
    readable(page)
    page.get_by_label("L01 农村妇女技能培训").fill(str(YONGDE.trained))
    page.get_by_label("您的答复").fill("多录一个零，已改正")
    submit(page)


def accept(page, plan, *counties):
    for county in counties:
        to_review(page, plan, county)
        page.get_by_role("button", name="开始审核").click()
        page.get_by_role("button", name="审定").click()
        page.get_by_role("dialog").get_by_role("button", name="审定").click()
        expect(page.get_by_text("已审定").first).to_be_visible()


def wait_for_numbers(page, address, plan, basis, numbers):
    """Reloads the province's page as the leader of 云南 until the worker has computed these numbers."""
    page.goto(f"{address}totals/{plan}/{PROVINCE}/")
    page.get_by_role("link", name=basis).click()
    shown = page.locator(".targets tbody td:nth-child(2)")
    for _ in range(TIMEOUT // 500):
        if shown.all_inner_texts() == numbers:
            break
        page.wait_for_timeout(500)
        page.reload()
    assert shown.all_inner_texts() == numbers
    expect(page.get_by_role("status")).to_contain_text("数据截至")


def from_the_number_to_the_figures(page):
    """Two clicks from the province's number to what 永德 typed."""
    page.get_by_role("link", name="农村妇女技能培训").click()
    page.get_by_role("table").get_by_role("link", name="临沧").first.click()
    expect(page.get_by_role("row", name=YONGDE.short).first).to_contain_text(str(YONGDE.trained))


def readable(page):
    """The pages that the demonstration has no example of are looked at as they come by."""
    start_axe(page)
    assert axe_violations(page) == []
