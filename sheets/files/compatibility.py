"""Workbooks as openpyxl reads them: "Strict" ones renamed, styles reduced to the number formats, which alone decide."""

import re
import zipfile
from io import BytesIO
from xml.etree import ElementTree

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
STYLES = "xl/styles.xml"
# http://purl.oclc.org/ooxml/spreadsheetml/main is …/spreadsheetml/2006/main in the usual ("Transitional") form.
STRICT = re.compile(rb"http://purl\.oclc\.org/ooxml/([A-Za-z]+)/")
USUAL = rb"http://schemas.openxmlformats.org/\1/2006/"
STYLE_SHEET = (
    f'<styleSheet xmlns="{MAIN}"><numFmts>{{formats}}</numFmts><fonts><font/></fonts>'
    "<fills><fill><patternFill/></fill></fills><borders><border/></borders>"
    "<cellStyleXfs><xf/></cellStyleXfs><cellXfs>{cells}</cellXfs>"
    '<cellStyles><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles></styleSheet>'
)


def make_readable(data: bytes) -> bytes:
    """The same workbook without what openpyxl cannot read and nobody needs.

    ``data`` passed ``require_safe_xlsx``. Raises what zipfile and ElementTree raise for what is damaged.
    """
    stream = BytesIO()
    with zipfile.ZipFile(BytesIO(data)) as archive, zipfile.ZipFile(stream, "w") as made:
        for part in archive.infolist():
            content = archive.read(part)
            if part.filename.endswith((".xml", ".rels")):
                content = STRICT.sub(USUAL, content)
            made.writestr(part.filename, _number_formats_only(content) if part.filename == STYLES else content)
    return stream.getvalue()


def _number_formats_only(styles: bytes) -> bytes:
    root = ElementTree.fromstring(styles)
    formats = ElementTree.Element("numFmts")
    for each in root.iterfind(f"{{{MAIN}}}numFmts/{{{MAIN}}}numFmt"):
        if each.get("numFmtId", "").isdecimal():
            ElementTree.SubElement(formats, "numFmt", each.attrib)
    cells = ElementTree.Element("cellXfs")
    for each in root.iterfind(f"{{{MAIN}}}cellXfs/{{{MAIN}}}xf"):
        number = each.get("numFmtId", "0")
        ElementTree.SubElement(cells, "xf", {"numFmtId": number if number.isdecimal() else "0"})
    texts = {"formats": _children(formats), "cells": _children(cells) or "<xf/>"}
    return STYLE_SHEET.format(**texts).encode()


def _children(element):
    return "".join(ElementTree.tostring(each, encoding="unicode") for each in element)
