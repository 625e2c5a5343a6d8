"""Detecting the kind of a file from its content: valid files, and each malicious variant."""

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
from tests.targets.evidence import evidence_files as files


@pytest.mark.parametrize(
    "data, kind",
    [
        (files.photo(), "jpg"),
        (files.photo("PNG"), "png"),
        (files.photo("WEBP"), "webp"),
        (files.pdf(), "pdf"),
        (
            files.pdf(files.object_stream(b"<< /Title (plain) >>"), files.stream(b"1 0 0 1 0 0 cm")),
            "pdf",
        ),
        (files.office_package(), "docx"),
        (files.office_package(files.EXCEL), "xlsx"),
        (files.legacy_office_file("WordDocument"), "doc"),
    ],
)
def test_kind_is_detected_from_content_not_name(data, kind):
    found = inspect_file(data, "佐证.exe")
    assert (found.kind, found.name, found.size) == (kind, f"佐证.{kind}", len(data))
    assert (found.thumb is not None) == (kind in {"jpg", "png", "webp"})


def refusal_code(data, name="a.jpg"):
    with pytest.raises(BadFile) as refused:
        inspect_file(data, name)
    return refused.value.code


SCRIPT = b"<< /S /JavaScript /JS (app.alert\\(1\\)) >>"


@pytest.mark.parametrize(
    "data, code",
    [
        (b"", "empty"),
        (b"\xff\xd8\xff" + bytes(MAX_BYTES), "too_big"),
        (files.PROGRAM, "program"),
        (b"#!/bin/sh\nrm -rf /", "program"),
        (files.SVG_WITH_SCRIPT, "page"),
        (b"<!DOCTYPE html><script>alert(1)</script>", "page"),
        (b"\0\0\0\x18ftypheic" + bytes(100), "apple"),
        (b"GIF89a" + bytes(100), "unknown"),
        (b"\xff\xd8\xff\xe0<script>alert(1)</script>", "damaged"),
        (files.photo()[:2000], "damaged"),
        (files.huge_png(), "too_many_pixels"),
        (files.pdf()[:-60], "damaged"),
        (files.office_package(files.EXCEL, **{"xl/vbaProject.bin": b"x"}), "macros"),
        (files.office_package("application/vnd.ms-word.document.macroEnabled.main+xml"), "macros"),
        (files.office_package(**{"word/activeX/activeX1.xml": b"x"}), "macros"),
        (files.office_package(**{"word/embeddings/a.exe": b"x"}), "macros"),
        (
            files.office_package(**{"word/_rels/settings.xml.rels": b'<Relationship Type="x/attachedTemplate" '
                            b'Target="https://example.org/a.dotm" TargetMode="External"/>'}),
            "macros",
        ),
        (files.office_package("text/plain"), "archive"),
        (files.office_package(**{"../../evil.xml": b"x"}), "damaged"),
        (files.office_package()[:-30], "damaged"),
        (files.office_package(**files.ZIP_BOMB_PARTS), "bomb"),
        (files.office_package(**{f"word/{n}.xml": b"" for n in range(5001)}), "bomb"),
        (files.legacy_office_file("WordDocument", "Macros"), "macros"),
        (files.legacy_office_file("WordDocument", "_VBA_PROJECT"), "macros"),
        (files.legacy_office_file("Workbook"), "old_office"),
        (files.legacy_office_file("EncryptedPackage"), "password"),
    ],
)  # fmt: skip
def test_unwanted_files_are_refused(data, code):
    assert refusal_code(data) == code


# "stream" and "obj" within a string of the dictionary, before the real stream.
HIDDEN = b"<< /Type /ObjStm /N 1 /First 4 /X (stream\n%s 7 0 obj) /Filter /FlateDecode >>\nstream\n%s\nendstream"
HIDDEN %= b"x" * 5000, zlib.compress(b"9 0 " + SCRIPT)


@pytest.mark.parametrize(
    "data, code",
    [
        (files.pdf(SCRIPT), "active_pdf"),
        (files.pdf(b"<< /S /J#61vaScr#69pt /J#53 (app.alert\\(1\\)) >>"), "active_pdf"),
        (files.pdf(b"<< /S /Launch /F (cmd.exe) >>"), "active_pdf"),
        (files.pdf(b"<< /Names << /EmbeddedFiles 9 0 R >> >>"), "active_pdf"),
        (files.pdf(b"<< /Type /EmbeddedFile >>"), "active_pdf"),
        (files.pdf(b"<< /AA << /O 9 0 R >> >>"), "active_pdf"),
        (files.pdf(b"<< /A#41 << /O 9 0 R >> >>"), "active_pdf"),
        (files.pdf(files.object_stream(SCRIPT)), "active_pdf"),
        (files.pdf(files.stream(b"9 0 " + SCRIPT, b"/Type /Obj#53tm /N 1 /First 4")), "active_pdf"),
        # Objects inside another stream, which a reader finds by their offset.
        (files.pdf(b"<< /Length 999 >>\nstream\n" + SCRIPT + b"\nendstream"), "active_pdf"),
        (files.pdf(b"<< /Length 999 >>\nstream\n7 0 obj " + files.object_stream(SCRIPT) + b"\nendstream"),
         "active_pdf"),
        # "obj" within a string of the dictionary, after its type.
        (files.pdf(files.object_stream(SCRIPT, b"/X (obj)")), "active_pdf"),
        # The type lies far before the stream.
        (files.pdf(files.object_stream(SCRIPT, b"/X (%s)" % (b"x" * 5000))), "active_pdf"),
        (files.pdf(HIDDEN), "active_pdf"),
        (files.pdf(files.object_stream(b"<< >>", b"/DecodeParms << /Predictor 12 >>")), "unreadable_pdf"),
        (files.pdf(b"<< /Type /ObjStm /First 4 /Filter [/ASCIIHexDecode /FlateDecode] >>\nstream\n00\nendstream"),
         "unreadable_pdf"),
        (files.pdf(files.object_stream(b" " * (65 * 1024 * 1024))), "bomb"),
        (files.pdf(trailer=b"/Encrypt 9 0 R"), "password"),
        (b"<html>" + files.pdf(), "page"),
    ],
)  # fmt: skip
def test_active_or_obfuscated_pdf_is_refused(data, code):
    assert refusal_code(data, "a.pdf") == code


def test_pdf_with_many_broken_streams_is_inspected_in_one_pass():
    """Inspecting a damaged file must not take quadratic time."""
    broken = files.pdf(b"<< >> stream\n" * 40_000)
    assert inspect_file(broken, "a.pdf").kind == "pdf"
    assert refusal_code(files.pdf(b"<< >> stream\n" * 60_000)) == "unreadable_pdf"


def test_thumbnail_is_rotated_upright_without_metadata():
    original = files.photo(rotated=True)
    assert Image.open(BytesIO(original)).getexif().get_ifd(0x8825)
    thumbnail = Image.open(BytesIO(inspect_file(original, "a.jpg").thumb))
    assert thumbnail.size == (240, 320)
    assert not thumbnail.getexif()
    assert b"Exif" not in inspect_file(original, "a.jpg").thumb
    above, below = thumbnail.convert("RGB").getpixel((120, 20)), thumbnail.convert("RGB").getpixel((120, 300))
    assert min(above) > 240 > max(below[1:])  # the left half is at the top after rotation


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
    source = "".join(path.read_text() for path in evidence_sources())
    used = set(re.findall(r'BadFile\("(\w+)"', source)) | set(re.findall(r'return "(\w+)"', source))
    used -= {"jpg", "png", "webp", "pdf", "doc"}
    assert used == REFUSAL_TEXTS.keys()
    assert "20" in describe_refusal(BadFile("too_big", limit=20))


def evidence_sources():
    from pathlib import Path

    import targets.evidence.files

    return Path(targets.evidence.files.__file__).parent.glob("*.py")


def test_file_kinds_match_the_model():
    assert FILE_KINDS.keys() == set(Evidence.Kind.values)
