"""What a file is, is told by what is in it."""

import subprocess
import sys
from io import BytesIO

import pytest
from openpyxl import Workbook
from PIL import Image

from reader.files import MAX_BYTES, FileRemark, UnreadableFile, UnreadableReason, text_of
from tests.reader.files.making import docx, p, zipped
from tests.reader.files.making_old import doc

NAMES = ["plan.doc", "plan.wps", "plan.docx", "plan.pdf", "plan.txt", "plan", "", "../计划.exe"]
TYPES = "[Content_Types].xml"


def workbook():
    out = BytesIO()
    Workbook().save(out)
    return out.getvalue()


def picture(kind):
    out = BytesIO()
    Image.new("RGB", (9, 9)).save(out, kind)
    return out.getvalue()


@pytest.mark.parametrize("name", NAMES)
def test_the_name_decides_nothing(name):
    assert text_of(docx(p("甲")), name).kind == "docx"
    assert text_of(doc(("甲\r", 0)), name).kind == "doc"
    assert text_of(rb"{\rtf1 A\par}", name).kind == "rtf"
    assert text_of("<html><body><p>甲</p></body></html>".encode(), name).kind == "html"
    assert text_of("甲".encode(), name).kind == "txt"


@pytest.mark.parametrize(
    "data, code",
    [
        (b"", UnreadableReason.EMPTY),
        (b"a" * (MAX_BYTES + 1), UnreadableReason.TOO_BIG),
        (picture("JPEG"), UnreadableReason.PICTURE),
        (picture("PNG"), UnreadableReason.PICTURE),
        (picture("WEBP"), UnreadableReason.PICTURE),
        (picture("GIF"), UnreadableReason.PICTURE),
        (picture("TIFF"), UnreadableReason.PICTURE),
        (picture("BMP"), UnreadableReason.PICTURE),
        (b"Rar!\x1a\x07\x01\x00", UnreadableReason.ARCHIVE),
        (b"7z\xbc\xaf\x27\x1c\0\4", UnreadableReason.ARCHIVE),
        (zipped({"计划.doc": "x"}), UnreadableReason.ARCHIVE),
        (zipped({TYPES: "<Types/>"}), UnreadableReason.ARCHIVE),
        (workbook(), UnreadableReason.OTHER_OFFICE),
        (
            zipped({"mimetype": "application/vnd.oasis.opendocument.text", "content.xml": "x"}),
            UnreadableReason.OTHER_OFFICE,
        ),
        (zipped({"OFD.xml": "<OFD/>"}), UnreadableReason.OFD),
        (zipped({TYPES: b"0" * 90_000_000}), UnreadableReason.BOMB),
        (zipped({str(n): "" for n in range(5_001)}), UnreadableReason.BOMB),
        (
            b'<?xml version="1.0"?><?mso-application progid="Word.Document"?><w:wordDocument/>',
            UnreadableReason.OLD_OFFICE,
        ),
        (b'<?xml version="1.0"?><rss><item>x</item></rss>', UnreadableReason.UNKNOWN),
        (b"PK\x03\x04" + bytes(100), UnreadableReason.DAMAGED),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), UnreadableReason.DAMAGED),
    ],
    ids=lambda value: str(value) if isinstance(value, UnreadableReason) else "",
)
def test_what_is_not_read(data, code):
    with pytest.raises(UnreadableFile) as told:
        text_of(data, "plan.docx")
    assert told.value.code == code
    assert str(told.value).endswith(".")


def test_each_reason_and_note_has_its_own_code_and_words():
    for words in (UnreadableReason, FileRemark):
        assert len({each.words for each in words}) == len(words)
        assert all(each.words[0].isupper() and each == each.value for each in words)
    assert str(UnreadableFile(UnreadableReason.TOO_BIG, limit=20)) == "The file is larger than 20 MB."


def test_a_package_locked_by_a_password_of_its_own():
    whole = bytearray(docx(p("甲")))
    for sign, at in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        place = whole.find(sign)
        while place >= 0:
            whole[place + at] |= 1
            place = whole.find(sign, place + 4)
    with pytest.raises(UnreadableFile) as told:
        text_of(bytes(whole))
    assert told.value.code == UnreadableReason.PASSWORD


def test_nothing_heavy_is_loaded_before_the_first_file():
    heavy = ("django", "pypdfium2", "olefile", "xml.etree", "zipfile", "subprocess")
    program = f"import sys, reader.files; sys.exit(any(name in sys.modules for name in {heavy}))"
    assert subprocess.run([sys.executable, "-S", "-c", program], check=False).returncode == 0
