"""What an evidence file is, by what is in it: never by its name, nor by the type that a browser gives it.

Nothing of Django here. ``inspect_file`` either says what a file is, or raises BadFile with a word that
``targets.evidence.refusals`` turns into a sentence.
"""

import hashlib
from dataclasses import dataclass

from targets.evidence.files import images, office, pdf
from targets.evidence.files.names import clean_name
from targets.evidence.files.reasons import BadFile

MAX_BYTES = 20 * 1024 * 1024

JPEG, PNG, WEBP, PDF = b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n", b"WEBP", b"%PDF-"
ZIP, OLE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
PROGRAMS = (b"MZ", b"\x7fELF", b"#!", b"\xca\xfe\xba\xbe", b"\xcf\xfa\xed\xfe", b"\xce\xfa\xed\xfe")
# What is a picture to a person, though not to every browser: the words say what to do about it.
APPLE = (b"ftypheic", b"ftypheix", b"ftypmif1", b"ftyphevc", b"ftypheim", b"ftypavif")

# kind -> how we serve it. Only these; what the browser said when it sent the file is not even kept.
TYPES = {
    "jpg": "image/jpeg",
    "png": "image/png",
    "webp": "image/webp",
    "pdf": "application/pdf",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "doc": "application/msword",
}
PICTURES = frozenset({"jpg", "png", "webp"})
SHOWN = PICTURES | {"pdf"}  # in the page; all others are only handed out


@dataclass(frozen=True)
class Inspected:
    """A file that may be kept. ``thumb`` is a small JPEG drawn anew (pictures only), so without place and camera."""

    name: str
    kind: str
    size: int
    sha256: str
    thumb: bytes | None


def inspect_file(data, name):
    """What ``data`` (bytes) is; ``name`` is what a person called it. Raises BadFile for all that is not wanted."""
    if not data:
        raise BadFile("empty")
    if len(data) > MAX_BYTES:
        raise BadFile("too_big", limit=MAX_BYTES // 1024 // 1024)
    kind = _detect_kind(data)
    thumb = images.make_thumbnail(data, kind) if kind in PICTURES else None
    if kind == "pdf":
        pdf.check_pdf(data)
    return Inspected(clean_name(name, kind), kind, len(data), hashlib.sha256(data).hexdigest(), thumb)


def _detect_kind(data):
    if data.startswith(JPEG):
        return "jpg"
    if data.startswith(PNG):
        return "png"
    if data.startswith(b"RIFF") and data[8:12] == WEBP:
        return "webp"
    if data.startswith(PDF):
        return "pdf"
    if data.startswith(ZIP):
        return office.kind_of_package(data)
    if data.startswith(OLE):
        return office.kind_of_old(data)
    raise BadFile(_rejection_code(data))


def _rejection_code(data):
    """The words for what is none of ours."""
    if data.startswith(PROGRAMS):
        return "program"
    if data[4:12] in APPLE:
        return "apple"
    start = data[:4096].lower()
    if b"<html" in start or b"<script" in start or b"<!doctype html" in start or b"<svg" in start:
        return "page"
    return "unknown"
