"""PDF: complete, readable without a password, and without active content.

Not parsed: two programs that parse a damaged PDF find different things in it. Active content is searched wherever a
reader could find it: in the raw bytes, with escaped names (/J#61vaScript) decoded, and in every stream of packed
objects, unpacked within a limit.
"""

import re
import zlib

from targets.evidence.files.reasons import BadFile

END = b"%%EOF"
END_WITHIN = 2048  # bytes from the end; some programs write a little after it
MAX_UNPACKED = 64 * 1024 * 1024
MAX_STREAMS = 50_000
CHUNK = 64 * 1024
LOOK_BACK = 4096  # bytes before a stream, for its dictionary

_ENDS = rb"(?=[\s\x00/<>\[\](){}%]|\Z)"
# Scripts, programs, embedded files and forms that send data. /OpenAction is in nearly every PDF: the actions that would
# make it dangerous are listed here.
ACTIVE = re.compile(
    rb"/(?:JavaScript|Launch|EmbeddedFiles?|RichMedia|XFA|SubmitForm|ImportData|GoToE|Rendition|Movie)" + _ENDS
)
# Names so short that compressed pixels contain them by chance: searched outside of streams only.
SHORT = re.compile(rb"/(?:JS|AA)" + _ENDS)
ENCRYPTED = re.compile(rb"/Encrypt" + _ENDS)
ESCAPE = re.compile(rb"#([0-9A-Fa-f]{2})")
STREAM = re.compile(rb"(?<!end)stream(?:\r\n|\n|\r)")
PACKED = re.compile(rb"/(?:ObjStm|First)" + _ENDS)  # a stream of objects has both; one is enough to look into it
# Such a stream begins with the numbers and offsets of its objects; the first GLANCE bytes are enough to see it.
OBJECTS, GLANCE = re.compile(rb"(?:[\s\x00]|%[^\r\n]*[\r\n])*\d+[\s\x00]+\d+[\s\x00]"), 1024
FILTER = re.compile(rb"/Filter\s*(?:\[\s*/FlateDecode\s*\]|/FlateDecode)" + _ENDS)
ANY_FILTER = re.compile(rb"/(?:Filter|F)" + _ENDS)
PREDICTOR = re.compile(rb"/Predictor\s+(?!1\b)")


def check_pdf(data: bytes) -> None:
    """Raise BadFile unless ``data`` is such a PDF."""
    if END not in data[-END_WITHIN:]:
        raise BadFile("damaged")
    plain = unescaped(data)
    outside = _without_streams(plain)
    if ENCRYPTED.search(outside):
        raise BadFile("password")
    if ACTIVE.search(plain) or SHORT.search(outside):
        raise BadFile("active_pdf")
    for objects, named in _packed_objects(data):
        found = unescaped(objects)
        if ACTIVE.search(found) or (named and SHORT.search(found)):
            raise BadFile("active_pdf")


def unescaped(data: bytes) -> bytes:
    """``data`` with escaped names decoded: /J#61vaScript is /JavaScript."""
    return ESCAPE.sub(lambda found: bytes([int(found[1], 16)]), data)


def _without_streams(data):
    kept, place = [], 0
    while (begin := STREAM.search(data, place)) and (end := data.find(b"endstream", begin.end())) >= 0:
        kept.append(data[place : begin.start()])
        place = end + len(b"endstream")
    return b" ".join([*kept, data[place:]])


def _packed_objects(data):
    """Yield (content, whether its dictionary says so) of each stream of objects, also of streams inside another one:
    readers find objects by their offset in the file."""
    left = MAX_UNPACKED
    for number, found in enumerate(STREAM.finditer(data)):
        if number > MAX_STREAMS:
            raise BadFile("unreadable_pdf")
        before = data[max(0, found.start() - LOOK_BACK) : found.start()]
        named = PACKED.search(unescaped(before)) is not None
        if not named and not _begins_as_objects(data, found.end()):
            continue
        sure = _is_packed(unescaped(before[max(before.rfind(b"obj"), 0) :]))
        objects = _unpacked(data, found.end(), left, sure)
        left -= len(objects)
        yield objects, named


def _begins_as_objects(data, start):
    """Whether the compressed data begins with numbers, as objects do: its dictionary may begin before LOOK_BACK. Other
    data that begins so (drawings) is searched as well."""
    try:
        return OBJECTS.match(zlib.decompressobj().decompress(data[start : start + GLANCE], GLANCE)) is not None
    except zlib.error:
        return False


def _is_packed(head):
    """Whether this dictionary is that of a stream of objects, and not of data behind one."""
    if not PACKED.search(head) or not ANY_FILTER.search(head):
        return False  # not compressed: searched with the raw bytes
    if not FILTER.search(head) or PREDICTOR.search(head):
        raise BadFile("unreadable_pdf")  # compressed twice or in a rare way, which no office program does
    return True


def _unpacked(data, start, left, sure):
    """The unpacked bytes, at most ``left``. Data that cannot be unpacked is only an error when these are surely objects
    (``sure``)."""
    unpacking, parts = zlib.decompressobj(), []
    try:
        while not unpacking.eof and start < len(data):
            parts.append(unpacking.decompress(data[start : start + CHUNK], left + 1))
            left -= len(parts[-1])
            start += CHUNK
            if left < 0:
                raise BadFile("bomb")
    except zlib.error as error:
        if sure:
            raise BadFile("damaged") from error
    return b"".join(parts)
