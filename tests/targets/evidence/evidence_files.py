"""Generated files for tests, valid and malicious; none is stored in the repository."""

import struct
import zipfile
import zlib
from io import BytesIO

from PIL import Image

TYPES = "[Content_Types].xml"
WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
EXCEL = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"
GPS_COORDINATES = (25.0, 100.0)


def photo(kind="JPEG", size=(640, 480), colour=(200, 30, 60), *, rotated=False, **options):
    """An image file; a ``rotated`` one has an EXIF orientation and a GPS position."""
    image = Image.new("RGB", size, colour)
    if rotated:
        image.paste((255, 255, 255), (0, 0, size[0] // 2, size[1]))
        exif = Image.Exif()
        exif[0x0112] = 6  # orientation: rotate by 90 degrees
        exif.get_ifd(0x8825)[2] = GPS_COORDINATES
        options["exif"] = exif
    out = BytesIO()
    image.save(out, kind, **options)
    return out.getvalue()


def huge_png(side=20_000):
    """A PNG of a few bytes whose header declares 400 million pixels."""

    def chunk(kind, data):
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    head = struct.pack(">IIBBBBB", side, side, 8, 2, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(b"\0" * 1000)) + chunk(b"IEND", b"")
    )


def pdf(*objects, trailer=b""):
    """A PDF of one page, followed by ``objects``."""
    parts = [
        b"<< /Type /Catalog /Pages 2 0 R /OpenAction [3 0 R /Fit] >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 300 200] >>",
        *objects,
    ]
    body, offsets = b"%PDF-1.5\n", []
    for number, part in enumerate(parts, 1):
        offsets.append(len(body))
        body += b"%d 0 obj\n%s\nendobj\n" % (number, part)
    table = b"xref\n0 %d\n0000000000 65535 f \n" % (len(parts) + 1)
    table += b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    end = b"trailer << /Size %d /Root 1 0 R %s >>\nstartxref\n%d\n%%%%EOF\n" % (len(parts) + 1, trailer, len(body))
    return body + table + end


def stream(content, head=b""):
    """A compressed stream, as an object of a PDF; ``head`` is added to its dictionary."""
    packed = zlib.compress(content)
    return b"<< /Length %d /Filter /FlateDecode %s >>\nstream\n%s\nendstream" % (len(packed), head, packed)


def object_stream(content, head=b""):
    """A compressed object stream that holds the one object ``content``."""
    return stream(b"9 0 " + content, b"/Type /ObjStm /N 1 /First 4 " + head)


def office_package(main=WORD, **parts):
    """An Office Open XML package of the content type ``main``, with ``parts`` {name: content}."""
    types = f'<?xml version="1.0"?><Types><Override PartName="/main.xml" ContentType="{main}"/></Types>'
    out = BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(TYPES, types)
        for name, content in parts.items():
            archive.writestr(name, content)
    return out.getvalue()


def legacy_office_file(*entries):
    """A minimal OLE compound file: a header, and a directory with these entries."""
    names = ["Root Entry", *entries]
    directory = b"".join(f"{name}\0".encode("utf-16-le").ljust(128, b"\0") for name in names)
    return b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1".ljust(512, b"\0") + directory.ljust(1024, b"\0")


PROGRAM = b"MZ\x90\x00\x03" + bytes(200) + b"This program cannot be run in DOS mode."
SVG_WITH_SCRIPT = (
    b'<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg"><foreignObject><html><script>alert(1)</script>'
)
ZIP_BOMB_PARTS = {"word/document.xml": b"0" * (12 * 1024 * 1024)}


class UnreadBody:
    """A request body that must not be read to its end; ``bytes_read`` counts."""

    def __init__(self):
        self.bytes_read = 0

    def read(self, size=-1):
        assert size != -1
        self.bytes_read += size
        return b"x" * size

    readline = read
