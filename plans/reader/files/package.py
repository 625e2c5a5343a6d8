"""Packages (a zip of XML parts) opened with bounds: on what they unpack to, on how deep and how many their elements
are, and without entities. Names lose their namespaces: w:p is p, in both editions of the standard."""

import re
import zipfile
from io import BytesIO
from xml.etree.ElementTree import Element, ParseError, TreeBuilder, XMLParser
from xml.parsers.expat import ExpatError

from plans.reader.files.reasons import Reason, Unreadable

MOST_PARTS, MOST_RATIO, SMALL = 5_000, 200, 50_000  # as for evidence: a part unpacks to no more than it declares
MOST_UNPACKED, MOST_PART = 300 * 1024 * 1024, 64 * 1024 * 1024
MOST_ELEMENTS, MOST_DEPTH = 1_500_000, 200  # a page of a much edited document has 3,000
CHUNK = 64 * 1024
TYPES = "[Content_Types].xml"
WORD = re.compile(r"(wordprocessingml\.(document|template)|word\.(document|template)\.macroEnabled)\b.*main\+xml$")
OTHERS = re.compile(r"spreadsheetml|presentationml|ms-excel|ms-powerpoint|visio")
OPEN_DOCUMENT = b"application/vnd.oasis.opendocument"


class Package:
    """The parts of a Word document. ``main`` is the path of the text. Raises Unreadable for what is none."""

    def __init__(self, data: bytes):
        try:
            self.zip = zipfile.ZipFile(BytesIO(data))
        except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError) as error:
            raise Unreadable(Reason.DAMAGED) from error
        self.names = {part.filename: part for part in self.zip.infolist()}
        _check_size(self.zip.infolist(), len(data))
        self.main = self._main()

    def xml(self, path: str) -> Element:
        """The root of a part. Raises Unreadable for one that is not there, is damaged or beyond the bounds."""
        parser = XMLParser(target=_Bounded())
        try:
            with self.zip.open(self.names[path]) as part:
                left = MOST_PART
                while chunk := part.read(CHUNK):
                    left -= len(chunk)
                    if left < 0:
                        raise Unreadable(Reason.BOMB)
                    parser.feed(chunk)
            return parser.close()
        except Unreadable:
            raise
        except (KeyError, RuntimeError, OSError, ValueError, ParseError, ExpatError, LookupError, EOFError) as error:
            raise Unreadable(Reason.DAMAGED) from error
        except Exception as error:  # zlib.error and whatever else unpacking says
            raise Unreadable(Reason.DAMAGED) from error

    def beside(self, kind: str) -> Element | None:
        """The part that the text names as its ``kind`` (numbering, styles, footnotes …), or None."""
        folder, _, name = self.main.rpartition("/")
        relations = f"{folder}/_rels/{name}.rels".lstrip("/")
        if relations not in self.names:
            return None
        for each in self.xml(relations):
            if each.get("Type", "").rpartition("/")[2] == kind:
                path = _resolved(folder, each.get("Target", ""))
                return self.xml(path) if path in self.names else None
        return None

    def _main(self):
        if TYPES not in self.names:
            raise Unreadable(self._why_not())
        types = self.xml(TYPES)
        for each in types:
            if WORD.search(each.get("ContentType", "")):
                return each.get("PartName", "").lstrip("/")
        others = any(OTHERS.search(each.get("ContentType", "")) for each in types)
        raise Unreadable(Reason.OTHER_OFFICE if others else Reason.ARCHIVE)

    def _why_not(self):
        if "OFD.xml" in self.names:
            return Reason.OFD
        if "mimetype" in self.names:
            with self.zip.open("mimetype") as part:
                if part.read(100).startswith(OPEN_DOCUMENT):
                    return Reason.OTHER_OFFICE
        return Reason.ARCHIVE


def _check_size(parts, packed):
    unpacked = sum(part.file_size for part in parts)
    if len(parts) > MOST_PARTS or unpacked > MOST_UNPACKED or unpacked > max(packed, SMALL) * MOST_RATIO:
        raise Unreadable(Reason.BOMB)
    if any(part.flag_bits & 1 for part in parts):
        raise Unreadable(Reason.PASSWORD)


def _resolved(folder, target):
    """The path of a part named from ``folder``."""
    path: list[str] = [] if target.startswith("/") else [each for each in folder.split("/") if each]
    for step in target.split("/"):
        if step == "..":
            del path[-1:]
        elif step not in ("", "."):
            path.append(step)
    return "/".join(path)


class _Bounded(TreeBuilder):
    """Builds elements with bare names. A part with a document type (the place of entities) is none of an office."""

    def __init__(self):
        super().__init__()
        self.depth, self.elements, self.bare = 0, 0, {}

    def start(self, tag, attrs):
        self.depth += 1
        self.elements += 1
        if self.depth > MOST_DEPTH or self.elements > MOST_ELEMENTS:
            raise Unreadable(Reason.BOMB)
        return super().start(self._bare(tag), {self._bare(name): value for name, value in attrs.items()})

    def end(self, tag):
        self.depth -= 1
        return super().end(self._bare(tag))

    def doctype(self, name, pubid, system):
        raise Unreadable(Reason.DAMAGED)

    def _bare(self, name):
        found = self.bare.get(name)
        if found is None:
            found = self.bare[name] = name.rpartition("}")[2]
        return found
