"""What a file is, by its content: the good ones, and the hostile ones one by one."""

import re
import zlib
from io import BytesIO

import pytest
from PIL import Image

from targets.evidence.files import MAX_BYTES, inspect_file
from targets.evidence.files.kinds import FILE_KINDS
from targets.evidence.files.names import clean_name
from targets.evidence.files.reasons import BadFile
from targets.evidence.refusals import REFUSAL_TEXTS, describe_refusal
from targets.models import Evidence
from tests.targets.evidence import evidence_files as made


@pytest.mark.parametrize(
    "data, kind",
    [
        (made.photo(), "jpg"),
        (made.photo("PNG"), "png"),
        (made.photo("WEBP"), "webp"),
        (made.pdf(), "pdf"),
        (made.pdf(made.packed_objects(b"<< /Title (plain) >>"), made.stream(b"1 0 0 1 0 0 cm")), "pdf"),
        (made.package(), "docx"),
        (made.package(made.EXCEL), "xlsx"),
        (made.old_office("WordDocument"), "doc"),
    ],
)
def test_kind_is_detected_from_content_not_name(data, kind):
    found = inspect_file(data, "佐证.exe")
    assert (found.kind, found.name, found.size) == (kind, f"佐证.{kind}", len(data))
    assert (found.thumb is not None) == (kind in {"jpg", "png", "webp"})


def refusal(data, name="a.jpg"):
    with pytest.raises(BadFile) as refused:
        inspect_file(data, name)
    return refused.value.code


JS = b"<< /S /JavaScript /JS (app.alert\\(1\\)) >>"


@pytest.mark.parametrize(
    "data, why",
    [
        (b"", "empty"),
        (b"\xff\xd8\xff" + bytes(MAX_BYTES), "too_big"),
        (made.PROGRAM, "program"),
        (b"#!/bin/sh\nrm -rf /", "program"),
        (made.DRAWING, "page"),
        (b"<!DOCTYPE html><script>alert(1)</script>", "page"),
        (b"\0\0\0\x18ftypheic" + bytes(100), "apple"),
        (b"GIF89a" + bytes(100), "unknown"),
        (b"\xff\xd8\xff\xe0<script>alert(1)</script>", "damaged"),
        (made.photo()[:2000], "damaged"),
        (made.huge_png(), "too_many_pixels"),
        (made.pdf()[:-60], "damaged"),
        (made.package(made.EXCEL, **{"xl/vbaProject.bin": b"x"}), "macros"),
        (made.package("application/vnd.ms-word.document.macroEnabled.main+xml"), "macros"),
        (made.package(**{"word/activeX/activeX1.xml": b"x"}), "macros"),
        (made.package(**{"word/embeddings/a.exe": b"x"}), "macros"),
        (
            made.package(**{"word/_rels/settings.xml.rels": b'<Relationship Type="x/attachedTemplate" '
                            b'Target="https://example.org/a.dotm" TargetMode="External"/>'}),
            "macros",
        ),
        (made.package("text/plain"), "archive"),
        (made.package(**{"../../evil.xml": b"x"}), "damaged"),
        (made.package()[:-30], "damaged"),
        (made.package(**made.BOMB), "bomb"),
        (made.package(**{f"word/{n}.xml": b"" for n in range(5001)}), "bomb"),
        (made.old_office("WordDocument", "Macros"), "macros"),
        (made.old_office("WordDocument", "_VBA_PROJECT"), "macros"),
        (made.old_office("Workbook"), "old_office"),
        (made.old_office("EncryptedPackage"), "password"),
    ],
)  # fmt: skip
def test_unwanted_files_are_refused(data, why):
    assert refusal(data) == why


# As if the stream began where its dictionary only names one, and another object before where it does.
HIDDEN = b"<< /Type /ObjStm /N 1 /First 4 /X (stream\n%s 7 0 obj) /Filter /FlateDecode >>\nstream\n%s\nendstream"
HIDDEN %= b"x" * 5000, zlib.compress(b"9 0 " + JS)


@pytest.mark.parametrize(
    "data, why",
    [
        (made.pdf(JS), "active_pdf"),
        (made.pdf(b"<< /S /J#61vaScr#69pt /J#53 (app.alert\\(1\\)) >>"), "active_pdf"),
        (made.pdf(b"<< /S /Launch /F (cmd.exe) >>"), "active_pdf"),
        (made.pdf(b"<< /Names << /EmbeddedFiles 9 0 R >> >>"), "active_pdf"),
        (made.pdf(b"<< /Type /EmbeddedFile >>"), "active_pdf"),
        (made.pdf(b"<< /AA << /O 9 0 R >> >>"), "active_pdf"),
        (made.pdf(b"<< /A#41 << /O 9 0 R >> >>"), "active_pdf"),
        (made.pdf(made.packed_objects(JS)), "active_pdf"),
        (made.pdf(made.stream(b"9 0 " + JS, b"/Type /Obj#53tm /N 1 /First 4")), "active_pdf"),
        # Objects hidden inside of a stream, which a reader finds by their place.
        (made.pdf(b"<< /Length 999 >>\nstream\n" + JS + b"\nendstream"), "active_pdf"),
        (made.pdf(b"<< /Length 999 >>\nstream\n7 0 obj " + made.packed_objects(JS) + b"\nendstream"), "active_pdf"),
        # The dictionary seems to end before it says what it is.
        (made.pdf(made.packed_objects(JS, b"/X (obj)")), "active_pdf"),
        # What it is stands so far before it that nobody looks there.
        (made.pdf(made.packed_objects(JS, b"/X (%s)" % (b"x" * 5000))), "active_pdf"),
        (made.pdf(HIDDEN), "active_pdf"),
        (made.pdf(made.packed_objects(b"<< >>", b"/DecodeParms << /Predictor 12 >>")), "unreadable_pdf"),
        (made.pdf(b"<< /Type /ObjStm /First 4 /Filter [/ASCIIHexDecode /FlateDecode] >>\nstream\n00\nendstream"),
         "unreadable_pdf"),
        (made.pdf(made.packed_objects(b" " * (65 * 1024 * 1024))), "bomb"),
        (made.pdf(trailer=b"/Encrypt 9 0 R"), "password"),
        (b"<html>" + made.pdf(), "page"),
    ],
)  # fmt: skip
def test_active_or_obfuscated_pdf_is_refused(data, why):
    assert refusal(data, "a.pdf") == why


def test_pdf_with_many_broken_streams_is_inspected_in_one_pass():
    """Neither a script nor whole: it must not take the server long to see that."""
    broken = made.pdf(b"<< >> stream\n" * 40_000)
    assert inspect_file(broken, "a.pdf").kind == "pdf"
    assert refusal(made.pdf(b"<< >> stream\n" * 60_000)) == "unreadable_pdf"


def test_thumbnail_is_rotated_upright_without_metadata():
    original = made.photo(turned=True)
    assert Image.open(BytesIO(original)).getexif().get_ifd(0x8825)
    small = Image.open(BytesIO(inspect_file(original, "a.jpg").thumb))
    assert small.size == (240, 320)
    assert not small.getexif()
    assert b"Exif" not in inspect_file(original, "a.jpg").thumb
    above, below = small.convert("RGB").getpixel((120, 20)), small.convert("RGB").getpixel((120, 300))
    assert min(above) > 240 > max(below[1:])  # what was left is above, once the camera is upright


def test_transparent_image_gets_a_white_background():
    image = Image.new("RGBA", (10, 10), (0, 0, 0, 0))
    out = BytesIO()
    image.save(out, "PNG")
    assert Image.open(BytesIO(inspect_file(out.getvalue(), "a").thumb)).getpixel((5, 5)) == (255, 255, 255)


@pytest.mark.parametrize(
    "name, kind, clean",
    [
        ("../../etc/passwd", "jpg", "passwd.jpg"),
        ("C:\\fakepath\\照片.JPG", "jpg", "照片.JPG"),
        ("现场.jpg.exe", "jpg", "现场.jpg"),
        ("\u202egpj.exe", "jpg", "gpj.jpg"),
        ("a\x00b\r\n.pdf", "pdf", "ab.pdf"),
        ("报告.v2.docx", "docx", "报告.v2.docx"),
        ("报告.docx", "pdf", "报告.pdf"),
        (".jpg", "jpg", "file.jpg"),
        ("…", "png", "….png"),
        ("", "png", "file.png"),
        ('<img src=x onerror="1">', "png", "_img src=x onerror=_1__.png"),
        ("长" * 300, "webp", "长" * 195 + ".webp"),
    ],
)
def test_clean_name_is_safe_with_the_right_extension(name, kind, clean):
    assert clean_name(name, kind) == clean


def test_every_refusal_code_has_a_text():
    source = "".join(path.read_text() for path in (made_files()))
    used = set(re.findall(r'BadFile\("(\w+)"', source)) | set(re.findall(r'return "(\w+)"', source))
    used -= {"jpg", "png", "webp", "pdf", "doc"}
    assert used == REFUSAL_TEXTS.keys()
    assert "20" in describe_refusal(BadFile("too_big", limit=20))


def made_files():
    from pathlib import Path

    import targets.evidence.files

    return Path(targets.evidence.files.__file__).parent.glob("*.py")


def test_file_kinds_match_the_model():
    assert FILE_KINDS.keys() == set(Evidence.Kind.values)
