"""Opens packages (zip files of XML parts) with limits on unpacked size and number of elements, without entities.

Namespaces are removed from names: w:p becomes p, in both editions of the standard.
"""

import re
import zipfile
from io import BytesIO
from xml.etree.ElementTree import Element, ParseError, TreeBuilder, XMLParser
from xml.parsers.expat import ExpatError

from reader.files.reasons import UnreadableFile, UnreadableReason

MAX_PARTS, MAX_RATIO, SMALL = (
    5_000,
    200,
    50_000,
)  # as for evidence files: zipfile unpacks no more than the declared size
MAX_UNPACKED, MAX_PART = 300 * 1024 * 1024, 64 * 1024 * 1024
MAX_TAGS = 3_000_000  # a page of a heavily edited document has 6,000
CHUNK = 64 * 1024
TYPES, RELATIONS = "[Content_Types].xml", "_rels/.rels"
WORD = re.compile(r"(wordprocessingml\.(document|template)|word\.(document|template)\.macroEnabled)\b.*main\+xml$")
OTHER_OFFICE_TYPE = re.compile(r"spreadsheetml|presentationml|ms-excel|ms-powerpoint|visio")
OPEN_DOCUMENT = b"application/vnd.oasis.opendocument"


class Package:
    """The parts of a Word document; ``main`` is the path of its text. Raises UnreadableFile for other packages."""

    def __init__(self, data: bytes):
        try:
            self.zip = zipfile.ZipFile(BytesIO(data))
        except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError) as error:
            raise UnreadableFile(UnreadableReason.DAMAGED) from error
        self.names = {part.filename: part for part in self.zip.infolist()}
        _check_size(self.zip.infolist(), len(data))
        self.main = self._find_main()

    def xml(self, path: str) -> Element:
        """The root element of a part. Raises UnreadableFile if it is missing, damaged or beyond the limits."""
        parser = XMLParser(target=_NoEntities())
        try:
            with self.zip.open(self.names[path]) as part:
                size = tags = 0
                while chunk := part.read(CHUNK):
                    size, tags = size + len(chunk), tags + chunk.count(b"<")
                    if size > MAX_PART or tags > MAX_TAGS:
                        raise UnreadableFile(UnreadableReason.BOMB)
                    parser.feed(chunk)
            return _strip_namespaces(parser.close())
        except UnreadableFile:
            raise
        except (KeyError, RuntimeError, OSError, ValueError, ParseError, ExpatError, LookupError, EOFError) as error:
            raise UnreadableFile(UnreadableReason.DAMAGED) from error
        except Exception as error:  # zlib.error and other errors of unpacking
            raise UnreadableFile(UnreadableReason.DAMAGED) from error

    def related_part(self, kind: str) -> Element | None:
        """The root of the part that the text refers to as ``kind`` (numbering, styles, footnotes …), or None."""
        folder, _, name = self.main.rpartition("/")
        relations = f"{folder}/_rels/{name}.rels".lstrip("/")
        if relations not in self.names:
            return None
        for each in self.xml(relations):
            if each.get("Type", "").rpartition("/")[2] == kind:
                path = _resolve_path(folder, each.get("Target", ""))
                return self.xml(path) if path in self.names else None
        return None

    def _find_main(self):
        if TYPES not in self.names:
            raise UnreadableFile(self._unreadable_reason())
        types = self.xml(TYPES)
        words = [each for each in types if WORD.search(each.get("ContentType", ""))]
        if not words:
            others = any(OTHER_OFFICE_TYPE.search(each.get("ContentType", "")) for each in types)
            raise UnreadableFile(UnreadableReason.OTHER_OFFICE if others else UnreadableReason.ARCHIVE)
        named = next((each.get("PartName") for each in words if each.get("PartName")), None)
        return (named or self._main_from_relations() or "").lstrip("/")

    def _main_from_relations(self):
        """The path of the text by the relations of the package, if the content types do not name it."""
        for each in self.xml(RELATIONS) if RELATIONS in self.names else ():
            if each.get("Type", "").endswith("/officeDocument"):
                return _resolve_path("", each.get("Target", ""))
        return None

    def _unreadable_reason(self):
        if "OFD.xml" in self.names:
            return UnreadableReason.OFD
        if "mimetype" in self.names:
            with self.zip.open("mimetype") as part:
                if part.read(100).startswith(OPEN_DOCUMENT):
                    return UnreadableReason.OTHER_OFFICE
        return UnreadableReason.ARCHIVE


def _check_size(parts, packed):
    unpacked = sum(part.file_size for part in parts)
    if len(parts) > MAX_PARTS or unpacked > MAX_UNPACKED or unpacked > max(packed, SMALL) * MAX_RATIO:
        raise UnreadableFile(UnreadableReason.BOMB)
    if any(part.flag_bits & 1 for part in parts):
        raise UnreadableFile(UnreadableReason.PASSWORD)


def _resolve_path(folder, target):
    """The path of ``target`` relative to ``folder``."""
    path: list[str] = [] if target.startswith("/") else [each for each in folder.split("/") if each]
    for step in target.split("/"):
        if step == "..":
            del path[-1:]
        elif step not in ("", "."):
            path.append(step)
    return "/".join(path)


class _NoEntities(TreeBuilder):
    """Builds elements and rejects document types, which define entities; office programs do not write any."""

    def doctype(self, name, pubid, system):
        raise UnreadableFile(UnreadableReason.DAMAGED)


def _strip_namespaces(root):
    """``root`` with the namespaces removed from all element and attribute names."""
    known: dict[str, str] = {}

    def bare(name):
        found = known.get(name)
        if found is None:
            found = known[name] = name.rpartition("}")[2]
        return found

    for each in root.iter():
        each.tag = bare(each.tag)
        if each.attrib:
            each.attrib = {bare(name): value for name, value in each.attrib.items()}
    return root
