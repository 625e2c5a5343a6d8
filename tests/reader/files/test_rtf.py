"""RTF: Chinese in bytes and by number, groups that are no text, tables, notes, changes."""

import pytest

from reader.files import FileRemark, UnreadableFile, UnreadableReason, text_of

HEAD = (
    r"{\rtf1\ansi\ansicpg936\deff0{\fonttbl{\f0\fcharset0 Times;}{\f1\fcharset134 SimSun;}{\f2\fcharset2 Wingdings;}}"
)


def lines(body, head=HEAD):
    found = text_of((head + body + "}").encode("latin-1"), "plan.doc")
    assert (found.kind, found.wrapped) == ("rtf", False)
    return found.text.split("\n")


def noted(body):
    return {each.what: each.count for each in text_of((HEAD + body + "}").encode("latin-1")).notes}


def escaped(text, encoding="gb18030"):
    return "".join(f"\\'{byte:02x}" for byte in text.encode(encoding))


def test_chinese_in_bytes():
    assert lines(rf"\f1 {escaped('妇联')}2027\f0 {escaped('年')}\par") == ["妇联2027年"]


def test_the_second_byte_of_a_character_may_be_a_letter():
    first, second = "丂".encode("gb18030")  # its second byte is "@"
    assert lines(rf"\f1\'{first:02x}{chr(second)}\par") == ["丂"]


def test_big5_by_the_font():
    head = r"{\rtf1\ansi\ansicpg936{\fonttbl{\f1\fcharset136 Ming;}}"
    assert lines(rf"\f1 {escaped('婦聯', 'big5')}\par", head) == ["婦聯"]


def test_letters_by_number_and_what_stands_behind_them_for_old_programs():
    assert lines(r"\u22919\'3f\u-32578?{\uc2\u24180\'c4\'ea}{\uc0\u24230}\par") == ["妇肾年度"]
    assert lines(r"{\uc0\u55362\u57271}\par") == ["𠮷"]


def test_groups_that_are_no_text():
    aside = r"{\header h}{\footer f}{\*\unknown u}{\info{\author a}}{\pict 00ff}{\*\generator g}{\sp{\sn a}{\sv b}}"
    assert lines(aside + r"text\par") == ["text"]
    assert noted(aside + r"text\par") == {FileRemark.PICTURES: 1}


def test_what_is_said_twice_for_old_programs():
    assert lines(r"{\upr{?}{\*\ud{\uc0\u22919}}}A{\info{\upr{\author B}{\*\ud{\author C}}}}\par") == ["妇A"]


def test_numbers_that_word_stored():
    number = rf"{{\listtext\f1 {escaped('（一）')}\tab}}"
    bullet = r"{\listtext\f2\'6c\tab}"
    assert lines(rf"\pard{number} A\par\pard{bullet} B\par") == ["（一）A", "B"]


def test_tables():
    row = r"\trowd\cellx1\cellx2\pard\intbl 1\cell\pard\intbl 2\par 3\cell\row"
    assert lines(rf"A\par{row}{row}\pard B\par") == ["A", "1\t2 3", "1\t2 3", "B"]


def test_notes_boxes_and_fields():
    box = r"{\shp{\*\shpinst{\sp{\sn x}{\sv y}}{\shptxt\pard box\par}}{\shprslt again}}"
    link = r'{\field{\*\fldinst HYPERLINK "x"}{\fldrslt link}}'
    assert lines(rf"A{{\footnote note\par}}{link}\par B{box}\par") == ["Alink", "note", "B", "box"]


def test_a_table_of_contents_is_left_out():
    contents = r"{\field{\*\fldinst TOC \\o}{\fldrslt A\tab 1\par B\tab 2\par}}"
    assert lines(contents + r"\par A\par") == ["A"]


def test_changes_and_hidden_text():
    body = r"5{\deleted 0}{\revised 5}{\v secret} people\par gone {\deleted\par}on\par"
    assert lines(body) == ["55 people", "gone on"]
    assert noted(body) == {FileRemark.DELETED: 1, FileRemark.INSERTED: 1, FileRemark.HIDDEN: 1}


def test_raw_bytes_are_jumped_over():
    assert lines(r"{\pict\bin5 }}{{\ }A\par") == ["A"]


@pytest.mark.parametrize("body", ["", r"\par\par", "}}}", "{" * 5000])
def test_no_text(body):
    with pytest.raises(UnreadableFile) as told:
        text_of((HEAD + body).encode())
    assert told.value.code == UnreadableReason.NO_TEXT


def test_what_never_ends():
    assert lines(r"{\field{\*\fldinst TOC}{\fldrslt A\par B\par") == ["A", "B"]
    assert lines(r"A{\footnote note") == ["A", "note"]
