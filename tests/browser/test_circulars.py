"""Circulars in a real browser: written and published, printed on A4 and A3, an office's template brought."""

import os

import pypdfium2
import pytest

from circulars.word.template_fill import write_sample
from tests.browser.loaded_page import expect
from tests.browser.test_people import SIZES, assert_accessible
from tests.browser.tools import SCREENSHOTS
from tests.circulars.test_pages import read_word, scene  # noqa: F401
from tests.circulars.test_reports import scene as reported  # noqa: F401
from tests.circulars.test_templates import make_docx

MM = 25.4 / 72
pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def word_file(name, data):
    return {"name": name, "mimeType": "application/octet-stream", "buffer": data}


@SIZES
def test_a_template_is_brought(open_as, scene, size):  # noqa: F811
    page = open_as(scene.planner, "circulars:list", size=size)
    page.get_by_role("link", name="通报模板").click()
    assert_accessible(page, "circular-templates-none")
    page.get_by_label("模板名称").fill("红头")
    page.get_by_label("Word 文件").set_input_files(word_file("坏.docx", make_docx("{{ 县名 }}")))
    page.get_by_role("button", name="检查并保存").click()
    expect(page.get_by_role("alert").first).to_contain_text("没有“县名”这个填写项")
    assert_accessible(page, "circular-templates-refused")
    page.get_by_label("Word 文件").set_input_files(word_file("样.docx", write_sample()))
    page.get_by_role("button", name="检查并保存").click()
    row = page.get_by_role("row", name="红头")
    expect(row).to_contain_text("云南省")
    assert_accessible(page, "circular-templates-kept")
    with page.expect_download() as download:
        row.get_by_role("link", name="预览").click()
    assert download.value.suggested_filename == "红头-预览.docx"
    row.get_by_role("button", name="删除").click()
    expect(page.get_by_text("模板“红头”已删除。")).to_be_visible()


@SIZES
def test_a_circular_from_the_figures_to_the_paper(open_as, scene, size):  # noqa: F811
    page = open_as(scene.planner, "circulars:new", "yn-2020", scene.unit.code, size=size)
    assert_accessible(page, "circular-new")
    page.get_by_role("button", name="按数据写成").click()
    expect(page.locator("article")).to_contain_text("一、总体情况")
    assert_accessible(page, "circular-draft")
    page.get_by_role("button", name="印发").click()
    expect(page.get_by_text("撤回", exact=True).first).to_be_visible()
    assert_accessible(page, "circular-published")
    paper = pypdfium2.PdfDocument(page.pdf(prefer_css_page_size=True, print_background=True))
    sizes = [tuple(round(side * MM) for side in sheet.get_size()) for sheet in paper]
    assert sizes == [(210, 297)] * (len(sizes) - 1) + [(420, 297)]
    printed = ["".join(sheet.get_textpage().get_text_range().split()) for sheet in paper]
    assert all(printed)  # no page is empty
    text = "".join(page.locator("article").inner_text().split())
    assert text.replace("编辑", "") in "".join(printed[:-1])
    assert "市1" in printed[-1]
    if os.environ.get("PICTURES"):
        SCREENSHOTS.mkdir(parents=True, exist_ok=True)
        for number, sheet in enumerate(paper):
            sheet.render(scale=1).to_pil().save(SCREENSHOTS / f"circular-paper-{number}.png")


@SIZES
def test_the_reports_on_a_plan(open_as, reported, size):  # noqa: F811
    page = open_as(reported.planner, "dashboards:latest", "yn-2020", reported.unit.code, size=size)
    page.get_by_role("link", name="任务书、总结").click()
    assert_accessible(page, "report-duties")
    page.get_by_role("link", name="市1").click()
    page.get_by_role("link", name="县11").click()
    expect(page.locator("main")).to_contain_text("送法下乡")
    assert_accessible(page, "report-duties-county")
    page.get_by_role("link", name="审核工作统计").click()
    assert_accessible(page, "report-reviews")
    page.get_by_role("link", name="年度工作总结").click()
    expect(page.locator("article")).to_contain_text("第二季度办了四场")
    assert_accessible(page, "report-year")
    assert "第二季度办了四场" in read_word(download(page, "下载 Word 文件"))


def download(page, name):
    with page.expect_download() as found:
        page.get_by_role("link", name=name).click()
    return found.value.path().read_bytes()
