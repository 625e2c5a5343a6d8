"""A token in a real browser: made, its secret shown once, revoked after a question."""

import pytest

from tests.browser.loaded_page import expect
from tests.browser.test_people import SIZES, assert_accessible
from tests.targets.returns_world import make_world

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@SIZES
def test_a_token_is_made_and_revoked(browser, open_as, size):
    world = make_world()
    page = open_as(world.people["system_admin"], "accounts:people", size=size)
    page.get_by_role("link", name="对接系统读取").click()
    assert_accessible(page, "tokens-none")
    page.get_by_role("link", name="新建凭证").click()
    assert_accessible(page, "tokens-new")
    page.get_by_label("对接系统").fill("市政府督查平台")
    page.get_by_label("单位", exact=True).fill(world.city.code)
    page.get_by_role("button", name="生成凭证").click()
    secret = page.locator(".secret").inner_text()
    card, box = page.locator(".card").bounding_box(), page.locator(".secret").bounding_box()
    assert box["x"] + box["width"] <= card["x"] + card["width"]  # nothing of it is cut off
    assert_accessible(page, "tokens-once")
    page.get_by_role("link", name="已转交").click()
    row = page.get_by_role("row", name="市政府督查平台")
    expect(row).to_contain_text(secret[-4:])
    expect(row).to_contain_text("有效")
    assert_accessible(page, "tokens-list")
    row.get_by_role("button", name="作废").click()
    page.get_by_role("dialog").get_by_role("button", name="作废").click()
    expect(row).to_contain_text("已作废")
    assert_accessible(page, "tokens-revoked")
