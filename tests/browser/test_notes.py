"""A comment from the leader's page to the clerk's first page and back, by keyboard; a script keeps the look."""

import pytest
from django.db import transaction

from supervision.models import Look, Mention
from tests import factories as make
from tests.browser.loaded_page import expect
from tests.browser.tools import (
    DESKTOP,
    PHONE,
    assert_accessible,
)
from tests.dashboards.scene import Province

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.mark.parametrize("size", [DESKTOP, PHONE], ids=["desk", "phone"])
def test_a_comment_goes_there_and_back(browser, open_as, size):
    scene = Province()
    target = scene.target("L01", "400", name="培训", unit="人", shares=dict.fromkeys(scene.counties, "100"))
    scene.issue(open_seq=2)
    scene.report(scene.counties[0], 1, {target: "10"})
    with transaction.atomic():
        scene.settle()
    county = make.make_person("county", ("clerk", scene.counties[0]), name="李梅花")
    where = ["yn-2020", scene.counties[0].code, "2020Q2"]

    page = open_as(scene.leader, "dashboards:total", *where, "L01", size=size)
    page.get_by_role("link", name="写批注").focus()
    page.keyboard.press("Enter")
    page.get_by_label("批注").fill("为什么比进度慢？请@李梅花说明原因。")
    assert_accessible(page, "note-write")
    page.get_by_role("button", name="发出批注").click()
    expect(page.locator(".thread")).to_contain_text("@李梅花")
    assert_accessible(page, "note-number")

    page = open_as(county, "targets:home", size=size)
    assert_accessible(page, "note-home")
    page.get_by_role("button", name="为什么比进度慢").click()
    page.get_by_role("link", name="回复").click()
    page.get_by_label("回复").fill("二季度培训推迟到七月。")
    assert_accessible(page, "note-answer")
    page.get_by_role("button", name="发出回复").click()
    expect(page.locator(".thread")).to_contain_text("推迟到七月")
    assert list(Mention.objects.filter(seen_at=None).values_list("person", flat=True)) == [scene.leader.pk]

    page = open_as(scene.leader, "dashboards:overview", *where, size=size)
    with page.expect_response("**/notes/looked/yn-2020/") as answer:
        pass
    assert answer.value.status == 204
    assert Look.objects.filter(person=scene.leader).count() == 1
    page.reload()
    expect(page.locator(".since")).to_contain_text("没有新的变化")
    assert_accessible(page, "note-overview")
