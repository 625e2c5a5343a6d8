"""The Word file of a circular, measured from the PDF that LibreOffice makes of it (GB/T 9704-2012)."""

from collections import defaultdict

import pypdfium2
import pytest

from circulars.text.model import Annex, CircularText, ParagraphKind, plain
from circulars.word.writer import break_title, write_circular
from tests.sheets.files.builders import convert

MM = 25.4 / 72
SENTENCE = "截至二季度末全市各县区统筹推进各项目标任务完成情况"


@pytest.fixture(scope="module")
def pages(tmp_path_factory):
    """The pages of a circular of three pages with an annex: [(width, height, {line: [(left, bottom, right, top)]})]."""
    folder = tmp_path_factory.mktemp("word")
    text = CircularText(
        title="关于截至2020年二季度末全市妇联重点工作目标任务完成情况的通报",
        paragraphs=[plain(ParagraphKind.HEAD1, "一、总体情况"), *[plain(ParagraphKind.TEXT, SENTENCE * 25)] * 3],
        issuer="临沧市妇女联合会", day="2020年7月15日", number="临妇通〔2020〕12号", recipients="各县（区）妇联",
        annexes=[Annex("二季度完成情况排名", ["位次", "单位"], [["1", "临翔"]], [True, False])],
    )  # fmt: skip
    pdf = convert(write_circular(text), "pdf", folder, suffix="docx")
    return [_read_page(page) for page in pypdfium2.PdfDocument(pdf)]


def _read_page(page):
    text = page.get_textpage()
    lines, last, number = defaultdict(list), None, 0
    for index in range(text.count_chars()):
        if not text.get_text_range(index, 1).strip():
            continue
        box = text.get_charbox(index)
        middle = (box[1] + box[3]) / 2
        if last is None or abs(middle - last) > 14:
            number += 1
        last = middle
        lines[number].append(box)
    width, height = page.get_size()
    return width * MM, height * MM, lines


def body(page):
    """The lines of a page above its page number."""
    return [boxes for boxes in page[2].values() if boxes[0][1] * MM > 31]


def test_a_page_has_22_lines_of_28_characters(pages):
    lines = body(pages[1])
    assert len(lines) == 22
    assert max(len(boxes) for boxes in lines) == 28
    assert sum(len(boxes) == 28 for boxes in lines) >= 18


def test_the_type_area_is_156_by_225_mm(pages):
    width, height, _lines = pages[1]
    assert (round(width), round(height)) == (210, 297)
    boxes = [box for line in body(pages[1]) for box in line]
    left, right = min(box[0] for box in boxes) * MM, max(box[2] for box in boxes) * MM
    assert left == pytest.approx(28, abs=1)
    assert right <= 28 + 156 + 1
    top, bottom = height - max(box[3] for box in boxes) * MM, height - min(box[1] for box in boxes) * MM
    # A line of 10.2 mm holds a character of 5.6 mm, so that the outermost characters stand up to 5 mm inside.
    assert 37 - 1 <= top <= 37 + 5
    assert 37 + 225 - 5.5 <= bottom <= 37 + 225 + 1


def test_page_numbers_stand_outside(pages):
    for number, (width, height, lines) in enumerate(pages[:2], 1):
        foot = [boxes for boxes in lines.values() if boxes[0][1] * MM <= 31]
        assert len(foot) == 1
        middle = (foot[0][0][0] + foot[0][-1][2]) / 2 * MM
        assert (middle > width / 2) == bool(number % 2)
        assert height > 290


def test_the_annex_is_a_landscape_page(pages):
    width, height, _lines = pages[-1]
    assert (round(width), round(height)) == (420, 297)


@pytest.mark.parametrize(
    ("title", "lengths"),
    [("关于任务完成情况的通报", [11]), ("关于2020年三季度全市妇联重点工作目标任务完成情况的通报", [14, 15])],
)
def test_titles_are_broken_evenly(title, lengths):
    assert [len(line) for line in break_title(title)] == lengths
    assert "".join(break_title(title * 3)) == title * 3


def test_no_line_of_a_title_breaks_a_name():
    title = "关于截至2020年三季度末临沧市目标任务完成情况的通报"
    assert break_title(title, ["临沧市", "2020年三季度"]) == ["关于截至2020年三季度末", "临沧市目标任务完成情况的通报"]


@pytest.mark.parametrize("number", [12, 13, 14, 15])
def test_nobody_signs_a_page_without_text_and_no_head_ends_a_page(number, tmp_path):
    paragraphs = [plain(ParagraphKind.TEXT, SENTENCE)] * number
    paragraphs += [plain(ParagraphKind.HEAD1, "二、下一步"), plain(ParagraphKind.TEXT, SENTENCE)]
    text = CircularText(
        title="关于进度的通报", paragraphs=paragraphs, issuer="市妇联", day="2020年7月15日", recipients="各县"
    )
    found = pypdfium2.PdfDocument(convert(write_circular(text), "pdf", tmp_path, suffix="docx"))
    texts = ["".join(page.get_textpage().get_text_range().split()) for page in found]
    signed = next(each for each in texts if "2020年7月15日" in each)
    assert SENTENCE[-6:] in signed
    assert "二、下一步" + SENTENCE[:6] in "".join(texts)
    assert not any(each.split("—")[0].endswith("二、下一步") for each in texts)
