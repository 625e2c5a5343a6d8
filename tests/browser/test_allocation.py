"""The grid of the breakdown in a real browser: keys, paste, the live remainder, the even split, an adjustment."""

from decimal import Decimal

import pytest

from targets.models import Adjustment, Allocation
from targets.shares.actions.allocate import allocate
from tests import factories as make
from tests.browser.loaded_page import expect
from tests.browser.tools import (
    DESKTOP,
    PHONE,
    axe_violations,
    paste,
    save_screenshot,
    screenshot_if_wanted,
    start_axe,
)

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
NAMES = ["临翔区", "凤庆县", "云县", "永德县", "镇康县", "双江县", "耿马县", "沧源县"]
COUNTIES = [f"53090{n}000000" if n < 10 else f"5309{n}000000" for n in (2, 21, 22, 23, 24, 25, 26, 27)]
CITY, OFFICE = "530900000000", "530900000000-QY"


@pytest.fixture
def plan(browser):
    """Lincang with an office and eight counties, and one target of each kind that breaks down in its own way."""
    city = make.make_unit(CITY, "临沧市妇联", short_name="临沧市", level="city")
    make.make_unit(OFFICE, "权益部", parent=city, kind="office")
    for code, name in zip(COUNTIES, NAMES, strict=True):
        make.make_unit(code, f"{name}妇联", short_name=name, parent=city)
    plan = make.make_plan(city, "lincang-2020", title="临沧市妇联 2020 年工作计划")
    make.make_participants(plan)
    make.make_target(plan, "L01", 10000, name="农村妇女劳动力培训", unit="人次")
    make.make_target(plan, "L02", 70, name="儿童之家覆盖率", unit="%", measure="ratio", scale="%", decimals=1)
    make.make_target(plan, "L03", 1, name="改革方案出台", unit="项", measure="milestone")
    make.make_target(plan, "L04", "12.5", name="贷款发放", unit="万元", decimals=2)
    make.make_person("planner", ("planner", city))
    make.make_person("leader", ("leader", city))
    return plan


@pytest.fixture
def visit(open_as, plan):
    """Open a page of the city's allocation as somebody."""
    from accounts.models import Person

    def open_page(person="planner", size=DESKTOP, name="allocation"):
        return open_as(Person.objects.get(username=person), f"targets:{name}", plan.code, CITY, size=size)

    return open_page


def box(page, target, unit):
    return page.locator(f'[id="cell-{target}:{unit}"]')


def left_over(page, column):
    return page.locator("tfoot td").nth(column).locator("output")


def standing():
    rows = Allocation.objects.filter(participant__depth=1, replaced=False).select_related("target", "participant")
    return {f"{row.target.code}:{row.participant.code}": row.amount for row in rows}


def test_typing_shows_what_is_left_and_saves_it_all_at_once(visit):
    page = visit()
    expect(left_over(page, 0)).to_have_text("机动 10,000")
    box(page, "L01", COUNTIES[0]).click()
    page.keyboard.type("1500")
    page.keyboard.press("Enter")
    expect(box(page, "L01", COUNTIES[1])).to_be_focused()
    page.keyboard.type("９，０００")
    expect(left_over(page, 0)).to_have_text("加码 500")
    page.keyboard.press("ArrowUp")
    page.keyboard.type("无")
    expect(left_over(page, 0)).to_have_text("有的不是数字")
    page.keyboard.type("")
    box(page, "L01", COUNTIES[0]).fill("1000")
    expect(left_over(page, 0)).to_have_text("正好分完")
    box(page, "L04", COUNTIES[0]).fill("0.05")
    expect(left_over(page, 3)).to_have_text("机动 12.45")
    page.get_by_role("button", name="保存分解").click()
    expect(page.locator("[role=status], .alert").first).to_contain_text("已保存 3 格")
    assert standing() == {
        f"L01:{COUNTIES[0]}": 1000, f"L01:{COUNTIES[1]}": 9000, f"L04:{COUNTIES[0]}": Decimal("0.05"),
    }  # fmt: skip


def test_a_block_from_a_spreadsheet_and_a_wrong_cell(visit):
    page = visit()
    box(page, "L01", COUNTIES[0]).click()
    paste(page, "1,250\t70.5\n1250\t约60\n1250\t")
    expect(left_over(page, 0)).to_have_text("机动 6,250")
    page.get_by_role("button", name="保存分解").click()
    expect(page.locator(".findings")).to_contain_text("凤庆县 儿童之家覆盖率")
    expect(box(page, "L02", COUNTIES[1])).to_have_value("约60")
    expect(box(page, "L01", COUNTIES[2])).to_have_value("1250")
    assert standing() == {}
    page.locator(".findings a").click()
    expect(box(page, "L02", COUNTIES[1])).to_be_focused()
    page.keyboard.type("60")
    page.get_by_role("button", name="保存分解").click()
    expect(page.locator("[role=status], .alert").first).to_contain_text("已保存 5 格")
    assert standing()[f"L02:{COUNTIES[1]}"] == 60


def test_what_the_server_will_not_read_leaves_no_remainder(visit):
    page = visit()
    for typed in ("12①", "5²", "12 34"):
        box(page, "L01", COUNTIES[0]).fill(typed)
        expect(left_over(page, 0)).to_have_text("有的不是数字")
    box(page, "L01", COUNTIES[0]).fill("3.5")
    expect(left_over(page, 0)).to_have_text("3.5：只能填整数")
    box(page, "L04", COUNTIES[0]).fill("0.055")
    expect(left_over(page, 3)).to_have_text("0.055：最多 2 位小数")
    box(page, "L04", COUNTIES[0]).fill("")
    box(page, "L01", COUNTIES[0]).fill("1 234")
    expect(left_over(page, 0)).to_have_text("机动 8,766")
    box(page, "L01", COUNTIES[0]).fill("12①")
    page.get_by_role("button", name="保存分解").click()
    expect(page.locator(".findings")).to_contain_text("不是数字")
    assert standing() == {}


def test_a_block_with_units_and_heads_lands_where_it_belongs(visit):
    page = visit()
    box(page, "L01", COUNTIES[0]).click()
    rows = ["单位\t贷款发放\tL01", "凤庆县\t1.5\t300", f"{COUNTIES[0]}\t2.5\t—", "临沧市直\t9\t9", "云县妇联\t\t400"]
    paste(page, "\r\n".join(rows))
    expect(page.locator(".grid-notice")).to_have_text("已填 4 格。 1 行没有用上（临沧市直）。")
    page.get_by_role("button", name="保存分解").click()
    expect(page.locator("[role=status], .alert").first).to_contain_text("已保存 4 格")
    fengqing, yunxian = COUNTIES[1], COUNTIES[2]
    assert standing() == {
        f"L04:{fengqing}": Decimal("1.5"), f"L01:{fengqing}": 300, f"L04:{COUNTIES[0]}": Decimal("2.5"),
        f"L01:{yunxian}": 400,
    }  # fmt: skip


def test_an_even_split_goes_to_the_counties_and_is_saved_later(visit):
    page = visit()
    box(page, "L01", OFFICE).fill("3")
    page.locator('[data-split][value="L01"]').click()
    expect(box(page, "L01", COUNTIES[0])).to_have_value("1250")
    expect(box(page, "L01", COUNTIES[7])).to_have_value("1249")
    expect(left_over(page, 0)).to_have_text("正好分完")
    page.locator('[data-split][value="L03"]').click()
    expect(box(page, "L03", COUNTIES[7])).to_have_value("1")
    expect(page.locator("[data-changed]")).to_have_text("17 格已改")
    assert standing() == {}
    page.get_by_role("button", name="保存分解").click()
    expect(page.locator("[role=status], .alert").first).to_contain_text("已保存 17 格")
    assert sum(value for key, value in standing().items() if key.startswith("L01")) == 10000


def test_a_split_by_population_and_a_question_before_zeros(plan, visit):
    make.make_target(plan, "L05", 1, name="举办示范培训班", unit="期")
    page = visit()
    expect(page.locator("#brought")).to_be_hidden()
    page.get_by_label("“分到下级”怎样分剩余数").select_option(label="按我粘贴的一列数的比例（如人口）")
    lines = "\n".join(f"{name}\t{number}" for name, number in zip(NAMES, range(1, 9), strict=True))
    page.get_by_label("各单位的数").fill(f"单位\t人口\n{lines}")
    page.locator('[data-split][value="L01"]').click()
    expect(box(page, "L01", COUNTIES[0])).to_have_value("278")
    expect(box(page, "L01", COUNTIES[7])).to_have_value("2222")
    expect(left_over(page, 0)).to_have_text("正好分完")
    box(page, "L01", COUNTIES[0]).fill("278人次")
    expect(left_over(page, 0)).to_have_text("正好分完")
    save_screenshot(page, "allocation-split")
    page.get_by_label("“分到下级”怎样分剩余数").select_option("even")
    said = []
    page.once("dialog", lambda dialog: (said.append(dialog.message), dialog.dismiss()))
    page.locator('[data-split][value="L05"]').click()
    expect(page.locator('[data-split][value="L05"]')).to_be_enabled()
    assert said == ["1期分给 8 个单位，其中 7 个会分到 0。仍要这样分吗？"]
    expect(box(page, "L05", COUNTIES[0])).to_have_value("")
    page.once("dialog", lambda dialog: dialog.accept())
    page.locator('[data-split][value="L05"]').click()
    expect(box(page, "L05", COUNTIES[0])).to_have_value("1")
    expect(box(page, "L05", COUNTIES[7])).to_have_value("0")


def given_out(plan):
    from accounts.models import Person

    root, cells = plan.participants.get(depth=0), {("L01", code): Decimal(1250) for code in COUNTIES}
    allocate(plan, root, cells, by=Person.objects.get(username="planner"))
    make.set_issued(plan, open_seq=1)


def test_after_issue_a_changed_share_opens_the_panel(plan, visit):
    given_out(plan)
    page = visit()
    panel = page.locator("#adjustment")
    box(page, "L04", COUNTIES[0]).fill("2")  # never given out: no reason needed
    expect(panel).not_to_have_attribute("open", "")
    box(page, "L01", COUNTIES[0]).fill("1000")
    expect(panel).to_have_attribute("open", "")
    page.get_by_role("button", name="保存分解").click()
    expect(page.locator("#from_seq_error")).to_be_visible()
    expect(box(page, "L01", COUNTIES[0])).to_have_value("1000")
    page.get_by_label("起算期").select_option("2")
    page.get_by_label("理由").fill("两县任务调剂")
    page.get_by_label("文号").fill("临妇发〔2020〕7号")
    page.get_by_role("button", name="保存分解").click()
    expect(page.locator(".history")).to_contain_text("两县任务调剂")
    assert Adjustment.objects.get().from_seq == 2


def test_the_second_planner_sees_both_values(plan, visit):
    from accounts.models import Person

    page = visit()
    box(page, "L01", COUNTIES[0]).fill("900")
    other = Person.objects.get(username="planner")
    allocate(plan, plan.participants.get(depth=0), {("L01", COUNTIES[0]): Decimal(800)}, by=other)
    page.get_by_role("button", name="保存分解").click()
    expect(page.locator(".why")).to_contain_text("800")
    expect(page.locator(".why")).to_contain_text("900")
    expect(box(page, "L01", COUNTIES[0])).to_have_value("900")
    assert standing() == {f"L01:{COUNTIES[0]}": 800}
    page.get_by_role("button", name="保存分解").click()  # having seen it
    expect(page.locator("[role=status], .alert").first).to_contain_text("已保存 1 格")
    assert standing() == {f"L01:{COUNTIES[0]}": 900}


@pytest.mark.parametrize("size", [DESKTOP, PHONE], ids=["desk", "phone"])
@pytest.mark.parametrize(
    "person, name", [("planner", "allocation"), ("leader", "allocation"), ("planner", "baselines")]
)
def test_pages_fit_and_are_accessible(plan, visit, person, name, size):
    from accounts.models import Person

    given_out(plan)
    cells = {("L02", code): Decimal("70.5") for code in COUNTIES}
    allocate(plan, plan.participants.get(depth=0), cells, by=Person.objects.get(username="planner"))
    page = visit(person, size, name)
    save_screenshot(page, f"{name}-{person}-{size['width']}")
    assert page.evaluate("document.documentElement.scrollWidth") <= size["width"]
    start_axe(page)
    assert axe_violations(page) == []


def test_all_empty_columns_are_split_by_one_press_and_undone(plan, visit):
    page = visit()
    box(page, "L02", COUNTIES[0]).fill("60")
    page.get_by_role("button", name="所有空列都这样分").click()
    dialog = page.get_by_role("dialog")
    expect(dialog.locator("[data-fills] li")).to_have_count(3)
    expect(dialog).to_contain_text("L01 农村妇女劳动力培训：8 个单位，各 1,250，合计 10,000 人次")
    expect(dialog.locator("[data-skips]")).to_contain_text("L02 儿童之家覆盖率：已经有数，不动")
    start_axe(page)
    assert axe_violations(page) == []
    screenshot_if_wanted(page, "allocation-all")
    dialog.get_by_role("button", name="填入").click()
    expect(page.locator("[data-said]")).to_contain_text("已填 3 列，还没有保存。")
    expect(left_over(page, 0)).to_have_text("正好分完")
    assert standing() == {}
    page.get_by_role("button", name="撤回所填").click()
    expect(box(page, "L01", COUNTIES[0])).to_have_value("")
    expect(box(page, "L02", COUNTIES[0])).to_have_value("60")
    expect(page.locator("[data-said]")).to_be_hidden()
    expect(left_over(page, 0)).to_have_text("机动 10,000")


def test_each_column_says_by_which_earlier_target_it_would_be_split(plan, visit):
    earlier = make.make_plan(plan.unit, "lincang-2019", year=2019, title="2019年计划")
    make.make_participants(earlier)
    make.make_target(earlier, "P07", 8, name="“农村妇女”劳动力 培训", unit="人次")
    make.set_issued(earlier)
    page = visit()
    page.locator("#basis").select_option("share:lincang-2019")
    expect(page.locator('[data-uses-of="L01"]')).to_have_text("按 P07 “农村妇女”劳动力 培训")
    expect(page.locator('[data-uses-of="L04"]')).to_have_text("那份计划里没有名称相同的目标")
    expect(page.locator("#basis_note")).to_contain_text("2 个目标中有 1 个")
    screenshot_if_wanted(page, "allocation-uses")
    page.locator("#basis").select_option("even")
    expect(page.locator('[data-uses-of="L01"]')).to_have_text("")


def test_pasted_population_is_kept_and_chosen(plan, visit):
    page = visit()
    page.locator("#basis").select_option("brought")
    page.get_by_label("各单位的数").fill("\n".join(str(n) for n in range(1, 9)))
    page.get_by_label("这组数是什么").fill("人口")
    screenshot_if_wanted(page, "allocation-keep")
    page.get_by_role("button", name="保存这组数").click()
    expect(page.locator("[data-said]")).to_contain_text("已保存")
    expect(page.locator("#basis")).to_have_value("kept:2019:人口")
    page.locator('[data-split][value="L01"]').click()
    expect(box(page, "L01", COUNTIES[7])).to_have_value("2222")


@pytest.mark.parametrize("size", [DESKTOP, PHONE], ids=["desk", "phone"])
def test_the_page_of_kept_figures_fits_and_takes_a_pasted_column(plan, visit, size):
    page = visit(size=size, name="split_figures")
    page.get_by_label("这组数是什么").fill("户数")
    page.get_by_label("年份").fill("2019")
    page.locator("tbody input").first.click()
    paste(page, "10\n20\n30")
    notice = page.locator(".grid-notice")
    expect(notice).to_have_text("已填 3 格。")
    page.clock.install()
    page.clock.fast_forward(60_000)
    expect(notice).to_have_text("已填 3 格。")  # until the next thing is done
    page.locator("tbody input").nth(3).fill("4")
    expect(notice).to_have_text("")
    assert page.evaluate("document.documentElement.scrollWidth") <= size["width"]
    page.get_by_role("button", name="保存分解依据").click()
    expect(page.locator("thead")).to_contain_text("户数")
    start_axe(page)
    assert axe_violations(page) == []
    screenshot_if_wanted(page, f"split-figures-{size['width']}")
