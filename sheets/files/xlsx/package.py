"""The parts of an .xlsx that hold its cells, taken out of the archive and put into a new one.

The new archive is what the libraries are given: it holds no more than was looked at here, is not packed, has its
styles reduced to the number formats, and "Strict" names in their usual form.
"""

import posixpath
import re
import zipfile
from dataclasses import dataclass
from html import escape
from io import BytesIO
from xml.etree import ElementTree

from sheets.files.archives import open_archive
from sheets.files.xlsx.formats import read_formats
from sheets.files.xml_text import plain_xml
from sheets.limits import MAX_SHEETS
from sheets.problems import refuse_workbook

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
CONTENT_TYPES, ROOT_RELATIONS = "[Content_Types].xml", "_rels/.rels"
MAX_PART = 16 * 1024 * 1024  # of the parts that are parsed as a whole
# http://purl.oclc.org/ooxml/spreadsheetml/main is …/spreadsheetml/2006/main in the usual ("Transitional") form.
STRICT = re.compile(rb"http://purl\.oclc\.org/ooxml/([A-Za-z]+)/")
USUAL = rb"http://schemas.openxmlformats.org/\1/2006/"
STYLE_SHEET = (
    f'<styleSheet xmlns="{MAIN}"><numFmts>{{formats}}</numFmts><fonts><font/></fonts>'
    "<fills><fill><patternFill/></fill></fills><borders><border/></borders>"
    "<cellStyleXfs><xf/></cellStyleXfs><cellXfs>{cells}</cellXfs>"
    '<cellStyles><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles></styleSheet>'
)
FIRST_CUSTOM = 164  # the number of the first format that a workbook defines itself


@dataclass(frozen=True)
class SheetPart:
    """A worksheet: its title, the name of its part, and whether it is hidden."""

    title: str
    path: str
    hidden: bool


@dataclass(frozen=True)
class XlsxPackage:
    """``parts`` by name, as ``plain_xml``; ``formats`` are the number formats by the number of the cell's style."""

    parts: dict[str, bytes]
    sheets: tuple[SheetPart, ...]
    formats: tuple[str, ...]
    shared_strings: bytes = b""
    book: str = ""

    def repack(self) -> bytes:
        """The new archive."""
        stream = BytesIO()
        with zipfile.ZipFile(stream, "w") as made:
            for name, content in self.parts.items():
                made.writestr(name, content)
        return stream.getvalue()


def open_package(data: bytes) -> XlsxPackage:
    """The parts of the workbook in ``data``. Raises WorkbookRefused, and what parsers raise for what is damaged."""
    with open_archive(data) as archive:
        names = {name.replace("\\", "/").lstrip("/"): name for name in archive.namelist()}

        def read(name: str) -> bytes:
            return STRICT.sub(USUAL, plain_xml(archive.read(names[name])))

        parts = {name: read(name) for name in (CONTENT_TYPES, ROOT_RELATIONS)}
        book = _find_book(parts[ROOT_RELATIONS])
        relations = posixpath.join(posixpath.dirname(book), "_rels", f"{posixpath.basename(book)}.rels")
        parts |= {book: read(book), relations: read(relations)}
        targets = _read_relations(parts[relations], posixpath.dirname(book))
        sheets = _list_sheets(parts[book], targets)
        for sheet in sheets:
            parts[sheet.path] = read(sheet.path)
        kinds = {kind: path for kind, path in targets.values() if path in names}
        strings = kinds.get("sharedStrings", "")
        if strings:
            parts[strings] = read(strings)
        styles = kinds.get("styles", "")
        formats = read_formats(read(styles)) if styles else ()
        if styles:
            parts[styles] = _write_styles(formats)
    return XlsxPackage(parts, sheets, formats, parts.get(strings, b""), book)


def _find_book(relations):
    for kind, path in _read_relations(relations, "").values():
        if kind == "officeDocument":
            return path
    return refuse_workbook("broken")


def _read_relations(content, folder) -> dict[str, tuple[str, str]]:
    """id -> (kind, name of the part)."""
    found = {}
    for each in _parse(content):
        target = each.get("Target", "")
        path = target.lstrip("/") if target.startswith("/") else posixpath.normpath(posixpath.join(folder, target))
        found[each.get("Id", "")] = (each.get("Type", "").rpartition("/")[2], path)
    return found


def _list_sheets(book, targets) -> tuple[SheetPart, ...]:
    sheets = []
    for each in _parse(book).iter(f"{{{MAIN}}}sheet"):
        relation = next((value for name, value in each.attrib.items() if name.endswith("}id")), "")
        kind, path = targets.get(relation, ("", ""))
        if kind == "worksheet":
            hidden = each.get("state", "visible") != "visible"
            sheets.append(SheetPart(each.get("name", ""), path, hidden))
    if not sheets:
        refuse_workbook("broken")
    if len(sheets) > MAX_SHEETS:
        refuse_workbook("too_many_sheets", limit=MAX_SHEETS)
    return tuple(sheets)


def _parse(content):
    if len(content) > MAX_PART:
        refuse_workbook("zip_bomb")
    return ElementTree.fromstring(content)


def _write_styles(formats) -> bytes:
    numbers = {text: number for number, text in enumerate(dict.fromkeys(formats), FIRST_CUSTOM)}
    written = "".join(f'<numFmt numFmtId="{number}" formatCode="{escape(text)}"/>' for text, number in numbers.items())
    cells = "".join(f'<xf numFmtId="{numbers[text]}"/>' for text in formats) or "<xf/>"
    return STYLE_SHEET.format(formats=written, cells=cells).encode()
