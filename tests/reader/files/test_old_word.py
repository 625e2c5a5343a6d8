"""The old Word format: pieces out of order, characters in one byte or two, and what can't be read."""

from struct import pack, unpack_from

import pytest

from reader.files import FileRemark, UnreadableFile, UnreadableReason, text_of
from tests.reader.files.making_old import compound, doc
from tests.reader.files.test_same_lines import sample

DELETED = 0x41 << 1 | 1 << 8  # as a quick save notes it in the piece


def code_of(data):
    with pytest.raises(UnreadableFile) as told:
        text_of(data, "plan.doc")
    return told.value.code


def test_a_quick_save_leaves_pieces_out_of_order():
    found = text_of(doc(("一、培训", 0), ("120", 0), ("人。\r", 0), ("2027\r", 0)), "plan.wps")
    assert found.text.split("\n") == ["一、培训120人。", "2027"]
    assert (found.kind, found.wrapped) == ("doc", False)


def test_a_piece_that_a_quick_save_deleted():
    found = text_of(doc(("办5", 0), ("6", DELETED), ("0场。\r", 0)))
    assert found.text == "办50场。"
    assert [(note.what, note.count) for note in found.notes] == [(FileRemark.DELETED, 1)]


def test_signs_fields_and_breaks():
    text = "见\x13 HYPERLINK x \x14网页\x15，2026\x1e2027\x0b下一行\x02\x05。\x0c新页\r"
    assert text_of(doc((text, 0))).text.split("\n") == ["见网页，2026-2027", "下一行。", "新页"]


def test_a_table_of_contents_is_left_out():
    found = text_of(doc(("\x13 TOC \\o \x14一、甲\t1\r二、乙\t2\r\x15一、甲\r正文\r", 0)))
    assert found.text.split("\n") == ["一、甲", "正文"]
    assert [(note.what, note.count) for note in found.notes] == [(FileRemark.CONTENTS, 2)]


def test_a_field_that_never_ends_takes_nothing_along():
    assert text_of(doc(("\x13 TOC \\o \x14一、甲\r二、乙\r", 0))).text.split("\n") == ["一、甲", "二、乙"]


def test_letters_of_two_halves():
    assert text_of(doc(("𠮷祥村\r", 0))).text == "𠮷祥村"


def test_a_password():
    assert code_of(doc(("甲\r", 0), flags=0x0100)) == UnreadableReason.PASSWORD
    assert code_of(compound({"EncryptionInfo": b"x", "EncryptedPackage": b"x"})) == UnreadableReason.PASSWORD


def test_what_is_no_word_of_1997_or_later():
    assert code_of(doc(("甲\r", 0), version=0xA5DC)) == UnreadableReason.OLD_OFFICE
    assert code_of(compound({"MatOST": b"x", "CONTENTS": b"x"})) == UnreadableReason.OLD_OFFICE
    assert code_of(compound({"Workbook": b"x"})) == UnreadableReason.OTHER_OFFICE
    assert code_of(compound({"PowerPoint Document": b"x"})) == UnreadableReason.OTHER_OFFICE


def test_pieces_that_claim_one_text_many_times():
    """The piece of the plan said to be two thousand million characters long."""
    whole = sample("notice.doc")
    pieces = whole.index(b"\2\x10\0\0\0\0\0\0\0")  # one piece, from the first character
    assert code_of(whole[: pieces + 9] + b"\xff\xff\xff\x7f" + whole[pieces + 13 :]) == UnreadableReason.DAMAGED


def test_lists_that_are_damaged_cost_the_numbers_alone():
    """Word opens such a document as well."""
    whole = sample("notice.doc")
    lists = whole.index(pack("<H", 0xA5EC)) + 0x9A + 8 * 73
    at, size = unpack_from("<II", whole, lists)
    found = text_of(whole[:lists] + pack("<II", at - 1, size) + whole[lists + 8 :])
    assert "家庭家教家风" in found.text.split("\n")
    assert [(note.what, note.count) for note in found.notes] == [(FileRemark.NO_NUMBERS, 1)]


def test_pictures_alone_are_a_scan():
    assert code_of(doc(("\x01\r", 0))) == UnreadableReason.ONLY_PICTURES
    assert code_of(doc(("\r\r", 0))) == UnreadableReason.NO_TEXT
