"""From a photo of a plan to its proposals in a real browser: the page shows by itself how far it is, then the text."""

from functools import partial

import pytest

from plans.actions.plan import create_plan
from reader.files.pictures import PictureText
from targets.documents.actions import recognition
from tests.browser.loaded_page import expect
from tests.browser.tools import DESKTOP, DOCUMENT_WIDTH, PHONE, axe_violations, screenshot_if_wanted, start_axe
from tests.factories import make_person, make_unit
from tests.targets.documents import sample_documents
from tests.targets.documents.sample_documents import PLAN

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
PICTURE = b"\xff\xd8\xff\xe0 a photo"


@pytest.fixture
def plan(browser, monkeypatch):
    monkeypatch.setattr(
        "targets.documents.actions.documents.read_document",
        lambda received, year: sample_documents.reading(received.text, year=year),
    )
    monkeypatch.setattr("reader.files.pictures.is_installed", lambda: True)
    city = make_unit("530900000000", "清河市妇联", short_name="清河")
    planner = make_person("planner", ("planner", city), name="计划员")
    plan = create_plan(by=planner, unit=city, code="qinghe-2020", title="清河市妇联2020年工作计划", year=2020)
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


@pytest.mark.parametrize("size", [DESKTOP, PHONE], ids=["desktop", "phone"])
def test_from_a_photo_to_proposals(visit, plan, monkeypatch, size):
    name = f"scan-{size['width']}"
    page = visit("targets:documents", plan.code, size=size)
    page.locator("input[type=file]").set_input_files({"name": "要点.jpg", "mimeType": "image/jpeg", "buffer": PICTURE})
    page.get_by_role("button", name="读取", exact=True).click()
    expect(page.get_by_text("正在排队")).to_be_visible()
    assert_accessible(page, f"{name}-waits")

    def text_of_picture(data, *, on_page):
        on_page(1, 2)
        expect(page.get_by_text("已识别 1 页，共 2 页")).to_be_visible()
        assert_accessible(page, f"{name}-runs")
        return PictureText(PLAN.replace("宣讲100场次", "宣讲I00场次"), 2, ("全年开展宣讲I00场次以上",))

    monkeypatch.setattr(recognition, "text_of_picture", text_of_picture)
    assert recognition.recognise_waiting() == 1
    box = page.get_by_label("图片中的文字")
    expect(box).to_be_visible()
    assert_accessible(page, f"{name}-text")
    box.fill(box.input_value().replace("I00", "100"))
    page.get_by_role("button", name="读取", exact=True).click()
    expect(page.locator(".tag", has_text="来自图片")).to_be_visible()
    document = plan.documents.get()
    assert document.text.count("宣讲100场次") == 1
    assert not document.proposals.filter(sure="sure").exists()
    assert_accessible(page, f"{name}-document")
