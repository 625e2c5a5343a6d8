"""Whatever the bytes: a text, or a reason why there is none."""

import re

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from reader.files import FileText, UnreadableFile, text_of
from tests.reader.files.making import docx, p
from tests.reader.files.making_old import compound, doc
from tests.reader.files.notice import LINES, notice
from tests.reader.files.test_same_lines import page, sample

BEGINNINGS = (
    b"",
    b"PK\x03\x04",
    b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",
    rb"{\rtf1",
    b"<html>",
    b"\xff\xfe",
    b"\xef\xbb\xbf",
)
RTF_WORDS = re.findall(
    r"\S+",
    r"{ } \* x TOC \u22919 \'b8 \par \cell \row \field \fldinst \fldrslt \footnote \listtext \deleted \uc3 \f1 \bin3"
    r" \intbl \shptxt \pict \upr \ud",
)
WHOLE = {
    "docx": notice(changes=True),
    "doc": sample("changes.doc"),
    "rtf": sample("changes.rtf"),
    "html": f"<html><body>{page()}</body></html>".encode("gb18030"),
    "txt": "\n".join(LINES).encode("gb18030"),
}


def reads_or_says_why(data):
    try:
        found = text_of(data, "plan")
    except UnreadableFile as error:
        assert str(error)  # noqa: PT017
        return
    assert isinstance(found, FileText)
    assert found.text.strip()
    found.text.encode()  # no half letters


@given(start=st.sampled_from(BEGINNINGS), rest=st.binary(max_size=3000))
@settings(max_examples=200)
def test_any_bytes(start, rest):
    reads_or_says_why(start + rest)


@pytest.mark.parametrize("kind", WHOLE)
@given(data=st.data())
@settings(max_examples=80, suppress_health_check=[HealthCheck.data_too_large, HealthCheck.too_slow])
def test_files_cut_off_and_with_bytes_changed(kind, data):
    reads_or_says_why(damaged(WHOLE[kind], data))


@given(data=st.data())
@settings(max_examples=8)
def test_pdf_cut_off_and_with_bytes_changed(data):
    reads_or_says_why(damaged(sample("notice.pdf"), data))


def damaged(whole, data):
    broken = bytearray(whole)
    for _ in range(data.draw(st.integers(0, 12))):
        broken[data.draw(st.integers(0, len(broken) - 1))] = data.draw(st.integers(0, 255))
    if data.draw(st.booleans()):
        del broken[data.draw(st.integers(0, len(broken))) :]
    return bytes(broken)


@given(main=st.text(alphabet=st.sampled_from("<>/&;! wptrb:=\"'一1"), max_size=200))
@settings(max_examples=100)
def test_any_xml_inside_of_a_package(main):
    reads_or_says_why(docx(main=main + "<w:p>"))


@given(word=st.binary(min_size=900, max_size=1500), table=st.binary(max_size=400))
@settings(max_examples=100)
def test_any_streams_inside_of_an_old_file(word, table):
    reads_or_says_why(compound({"WordDocument": b"\xec\xa5" + word, "0Table": table, "1Table": table}))


@given(text=st.text(alphabet="\x13\x14\x15\x07\r\x0c\x01\x02\x00一a TOC", max_size=60))
@settings(max_examples=100)
def test_any_signs_inside_of_an_old_file(text):
    reads_or_says_why(doc((text, 0)))


@given(words=st.lists(st.sampled_from(RTF_WORDS), max_size=60))
@settings(max_examples=200)
def test_any_words_of_rtf(words):
    reads_or_says_why((r"{\rtf1 " + " ".join(words)).encode())


def test_a_file_is_read_the_same_twice():
    assert text_of(docx(p("甲"))) == text_of(docx(p("甲")))
