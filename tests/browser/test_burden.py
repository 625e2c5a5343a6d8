"""What a period costs is said before it is opened; the account of a year: at both sizes, by keyboard."""

import pytest
from django.urls import reverse
from django.utils import timezone

from targets.documents.actions.documents import receive_document
from tests import factories as make
from tests.browser.loaded_page import expect
from tests.browser.tools import (
    DESKTOP,
    PHONE,
    assert_accessible,
)
from tests.dashboards.scene import Province, make_progress

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.mark.parametrize("size", [DESKTOP, PHONE], ids=["desk", "phone"])
def test_the_cost_is_seen_before_it_is_caused(browser, open_as, size):
    scene = Province()
    target = scene.target("L01", "400", name="培训", unit="人", shares=dict.fromkeys(scene.counties, "100"))
    task = scene.task("宣讲", *scene.counties, scene.office)
    scene.issue(open_seq=1)
    scene.report(scene.counties[0], 1, {target: "10"}, progress={task: make_progress()})
    planner = make.make_person("planner", ("planner", scene.unit))

    page = open_as(planner, "targets:periods", "yn-2020", size=size)
    page.get_by_role("button", name="开放").first.focus()
    page.keyboard.press("Enter")
    dialog = page.locator("#open-2020Q2")
    expect(dialog).to_contain_text("5个单位填完这一期")
    expect(dialog).to_contain_text("县级")
    assert_accessible(page, "burden-opening")
    dialog.get_by_role("link", name="填报负担台账").click()
    expect(page.get_by_role("table")).to_contain_text("全部计划")
    assert_accessible(page, "burden-account")

    text = "一、宣讲\n（一）开展宣讲。全年开展宣讲200场次，覆盖妇女1万人次。\n"
    document = receive_document(scene.plan, by=planner, text=text, name="补充通知.txt", from_seq=2)
    decided = {"decided_by": planner, "decided_at": timezone.now(), "decision": "accepted"}
    document.proposals.filter(kind="target").update(**decided)
    page.goto(page.url.split("/burden/")[0] + reverse("targets:document", args=["yn-2020", document.pk]))
    page.get_by_text("每期最多多填").click()
    expect(page.locator(".burden")).to_contain_text("按现在填报目标的单位")
    assert_accessible(page, "burden-supplement")
