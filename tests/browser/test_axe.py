"""Every page of the demonstration, opened by somebody who may see it, on a desktop and on a phone: axe-core finds no
violation, nothing is wider than the screen, no other host is requested, and the console stays empty."""

import pytest

from fedwork.env import ROOT
from tests.browser.tools import (
    DESKTOP,
    DOCUMENT_WIDTH,
    PHONE,
    SCREENSHOTS,
    axe_violations,
    save_screenshot,
    screenshot_if_wanted,
    start_axe,
)

pytestmark = pytest.mark.browser
LIUZHOU = "450200000000"
CITY, YONGDE, SHUANGJIANG = "530900000000", "530923000000", "530925000000"
PROVINCE = "530000000000"
BEIJING, HAIDIAN = "110000000000", "110108000000"
LARGEST = 200_000  # bytes: the image is part of every clone
# Whoever looks, and the pages: all those of the table in tests/repository/test_every_url.py that show one.
PAGES = {
    "": ["login"],
    "yongde": [
        "", "password", "returns/", f"returns/lincang-2020/2020Q3/{YONGDE}/", f"returns/lincang-2020/2020Q2/{YONGDE}/",
        f"totals/lincang-2020/{YONGDE}/2020Q3/", "plans/", "plans/lincang-2020/", "nowhere/",
    ],
    "shuangjiang": [f"returns/lincang-2020/2020Q3/{SHUANGJIANG}/"],
    "lincang.shenhe": [
        "", "review/", "review/lincang-2020/2020Q3/530926000000/", "review/lincang-2020/2020Q3/530922000000/",
        f"review/lincang-2020/2020Q3/{SHUANGJIANG}/", "people/",
    ],
    "lincang.jihua": [
        "plans/new/", "documents/new/", "plans/lincang-2020/", "plans/lincang-2020/edit/", "plans/lincang-2020/write/",
        "plans/lincang-2020/participants/", "plans/lincang-2020/groups/", "plans/lincang-2020/groups/new/",
        "plans/lincang-2020/sections/new/", "plans/lincang-2020/tasks/new/", "plans/lincang-2020/tasks/T02/",
        "plans/lincang-2020/targets/new/", "plans/lincang-2020/targets/L10/", "plans/lincang-2020/targets/L03/edit/",
        "plans/lincang-2020/targets/L03/adjust/", "plans/lincang-2020/periods/", "plans/lincang-2020/checks/",
        "plans/lincang-2020/documents/", "plans/530900-2021/issue/", "plans/530900-2021/table/",
        "plans/lincang-2020/table/",
        f"plans/lincang-2020/allocation/{CITY}/", f"plans/lincang-2020/allocation/{CITY}/baselines/",
        "circulars/", "circulars/templates/", f"circulars/new/lincang-2020/{CITY}/",
        f"circulars/year/lincang-2020/{CITY}/", f"circulars/duties/lincang-2020/{CITY}/",
        f"circulars/reviews/lincang-2020/{CITY}/",
        "admin/targets/target/", "admin/targets/allocation/import/", "admin/targets/allocation/?plan=lincang-2020",
        "admin/targets/target/import/?plan=lincang-2020", "admin/targets/allocation/export/?plan=lincang-2020",
    ],
    "lincang.shuju": [
        "sheets/", "sheets/lincang-2020/2020Q3/", "admin/", "admin/targets/return/",
        "admin/targets/return/import/",
    ],
    "yunnan.jihua": [f"plans/yunnan-2020/allocation/{PROVINCE}/", "plans/yunnan-2020/participants/"],
    "yunnan.lingdao": [
        "", "totals/", f"totals/yunnan-2020/{PROVINCE}/2020Q3/",
        f"totals/yunnan-2020/{PROVINCE}/2020Q3/matrix/?level=county",
        f"totals/yunnan-2020/{PROVINCE}/2020Q3/Y05/", f"totals/lincang-2020/{CITY}/2020Q3/",
        f"totals/lincang-2020/{CITY}/2020Q3/L03/", f"plans/lincang-2020/allocation/{CITY}/", "units/",
    ],
    "xitong": [
        f"units/{YONGDE}/", f"units/{YONGDE}/add/office", f"units/{YONGDE}/edit", f"units/{YONGDE}/close",
        "people/", "people/new", "people/yongde/", "people/yongde/posts/new", "tokens/", "tokens/new",
        "admin/", "admin/orgs/unit/", "admin/accounts/person/", "admin/accounts/person/import/",
    ],
    "anquan": ["locks/"],
    "shenji": ["audit/"],
    "liuzhou": ["", "plans/liuzhou-2020/"],
    "liunan": [""],
    "beijing.jtb": [f"returns/beijing-2020/2020Q3/{BEIJING}-JE/"],
    "haidian": ["", f"returns/beijing-2020/2020Q3/{HAIDIAN}/", "plans/beijing-2020/tasks/T09/story/"],
    "beijing.shenhe": [f"review/beijing-2020/2020Q2/{BEIJING}-ZZ/"],
    "beijing.lingdao": [
        "plans/beijing-2020/progress/", "plans/beijing-2020/progress/?state=overdue",
        "plans/beijing-2020/tasks/T18/story/",
    ],
    "liuzhou.lingdao": ["", f"totals/liuzhou-2020/{LIUZHOU}/2020-07/", f"totals/liuzhou-2020/{LIUZHOU}/2020-06/Z02/"],
}  # fmt: skip
VISITS = [(who, path) for who, paths in PAGES.items() for path in paths]


@pytest.mark.parametrize("who,path", VISITS, ids=[f"{who or 'nobody'}:{path or 'home'}" for who, path in VISITS])
def test_page_is_accessible_and_fits_the_screen(demo_browser, who, path):
    pages = {size["width"]: demo_browser.page_for(who, size) for size in (DESKTOP, PHONE)}
    demo_browser.errors.clear()
    for page in pages.values():
        page.goto(demo_browser.address + path)
    assert demo_browser.errors == []
    for page in pages.values():  # both at once: each page has its own process
        start_axe(page)
    for width, page in pages.items():
        assert page.evaluate(DOCUMENT_WIDTH) <= width
        assert axe_violations(page) == []
        screenshot_if_wanted(
            page, f"{who or 'nobody'}-{path.strip('/').replace('/', '_') or 'home'}-{width}", full_page=True
        )


def test_the_picture_of_the_readme(demo_browser):
    """Made anew with every run, and copied into docs/images by hand when the page has changed much."""
    page = demo_browser.page_for("yunnan.lingdao")
    page.goto(f"{demo_browser.address}totals/lincang-2020/{CITY}/2020Q3/")
    save_screenshot(page, "readme")
    assert (SCREENSHOTS / "readme.png").stat().st_size <= LARGEST
    assert (ROOT / "docs/images/leader.png").stat().st_size <= LARGEST
