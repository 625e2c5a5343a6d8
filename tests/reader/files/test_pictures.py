"""Pictures of pages: what they say with the optional extra, and what is said without it.

The pages are drawn here as a scanner sees them; without the extra (make ocr) or a Chinese font those tests are skipped,
but not in continuous integration.
"""

from io import BytesIO

import pytest
from PIL import Image

from reader.files import UnreadableFile, UnreadableReason, picture_pages, pictures, text_of
from reader.files.pictures import text_of_picture
from tests.reader.files.drawing import INDENT, as_file, draw_page, require_recognition, wrap

PARAGRAPHS = [
    "清河市妇联2020年工作要点",
    "一、加强思想引领",
    INDENT
    + "全年举办“巾帼大宣讲”活动不少于60场次，参加妇女2.4万人次；新建妇女之家35个，其中农村28个，11月底前全部建成。",
    INDENT + "组织农村妇女“两癌”免费检查12000人，检查率达到95%以上；孕产妇死亡率控制在15/10万以内。",
    "二、关爱妇女儿童",
    INDENT + "全市儿童之家覆盖率达到90%，每个乡镇（街道）至少建成1所示范性儿童之家，6月30日前完成。",
]
TEXT = "\n".join(paragraph.strip() for paragraph in PARAGRAPHS)


def plain(text):
    """``text`` with punctuation in one width: the recognition does not tell them apart."""
    return text.translate(str.maketrans(",:;()", "，：；（）"))


def code_of(data):
    with pytest.raises(UnreadableFile) as told:
        text_of_picture(data)
    return told.value.code


def test_without_the_extra_a_picture_is_refused_with_what_to_do(monkeypatch):
    monkeypatch.setattr(pictures, "find_spec", lambda name: None)
    data = as_file(Image.new("L", (300, 400), 250), "PNG")
    assert code_of(data) == UnreadableReason.PICTURE
    with pytest.raises(UnreadableFile, match="ask the system administrator to install it"):
        text_of(data)


def test_with_the_extra_the_plain_reading_still_refuses_a_picture():
    """It takes too long for a page to wait for."""
    with pytest.raises(UnreadableFile) as told:
        text_of(as_file(Image.new("L", (300, 400), 250), "JPEG"))
    assert told.value.code == UnreadableReason.PICTURE


def test_a_crooked_noisy_page_is_read_right():
    require_recognition()
    found = text_of_picture(as_file(draw_page(wrap(PARAGRAPHS)), "JPEG"))
    assert plain(found.text) == TEXT
    assert (found.pages, found.unclear) == (1, ())


@pytest.mark.slow
def test_a_paragraph_goes_on_over_the_pages_of_a_scanned_pdf_one_of_which_lies_wrong():
    require_recognition()
    lines, said = wrap(PARAGRAPHS), []
    first, second = draw_page(lines[:3]), draw_page(lines[3:], number="— 2 —").rotate(90, expand=True)
    data = as_file(first, "PDF", second)
    with pytest.raises(UnreadableFile) as told:
        text_of(data)
    assert told.value.code == UnreadableReason.SCANNED
    found = text_of_picture(data, on_page=lambda page, of: said.append((page, of)))
    assert plain(found.text) == TEXT
    assert (found.pages, said) == (2, [(1, 2), (2, 2)])


def test_a_blank_page_has_no_text():
    require_recognition()
    assert code_of(as_file(Image.new("L", (600, 800), 250), "PNG")) == UnreadableReason.NO_TEXT


@pytest.mark.parametrize(
    "data, code",
    [
        (b"\x89PNG\r\n\x1a\n" + b"\0" * 50, UnreadableReason.DAMAGED),
        (b"%PDF-1.4\nnothing", UnreadableReason.DAMAGED),
        (b"GIF8 is no picture", UnreadableReason.DAMAGED),
    ],
)
def test_damaged_pictures(data, code):
    require_recognition()
    assert code_of(data) == code


def test_a_picture_that_unpacks_to_far_more_is_not_opened():
    require_recognition()
    side = 9_500  # 90 million pixels in 300 KB
    assert side * side > picture_pages.MAX_PIXELS
    assert code_of(as_file(Image.new("1", (side, side)), "PNG")) == UnreadableReason.BOMB


def test_more_pages_than_a_plan_has():
    require_recognition()
    pages = [Image.new("L", (30, 40), 250)] * (picture_pages.MAX_PAGES + 1)
    data = as_file(pages[0], "PDF", *pages[1:])
    with pytest.raises(UnreadableFile) as told:
        text_of_picture(data)
    assert told.value.code == UnreadableReason.TOO_MANY_PAGES
    assert told.value.values == {"limit": 20, "pages": 21}


def test_a_program_that_ends_early_gives_no_half_text(monkeypatch):
    monkeypatch.setattr(pictures, "is_installed", lambda: True)
    monkeypatch.setattr(pictures, "_answers", lambda data: iter([{"page": 1, "of": 2, "width": 9, "lines": []}]))
    assert code_of(b"any") == UnreadableReason.DAMAGED


def test_pictures_are_reduced_and_turned_as_the_camera_held_them():
    out = BytesIO()
    exif = Image.Exif()
    exif[0x0112] = 6  # the camera was turned to the right
    Image.new("RGB", (4000, 3000), "white").save(out, "JPEG", exif=exif)
    count, pages = picture_pages._open_pages(out.getvalue())
    page = next(pages)
    assert (count, page.mode) == (1, "L")
    assert page.size == (picture_pages.LONG_SIDE * 3 // 4, picture_pages.LONG_SIDE)
