"""Pictures of a whole province: they fit a desk and a phone, are worked by keyboard, and axe finds nothing."""

import pytest

from tests import factories as make
from tests.browser.tools import DESKTOP, DOCUMENT_WIDTH, PHONE, axe_violations, screenshot_if_wanted, start_axe
from tests.dashboards.map_files import collection, feature
from tests.dashboards.test_scale import make_province

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.django_db(transaction=True)]

PLACE = ("yunnan-2020", "530000000000", "2020Q2")


def check(page, name, *, full=True):
    """The page fits a desk and a phone, and axe finds nothing on either."""
    for size, end in ((DESKTOP, "desk"), (PHONE, "phone")):
        page.set_viewport_size(size)
        assert page.evaluate(DOCUMENT_WIDTH) <= size["width"]
        screenshot_if_wanted(page, f"{name}-{end}", full_page=full)
        start_axe(page)
        assert axe_violations(page) == []
    page.set_viewport_size(DESKTOP)


def test_bars_of_all_counties_and_a_comparison_of_some(open_as):
    _plan, _participants, leader = make_province("month", 7)
    page = open_as(leader, "dashboards:ranking", *PLACE[:2], "2020-07", "L07")
    page.get_by_label("级别").select_option("county")
    page.get_by_role("button", name="显示", exact=True).click()
    page.wait_for_url("**level=county**")
    assert page.locator("svg.picture.bars g[transform] > rect.track").count() == 129
    check(page, "bars")
    for box in page.locator("input.tick").all()[:9:2]:
        box.focus()
        page.keyboard.press("Space")
    page.get_by_role("button", name="比较所选单位").focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**/units/compared/?c=**")
    assert page.locator("table.compared tbody tr").count() == 6
    check(page, "compared")
    page.get_by_role("link", name="累计").click()
    page.wait_for_url("**show=value**")
    page.get_by_role("link", name="另选单位").click()
    assert page.locator("input.tick:checked").count() == 5


def test_tiles_of_a_province_and_of_a_city(open_as):
    _plan, _participants, leader = make_province()
    page = open_as(leader, "dashboards:tiles", *PLACE)
    assert page.locator("svg.tiles-group").count() == 16
    check(page, "tiles-whole")
    page.get_by_label("目标").select_option("L07")
    page.get_by_role("button", name="显示", exact=True).click()
    page.wait_for_url("**t=L07**")
    check(page, "tiles-target")
    first = page.locator("a.tile").nth(1)
    name = first.get_attribute("aria-label").split(" ")[0]
    first.focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**/L07/")
    assert name in page.locator(".lead-text").inner_text()
    page = open_as(leader, "dashboards:tiles", PLACE[0], "530900000000", PLACE[2])
    check(page, "tiles-city")


WALL = {"width": 1920, "height": 1080}
SHOWN = "() => [...document.querySelectorAll('.wall-scene')].map(s => getComputedStyle(s).display !== 'none')"


def test_the_wall_screen_goes_on_by_keys_and_pauses(open_as):
    _plan, _participants, leader = make_province("month", 7)
    page = open_as(leader, "dashboards:wall", *PLACE[:2], size=WALL)
    for number in range(5):
        assert page.evaluate(SHOWN) == [each == number for each in range(5)]
        assert page.evaluate(DOCUMENT_WIDTH) <= WALL["width"]
        assert page.evaluate("document.documentElement.scrollHeight") <= WALL["height"], number
        page.evaluate("Promise.all(document.getAnimations().map(each => each.finished))")
        screenshot_if_wanted(page, f"wall-{number}")
        start_axe(page)
        assert axe_violations(page) == []
        page.keyboard.press("ArrowRight")
    assert page.evaluate(SHOWN)[0]
    page.keyboard.press("ArrowLeft")
    assert page.evaluate(SHOWN)[-1]
    page.keyboard.press("p")
    assert page.get_by_role("button", name="继续").is_visible()
    page.set_viewport_size(PHONE)
    assert page.evaluate(DOCUMENT_WIDTH) <= PHONE["width"]
    screenshot_if_wanted(page, "wall-phone")


def test_the_wall_screen_without_a_script_and_with_less_motion(open_as):
    _plan, _participants, leader = make_province()
    page = open_as(leader, "dashboards:wall", *PLACE[:2], size=WALL, java_script_enabled=False)
    assert page.locator(".wall-scene").count() == 5
    assert all(scene.is_visible() for scene in page.locator(".wall-scene").all())
    assert not page.locator("#wall-controls").is_visible()
    page = open_as(leader, "dashboards:wall", *PLACE[:2], size=WALL, reduced_motion="reduce")
    assert page.get_by_role("button", name="继续").is_visible()
    assert page.evaluate(SHOWN)[0]


def test_the_offices_map_is_brought_and_drawn(open_as, tmp_path):
    _plan, participants, leader = make_province()
    counties = [each for each in participants.values() if each.depth == 2]
    path = tmp_path / "map.geojson"
    path.write_bytes(collection(*(feature(c.code, 100 + n % 13, 22 + n // 13) for n, c in enumerate(counties[:-2]))))
    admin = make.make_person("admin", ("system_admin", counties[0].unit.parent.parent))
    page = open_as(admin, "dashboards:office_map", PLACE[1])
    page.get_by_label("GeoJSON 文件").set_input_files(path)
    page.get_by_label("仅限内部使用，没有审图号").check()
    page.get_by_label("来源").fill("示例地图，2020 年")
    page.get_by_role("button", name="采用这张地图").click()
    page.get_by_text("图上没有的单位：").wait_for()
    check(page, "map-admin")
    page = open_as(leader, "dashboards:tiles", *PLACE)
    page.get_by_role("link", name="地图", exact=True).click()
    page.wait_for_url("**view=map**")
    page.get_by_label("目标").select_option("L07")
    page.get_by_role("button", name="显示", exact=True).click()
    page.wait_for_url("**t=L07**")
    assert page.locator("svg.picture path.ground").count() == 127
    check(page, "map")
