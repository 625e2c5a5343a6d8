"""Writing a minimal .xlsx from the parts of another, for the libraries that read it."""

import zipfile
from collections.abc import Mapping, Sequence
from html import escape
from io import BytesIO

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml"
XML_TYPES = (("rels", "application/vnd.openxmlformats-package.relationships+xml"), ("xml", "application/xml"))
FIRST_CUSTOM = 164  # the number of the first format that a workbook defines itself


def write_package(date1904: bool, sheets: Mapping[str, bytes], formats: Sequence[str], strings: bytes) -> bytes:
    """The archive: ``sheets`` by plain names, ``formats`` by the number of the style, ``strings`` of all sheets."""
    parts = {f"worksheets/{name}.xml": ("worksheet", content) for name, content in sheets.items()}
    parts["styles.xml"] = ("styles", _write_styles(formats))
    if strings:
        parts["sharedStrings.xml"] = ("sharedStrings", strings)
    links = {f"rId{number}": (kind, name) for number, (name, (kind, _content)) in enumerate(parts.items(), 1)}
    stream = BytesIO()
    with zipfile.ZipFile(stream, "w") as made:
        made.writestr("[Content_Types].xml", _write_types({name: kind for kind, name in links.values()}))
        made.writestr("_rels/.rels", _write_links({"rId1": ("officeDocument", "xl/workbook.xml")}))
        made.writestr("xl/_rels/workbook.xml.rels", _write_links(links))
        made.writestr("xl/workbook.xml", _write_book(date1904, sheets))
        for name, (_kind, content) in parts.items():
            made.writestr(f"xl/{name}", content)
    return stream.getvalue()


def _write_types(kinds):
    defaults = "".join(f'<Default Extension="{name}" ContentType="{kind}"/>' for name, kind in XML_TYPES)
    named = {"/xl/workbook.xml": "sheet.main"} | {f"/xl/{name}": kind for name, kind in kinds.items()}
    parts = "".join(f'<Override PartName="{n}" ContentType="{TYPE}.{kind}+xml"/>' for n, kind in named.items())
    return f'<Types xmlns="{PACKAGE}/content-types">{defaults}{parts}</Types>'


def _write_links(links):
    written = "".join(
        f'<Relationship Id="{at}" Type="{OFFICE}/{kind}" Target="{name}"/>' for at, (kind, name) in links.items()
    )
    return f'<Relationships xmlns="{PACKAGE}/relationships">{written}</Relationships>'


def _write_book(date1904, sheets):
    """The sheets are the first parts that are linked to."""
    names = "".join(
        f'<sheet name="{name}" sheetId="{number}" r:id="rId{number}"/>' for number, name in enumerate(sheets, 1)
    )
    calendar = f'<workbookPr date1904="{int(date1904)}"/>'
    return f'<workbook xmlns="{MAIN}" xmlns:r="{OFFICE}">{calendar}<sheets>{names}</sheets></workbook>'


def _write_styles(formats) -> bytes:
    numbers = {text: number for number, text in enumerate(dict.fromkeys(formats), FIRST_CUSTOM)}
    written = "".join(f'<numFmt numFmtId="{number}" formatCode="{escape(text)}"/>' for text, number in numbers.items())
    cells = "".join(f'<xf numFmtId="{numbers[text]}"/>' for text in formats) or "<xf/>"
    return (
        f'<styleSheet xmlns="{MAIN}"><numFmts>{written}</numFmts><fonts><font/></fonts>'
        "<fills><fill><patternFill/></fill></fills><borders><border/></borders>"
        f"<cellStyleXfs><xf/></cellStyleXfs><cellXfs>{cells}</cellXfs>"
        '<cellStyles><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles></styleSheet>'
    ).encode()
