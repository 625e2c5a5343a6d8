"""PDF: pages, columns, scans, passwords, and fonts that do not say which letters they draw."""

import zlib
from io import BytesIO

import pytest
from PIL import Image

from reader.files import FileRemark, UnreadableFile, UnreadableReason, pdf, text_of
from tests.reader.files.test_same_lines import sample

HELVETICA = "<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>"
MEANING = (
    "/CIDInit/ProcSet findresource begin begincmap 1 begincodespacerange <0000> <FFFF> endcodespacerange {} endcmap"
)
DRAWS_LETTERS_1_TO_9 = "BT /F 12 Tf 50 700 Td <000100020003000400050006000700080009> Tj ET"


def font(meanings):
    """A font that draws the letters 1, 2 … and says that they mean ``meanings``; and the object that says so."""
    says = "".join(
        f"1 beginbfchar <{at:04X}> <{ord(each):04X}> endbfchar " for at, each in enumerate(meanings, start=1)
    )
    system = "<</Registry(Adobe)/Ordering(Identity)/Supplement 0>>"
    below = f"<</Type/Font/Subtype/CIDFontType2/BaseFont/X/CIDSystemInfo{system}/DW 1000>>"
    drawn = f"<</Type/Font/Subtype/Type0/BaseFont/X/Encoding/Identity-H/DescendantFonts[{below}]/ToUnicode 4 0 R>>"
    return drawn, stream(MEANING.format(says))


def stream(content):
    packed = zlib.compress(content.encode("latin-1")).decode("latin-1")
    return f"<</Length {len(packed)}/Filter/FlateDecode>>stream\n{packed}\nendstream"


def made(*pages, fonts=(HELVETICA,)):
    """A PDF; ``pages``: what is drawn on each."""
    objects = ["<</Type/Catalog/Pages 2 0 R>>", "", *fonts]
    kids = []
    for drawn in pages:
        objects.append(stream(drawn))
        inside = f"/Resources<</Font<</F 3 0 R>>>>/Contents {len(objects)} 0 R"
        objects.append(f"<</Type/Page/Parent 2 0 R/MediaBox[0 0 600 800]{inside}>>")
        kids.append(f"{len(objects)} 0 R")
    objects[1] = f"<</Type/Pages/Count {len(kids)}/Kids[{' '.join(kids)}]>>"
    body = "".join(f"{at} 0 obj\n{each}\nendobj\n" for at, each in enumerate(objects, start=1))
    return f"%PDF-1.5\n{body}trailer<</Root 1 0 R>>\n%%EOF".encode("latin-1")


def words(text, at=700):
    return f"BT /F 12 Tf 50 {at} Td ({text}) Tj ET "


def code_of(data):
    with pytest.raises(UnreadableFile) as told:
        text_of(data, "plan.pdf")
    return told.value.code


def test_pages_are_parted():
    found = text_of(made(words("one") + words("- 1 -", 50), words("two")))
    assert found.text == "one\n- 1 -\ftwo"
    assert (found.kind, found.wrapped, found.notes) == ("pdf", True, ())


def test_a_page_without_words_is_said():
    found = text_of(made(words("one"), "0 0 m 9 9 l S"))
    assert [(note.what, note.count) for note in found.notes] == [(FileRemark.BLANK_PAGES, 1)]


def test_gaps_between_chinese_and_figures_are_none_and_those_of_columns_are_tabs():
    text = text_of(sample("notice.pdf")).text
    assert "参加家长达到2.4万人次" in text
    assert "巾帼车间\t18个\t发展部" in text


def test_a_scan():
    out = BytesIO()
    pages = [Image.new("L", (300, 400), shade) for shade in (250, 240)]
    pages[0].save(out, "PDF", save_all=True, append_images=pages[1:])
    assert code_of(out.getvalue()) == UnreadableReason.SCANNED


def test_fonts_that_do_not_say_what_they_draw():
    private = [chr(0xE000 + at) for at in range(9)]
    assert code_of(made(DRAWS_LETTERS_1_TO_9, fonts=font(private))) == UnreadableReason.GARBLED


def test_letters_that_some_pdfs_hold_as_radicals():
    """Some programs write 长 as ⻓, and so on: the text has the letters that one types."""
    radicals = [chr(code) for code in (0x2ED3, 0x2F2D, 0x2F08, 0x2F25, 0x2EC5, 0x2EDA, 0x2ED4, 0x2FA5, 0x2F42)]
    assert text_of(made(DRAWS_LETTERS_1_TO_9, fonts=font(radicals))).text == "长山人女见页门里文"


def test_a_password():
    assert code_of(sample("locked.pdf")) == UnreadableReason.PASSWORD


@pytest.mark.parametrize("data", [b"%PDF-1.4\n", b"%PDF-1.7\n%%EOF", sample("notice.pdf")[:20_000]])
def test_what_is_damaged(data):
    assert code_of(data) == UnreadableReason.DAMAGED


def test_a_document_of_too_many_pages():
    kids = made(*([words("one")] * 3))
    many = kids.replace(b"/Count 3", b"/Count 3001").replace(b"/Kids[", b"/Kids[" + b"5 0 R " * 2998)
    assert code_of(many) == UnreadableReason.BOMB


def test_the_program_is_told_no_secrets(monkeypatch, tmp_path):
    program = tmp_path / "program.py"
    program.write_text("import json, os; print(json.dumps({'pages': [' '.join(os.environ)]}))")
    monkeypatch.setattr(pdf, "PAGES_PROGRAM", program)
    monkeypatch.setenv("DATABASE_PASSWORD", "x")
    assert "DATABASE_PASSWORD" not in text_of(made(words("one"))).text


def test_a_program_that_crashes_or_never_ends_is_a_bad_file(monkeypatch, tmp_path):
    program = tmp_path / "program.py"
    monkeypatch.setattr(pdf, "PAGES_PROGRAM", program)
    program.write_text("import os; os.abort()")
    assert code_of(made(words("one"))) == UnreadableReason.DAMAGED
    program.write_text("import resource; resource.setrlimit(resource.RLIMIT_CPU, (1, 5))\nwhile True: pass")
    assert code_of(made(words("one"))) == UnreadableReason.BOMB
    program.write_text("import time; time.sleep(60)")
    monkeypatch.setattr(pdf, "MAX_SECONDS", 1)
    assert code_of(made(words("one"))) == UnreadableReason.BOMB
