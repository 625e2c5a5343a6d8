"""In which encoding a text is written is told by what comes out."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reader.files import FileRemark, UnreadableFile, UnreadableReason, text_of
from tests.reader.files.notice import LINES

TRADITIONAL = "清水市婦女聯合會工作要點\n一、開展家庭教育活動，全年不少於120場。\n二、培訓婦女3500人。"


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030", "big5", "utf-16", "utf-16-le", "utf-16-be", "utf-32"])
def test_old_writing(encoding):
    assert text_of(TRADITIONAL.encode(encoding)).text == TRADITIONAL


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030", "utf-16-le", "utf-16-be"])
@given(sentences=st.lists(st.sampled_from(LINES), min_size=1, max_size=6))
@settings(max_examples=30)
def test_a_few_sentences_suffice(encoding, sentences):
    text = "\n".join(sentences)
    assert text_of(text.encode(encoding)).text == text


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030", "utf-16-le"])
def test_a_text_longer_than_what_it_is_told_by(encoding):
    text = "\n".join(LINES) * 200
    assert text_of(text.encode(encoding)).text == text


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030"])
def test_a_text_that_was_cut_off(encoding):
    found = text_of("\n".join(LINES).encode(encoding)[:-1])
    assert found.text.rstrip("\ufffd").split("\n")[:-1] == LINES[:-1]
    assert [note.what for note in found.notes] == [FileRemark.LOST_LETTERS]


def test_a_text_all_of_digits_or_of_rare_characters():
    assert text_of(b"12345 67890\r\n1.5").text == "12345 67890\n1.5"
    rare = "龘靐齉爩鱻麤灪龖厵滟爨癵籱饢驫鲡鹂鸾\n"
    assert text_of(rare.encode()).text == rare


@pytest.mark.parametrize("data", [bytes(range(256)) * 20, b"\x00\x01\x02\x03" * 500, b"MZ\x90\0\3\0\0\0" * 100])
def test_what_is_no_text(data):
    with pytest.raises(UnreadableFile) as told:
        text_of(data, "plan.txt")
    assert told.value.code == UnreadableReason.UNKNOWN


def test_white_space_is_no_text():
    with pytest.raises(UnreadableFile) as told:
        text_of("\n　 \ufeff\n".encode())
    assert told.value.code == UnreadableReason.NO_TEXT


def test_a_text_about_web_pages_is_a_text():
    assert text_of("标签 <p> 表示段落。".encode()).kind == "txt"
    assert text_of("<清水市>工作要点".encode()).kind == "txt"
