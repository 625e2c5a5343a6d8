"""One plan, sent in every format: it reads the same."""

import re
from pathlib import Path

import pytest

from reader.files import FileRemark, Note, text_of
from tests.reader.files.notice import LINES, NOTE, notice

SAMPLES = Path(__file__).parent / "samples"


def sample(name):
    return (SAMPLES / name).read_bytes()


def page(lines=LINES):
    """The plan as a web page."""
    body = ""
    for line in lines:
        cells = line.split("\t")
        if len(cells) > 1:
            body += "<tr>" + "".join(f"<td><p>{cell}</p></td>" for cell in cells) + "</tr>\n"
        else:
            body += f"<p>　　{line}</p>\n"
    return re.sub(r"((?:<tr>.*</tr>\n)+)", r"<table>\1</table>", body)


@pytest.mark.parametrize("name", ["notice.doc", "changes.doc", "notice.rtf"])
def test_what_an_office_program_wrote(name):
    assert text_of(sample(name), name).text.split("\n") == LINES


@pytest.mark.parametrize("changes", [False, True])
def test_a_docx_whose_numbers_word_sets(changes):
    found = text_of(notice(changes), "plan.docx")
    assert found.text.split("\n") == LINES
    assert (found.kind, found.wrapped) == ("docx", False)


def test_tracked_changes_are_said():
    assert text_of(notice()).notes == ()
    assert text_of(notice(changes=True)).notes == (Note(FileRemark.DELETED, 2), Note(FileRemark.INSERTED, 2))
    assert text_of(sample("notice.doc")).notes == ()
    old = {note.what for note in text_of(sample("changes.doc")).notes}
    assert old == {FileRemark.DELETED, FileRemark.INSERTED}


def test_changes_in_rtf():
    """Its numbers are those that were stored with the deleted paragraphs still shown."""
    lines = text_of(sample("changes.rtf")).text.split("\n")
    assert lines == [line.replace("2. 6月", "3. 6月") for line in LINES]


def test_a_pdf_breaks_lines_where_the_page_did():
    found = text_of(sample("notice.pdf"), "plan.pdf")
    assert (found.kind, found.wrapped, found.notes) == ("pdf", True, ())
    lines = found.text.split("\n")
    on_their_own = [line for line in LINES if len(line) < 30 and line != NOTE and line[-1] != "。"]
    assert [line for line in lines if line in on_their_own] == on_their_own
    words = "".join(found.text.split())
    # A box, the page's header and number and the note stand elsewhere on a page.
    missing = [line for line in LINES if "".join(line.split()) not in words]
    assert missing == []


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "gb18030"])
@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_plain_text(encoding, end):
    found = text_of(end.join(LINES).encode(encoding), "plan.txt")
    assert found.text.split("\n") == LINES
    assert (found.kind, found.wrapped, found.notes) == ("txt", True, ())


@pytest.mark.parametrize("encoding, named", [("utf-8", "utf-8"), ("gb18030", "gb2312"), ("gb18030", "utf-8")])
def test_a_web_page(encoding, named):
    data = f'<html><head><meta charset="{named}"><title>标题</title></head><body>{page()}</body></html>'.encode(
        encoding
    )
    found = text_of(data, "plan.doc")
    assert found.text.split("\n") == LINES
    assert (found.kind, found.wrapped) == ("html", False)
