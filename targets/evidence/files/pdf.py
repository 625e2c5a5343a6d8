"""PDF: whole, readable without a password, and with nothing in it that acts by itself.

No parser: two programs that parse a damaged PDF find different things in it. What may not be there is looked for
wherever a reader could find it: in the bytes as they are, with escaped names (/J#61vaScript) written out, and in every
stream of packed objects, unpacked within a bound.
"""

import re
import zlib

from targets.evidence.files.reasons import BadFile

END = b"%%EOF"
END_WITHIN = 2048  # from the end; some programs add a little after it
MOST_UNPACKED = 64 * 1024 * 1024
MOST_STREAMS = 50_000
CHUNK = 64 * 1024
LOOK_BACK = 4096  # for the dictionary of a stream

_ENDS = rb"(?=[\s\x00/<>\[\](){}%]|\Z)"
# Scripts, programs, files inside and forms that send. A destination at opening (/OpenAction) is in nearly every PDF:
# what would make it act is named here.
ACTIVE = re.compile(
    rb"/(?:JavaScript|Launch|EmbeddedFiles?|RichMedia|XFA|SubmitForm|ImportData|GoToE|Rendition|Movie)" + _ENDS
)
# Names so short that packed pixels contain them by chance: looked for outside of streams.
SHORT = re.compile(rb"/(?:JS|AA)" + _ENDS)
ENCRYPTED = re.compile(rb"/Encrypt" + _ENDS)
ESCAPE = re.compile(rb"#([0-9A-Fa-f]{2})")
STREAM = re.compile(rb"(?<!end)stream(?:\r\n|\n|\r)")
PACKED = re.compile(rb"/(?:ObjStm|First)" + _ENDS)  # a stream of objects has both; one is enough to look into it
# The numbers and places of the objects, with which such a stream begins; GLANCE bytes tell.
OBJECTS, GLANCE = re.compile(rb"(?:[\s\x00]|%[^\r\n]*[\r\n])*\d+[\s\x00]+\d+[\s\x00]"), 1024
FILTER = re.compile(rb"/Filter\s*(?:\[\s*/FlateDecode\s*\]|/FlateDecode)" + _ENDS)
ANY_FILTER = re.compile(rb"/(?:Filter|F)" + _ENDS)
PREDICTOR = re.compile(rb"/Predictor\s+(?!1\b)")


def check_pdf(data):
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


def unescaped(data):
    """With names written out: /J#61vaScript is /JavaScript."""
    return ESCAPE.sub(lambda found: bytes([int(found[1], 16)]), data)


def _without_streams(data):
    kept, place = [], 0
    while (begin := STREAM.search(data, place)) and (end := data.find(b"endstream", begin.end())) >= 0:
        kept.append(data[place : begin.start()])
        place = end + len(b"endstream")
    return b" ".join([*kept, data[place:]])


def _packed_objects(data):
    """(what it holds, whether it is named so) of each stream of objects. Wherever "stream" stands, also inside of
    another stream: a reader finds objects by their place in the file and does not care."""
    left = MOST_UNPACKED
    for number, found in enumerate(STREAM.finditer(data)):
        if number > MOST_STREAMS:
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
    """Whether what is packed here begins with numbers, as objects do: what it is can stand farther before than we
    look. Whatever else begins so (drawings do) is looked at as well."""
    try:
        return OBJECTS.match(zlib.decompressobj().decompress(data[start : start + GLANCE], GLANCE)) is not None
    except zlib.error:
        return False


def _is_packed(head):
    """Whether this dictionary is one of packed objects (and not of what only stands behind one)."""
    if not PACKED.search(head) or not ANY_FILTER.search(head):
        return False  # what is not packed has been looked at as it is
    if not FILTER.search(head) or PREDICTOR.search(head):
        raise BadFile("unreadable_pdf")  # packed twice or in a rare way: no office program writes that
    return True


def _unpacked(data, start, left, sure):
    """The unpacked bytes. Where it is not ``sure`` that these are objects, what can't be unpacked is none."""
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
