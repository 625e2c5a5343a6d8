"""Files at the cells of a return in a real browser: chosen, dropped, taken with the camera, looked at, removed."""

import pytest
from django.test import Client
from django.urls import reverse

from targets.evidence.actions import add_evidence
from targets.models import Evidence
from targets.returns.actions.submit import submit_return
from tests.browser.loaded_page import expect, new_page, set_offline
from tests.browser.tools import DESKTOP, PHONE, axe_violations, screenshot_if_wanted, start_axe
from tests.targets.evidence import evidence_files as made
from tests.targets.evidence.test_evidence import upload
from tests.targets.returns_world import fill_return, make_world

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
PLACE = ("lincang-2020", "2020Q1", "530923000000")
PHOTO = {
    "name": "现场.exe",
    "mimeType": "application/x-msdownload",
    "buffer": made.photo(size=(900, 600), rotated=True),
}
DROP = """([selector, name, text]) => {
    const data = new DataTransfer();
    data.items.add(new File([Uint8Array.from(atob(text), (c) => c.charCodeAt(0))], name));
    const at = document.querySelector(selector);
    for (const kind of ['dragover', 'drop'])
        at.dispatchEvent(new DragEvent(kind, {dataTransfer: data, bubbles: true, cancelable: true})); }"""


@pytest.fixture(autouse=True)
def media(tmp_path, settings):
    settings.MEDIA_ROOT = tmp_path / "media"


@pytest.fixture
def world(browser):
    return make_world()


@pytest.fixture
def visit(open_as, world):
    """Open a page of the return as somebody."""

    def open_page(person, name="return", size=DESKTOP):
        thumb = size == PHONE
        return open_as(world.people[person], f"targets:{name}", *PLACE, size=size, has_touch=thumb, is_mobile=thumb)

    return open_page


def opened(page, code="L01"):
    """The place of files in the row below a figure."""
    page.locator(f"#cell-{code} [data-more]").click()
    return page.locator(f"#more-{code} .evidence")


def choose(page, button, file):
    with page.expect_file_chooser() as chooser:
        button.click()
    chooser.value.set_files(file)


@pytest.mark.parametrize("size", [DESKTOP, PHONE], ids=["desk", "phone"])
def test_a_photo_at_a_figure_is_added_seen_large_and_removed(world, visit, size):
    page = visit("clerk", size=size)
    place = opened(page)
    choose(page, place.get_by_role("button", name="拍照") if size == PHONE else place.get_by_text("添加佐证"), PHOTO)
    expect(place.locator("li")).to_contain_text("现场.jpg")
    expect(place.locator("output")).to_have_text("已添加。")
    small = place.locator("img")
    small.scroll_into_view_if_needed()
    expect(small).to_have_js_property("complete", True)
    assert small.evaluate("image => [image.naturalWidth, image.naturalHeight]") == [213, 320]  # upright
    file = Evidence.objects.get()
    assert (file.target, file.name, file.kind) == (world.targets["add"], "现场.jpg", "jpg")
    assert page.evaluate("document.documentElement.scrollWidth") <= size["width"]
    start_axe(page)
    assert axe_violations(page) == []
    screenshot_if_wanted(page, f"evidence-{size['width']}")
    small.click()
    expect(page.locator("#evidence-look img")).to_be_visible()
    expect(page.locator("#evidence-look img")).to_have_js_property("naturalWidth", 600)  # the browser turns it, too
    screenshot_if_wanted(page, f"evidence-large-{size['width']}")
    page.keyboard.press("Escape")
    page.once("dialog", lambda dialog: dialog.accept())
    place.get_by_role("button", name="删除").click()
    expect(place.locator("li")).to_have_count(0)
    file.refresh_from_db()
    assert file.removed_at


def test_files_are_dropped_at_a_task_and_refusals_stay_to_be_read(world, visit):
    from base64 import b64encode

    page = visit("clerk")
    place = page.locator('[data-evidence="task-T01"]')
    selector = '[data-evidence="task-T01"]'
    page.evaluate(DROP, [selector, "方案.pdf", b64encode(made.pdf()).decode()])
    expect(place.locator("li")).to_contain_text("方案.pdf")
    page.evaluate(DROP, [selector, "照片.jpg", b64encode(made.PROGRAM).decode()])
    expect(place.locator("output")).to_contain_text("“照片.jpg”：这个文件其实是程序，不能添加。")
    expect(place.locator("li")).to_have_count(1)
    assert Evidence.objects.get().task == world.task


def test_without_a_line_a_file_is_tried_again(world, visit):
    page = visit("clerk")
    place = opened(page)
    set_offline(page.context, True)
    choose(page, place.get_by_text("添加佐证"), PHOTO)
    expect(place.locator("output")).to_contain_text("网络不通")
    set_offline(page.context, False)
    place.get_by_role("button", name="重试").click()
    expect(place.locator("li")).to_have_count(1)
    expect(place.locator("output")).to_have_text("已添加。")


def test_a_file_that_is_far_too_large_is_not_even_sent(world, visit, tmp_path):
    big = tmp_path / "大.jpg"
    with big.open("wb") as file:
        file.truncate(21 * 1024 * 1024)
    page = visit("clerk")
    asked = []
    page.on("request", lambda request: asked.append(request.url))
    place = opened(page)
    choose(page, place.get_by_text("添加佐证"), big)
    expect(place.locator("output")).to_contain_text("超过 20 MB")
    assert not [url for url in asked if "evidence" in url]


def test_by_keyboard_alone(world, visit):
    page = visit("clerk")
    # A key is faster than the browser is told to give the chooser to the test: it is told from the start.
    page.on("filechooser", lambda chooser: None)
    page.locator("#cell-L01 [name=value]").first.focus()
    page.keyboard.press("F2")
    place = page.locator("#more-L01 .evidence")
    place.get_by_text("添加佐证").focus()
    with page.expect_file_chooser() as chooser:
        page.keyboard.press("Enter")
    chooser.value.set_files(PHOTO)
    expect(place.locator("li")).to_have_count(1)


def test_the_plain_page_works_without_script(world, browser, live_server):
    client = Client()
    client.force_login(world.clerk)
    context = browser.new_context(viewport=PHONE, locale="zh-CN", java_script_enabled=False)
    context.add_cookies([{"name": "sessionid", "value": client.cookies["sessionid"].value, "url": live_server.url}])
    page = new_page(context)
    page.goto(live_server.url + reverse("targets:evidence", args=[*PLACE, "target-L01"]))
    page.locator("input[type=file]").set_input_files(PHOTO)
    page.get_by_role("button", name="添加佐证").click()
    expect(page.locator(".evidence-files li")).to_contain_text("现场.jpg")
    screenshot_if_wanted(page, "evidence-plain-390")
    page.get_by_role("button", name="删除").click()
    expect(page.get_by_text("还没有文件")).to_be_visible()
    context.close()


@pytest.mark.parametrize("size", [DESKTOP, PHONE], ids=["desk", "phone"])
def test_the_reviewer_sees_photos_and_pdf_beside_the_numbers(world, visit, size):
    report = world.report()
    add_evidence(report, world.targets["add"], upload(made.photo(size=(900, 600))), by=world.clerk)
    add_evidence(report, world.task, upload(made.pdf(), "方案.pdf"), by=world.clerk)
    submit_return(fill_return(world, report), by=world.clerk)
    page = visit("reviewer", "review", size)
    expect(page.locator("#cell-L01 .evidence img")).to_be_visible()
    assert page.locator("[data-evidence-remove]").count() == 0
    assert page.evaluate("document.documentElement.scrollWidth") <= size["width"]
    start_axe(page)
    assert axe_violations(page) == []
    screenshot_if_wanted(page, f"evidence-review-{size['width']}", full_page=True)
    page.locator("#cell-L01 .evidence img").click()
    expect(page.locator("#evidence-look img")).to_be_visible()
