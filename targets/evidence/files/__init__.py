"""Inspect evidence files by their content, never by their name or the type that a browser sends. Without Django.

``inspect_file`` says what a file is, or raises BadFile with a code of ``targets.evidence.refusals.REFUSAL_TEXTS``.
"""

import hashlib
from dataclasses import dataclass

from targets.evidence.files import images, office, pdf
from targets.evidence.files.kinds import FILE_KINDS
from targets.evidence.files.names import clean_name
from targets.evidence.files.reasons import BadFile

MAX_BYTES = 20 * 1024 * 1024
MAX_MEGABYTES = MAX_BYTES // 1024 // 1024

# The bytes with which a file begins -> its kind.
SIGNATURES = {b"\xff\xd8\xff": "jpg", b"\x89PNG\r\n\x1a\n": "png", b"%PDF-": "pdf"}
RIFF, WEBP = b"RIFF", b"WEBP"  # four bytes of length between them
ZIP, OLE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
PROGRAMS = (b"MZ", b"\x7fELF", b"#!", b"\xca\xfe\xba\xbe", b"\xcf\xfa\xed\xfe", b"\xce\xfa\xed\xfe")
# Photos of Apple devices, which not every browser shows: refused with a hint of its own.
APPLE = (b"ftypheic", b"ftypheix", b"ftypmif1", b"ftyphevc", b"ftypheim", b"ftypavif")


@dataclass(frozen=True)
class InspectedFile:
    """A file that may be stored. ``thumb`` is a small JPEG (pictures only), drawn anew, so without place and camera."""

    name: str
    kind: str
    size: int
    sha256: str
    thumb: bytes | None


def inspect_file(data: bytes, name: str) -> InspectedFile:
    """What ``data`` is; ``name`` is what a person called it. Raises BadFile for everything that is not accepted."""
    if not data:
        raise BadFile("empty")
    if len(data) > MAX_BYTES:
        raise BadFile("too_big", limit=MAX_MEGABYTES)
    kind = _detect_kind(data)
    thumb = images.make_thumbnail(data, kind) if FILE_KINDS[kind].is_picture else None
    if kind == "pdf":
        pdf.check_pdf(data)
    return InspectedFile(clean_name(name, kind), kind, len(data), hashlib.sha256(data).hexdigest(), thumb)


def _detect_kind(data):
    for signature, kind in SIGNATURES.items():
        if data.startswith(signature):
            return kind
    if data.startswith(RIFF) and data[8:12] == WEBP:
        return "webp"
    if data.startswith(ZIP):
        return office.kind_of_package(data)
    if data.startswith(OLE):
        return office.kind_of_old(data)
    raise BadFile(_rejection_code(data))


def _rejection_code(data):
    """Why a file of no accepted kind is refused."""
    if data.startswith(PROGRAMS):
        return "program"
    if data[4:12] in APPLE:
        return "apple"
    start = data[:4096].lower()
    if b"<html" in start or b"<script" in start or b"<!doctype html" in start or b"<svg" in start:
        return "page"
    return "unknown"
