"""The parts of an .xlsx that hold its cells, taken out of the archive and put into a new one.

The new archive is what the libraries are given: it holds no more than was looked at here, is not packed, has its
styles reduced to the number formats, and "Strict" names in their usual form.
"""

import posixpath
import re
from dataclasses import dataclass
from xml.etree import ElementTree

from sheets.files.archives import open_archive
from sheets.files.xlsx.formats import read_formats
from sheets.files.xlsx.struck import mark_struck_parts, read_struck
from sheets.files.xlsx.writing import MAIN, write_package
from sheets.files.xml_text import plain_xml
from sheets.limits import MAX_SHEETS
from sheets.problems import refuse_workbook

ROOT_RELATIONS = "_rels/.rels"
MAX_PART = 16 * 1024 * 1024  # of the parts that are parsed as a whole
# http://purl.oclc.org/ooxml/spreadsheetml/main is …/spreadsheetml/2006/main in the usual ("Transitional") form.
STRICT = re.compile(rb"http://purl\.oclc\.org/ooxml/([A-Za-z]+)/")
USUAL = rb"http://schemas.openxmlformats.org/\1/2006/"


@dataclass(frozen=True)
class SheetPart:
    """A worksheet: its title, whether it is hidden, its XML as ``plain_xml``, and its name in the new archive."""

    title: str
    hidden: bool
    content: bytes
    name: str


@dataclass(frozen=True)
class XlsxPackage:
    """``formats`` are the number formats by the number of the cell's style; ``strings`` is the part of shared texts.

    ``struck`` are the numbers of the styles of cells that are struck out. ``date1904``: days are counted from 1904.
    """

    sheets: tuple[SheetPart, ...]
    formats: tuple[str, ...]
    strings: bytes
    date1904: bool
    struck: frozenset[int] = frozenset()

    def repack(self) -> bytes:
        """The new archive."""
        return write_package(
            self.date1904, {sheet.name: sheet.content for sheet in self.sheets}, self.formats, self.strings
        )


def open_package(data: bytes) -> XlsxPackage:
    """The parts of the workbook in ``data``. Raises WorkbookRefused, and what parsers raise for what is damaged."""
    with open_archive(data) as archive:
        names = {name.replace("\\", "/").lstrip("/"): name for name in archive.namelist()}

        def read(name: str) -> bytes:
            return STRICT.sub(USUAL, plain_xml(archive.read(names[name])))

        path = _find_book(read(ROOT_RELATIONS))
        folder, name = posixpath.split(path)
        links = _read_relations(read(posixpath.join(folder, "_rels", f"{name}.rels")), folder)
        book = _parse(read(path))
        parts = {kind: part for kind, part in links.values() if part in names}
        sheets = tuple(
            SheetPart(title, hidden, mark_struck_parts(read(part)), f"sheet{number}")
            for number, (title, hidden, part) in enumerate(_list_sheets(book, links), 1)
        )
        styles = read(parts["styles"]) if "styles" in parts else b""
        strings = mark_struck_parts(read(parts["sharedStrings"])) if "sharedStrings" in parts else b""
    properties = book.find(f"{{{MAIN}}}workbookPr")
    date1904 = properties is not None and properties.get("date1904") in ("1", "true")
    return XlsxPackage(sheets, read_formats(styles), strings, date1904, read_struck(styles))


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


def _list_sheets(book, links) -> list[tuple[str, bool, str]]:
    """Title, whether it is hidden, and name of the part of each worksheet; there are sheets of other kinds, too."""
    sheets = []
    for each in book.iter(f"{{{MAIN}}}sheet"):
        link = next((value for name, value in each.attrib.items() if name.endswith("}id")), "")
        kind, part = links.get(link, ("", ""))
        if kind == "worksheet":
            sheets.append((each.get("name", ""), each.get("state", "visible") != "visible", part))
    if not sheets:
        refuse_workbook("broken")
    if len(sheets) > MAX_SHEETS:
        refuse_workbook("too_many_sheets", limit=MAX_SHEETS)
    return sheets


def _parse(content):
    if len(content) > MAX_PART:
        refuse_workbook("zip_bomb")
    return ElementTree.fromstring(content)
