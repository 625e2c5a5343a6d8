"""Circulars in a real browser: an office's template is brought, refused with the field's name, kept and previewed."""

import pytest

from circulars.word.template_fill import write_sample
from tests.browser.loaded_page import expect
from tests.browser.test_people import SIZES, assert_accessible
from tests.circulars.test_pages import scene  # noqa: F401
from tests.circulars.test_templates import make_docx

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
    expect(page.get_by_role("alert").first).to_contain_text("没有“县名”这个字段")
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
