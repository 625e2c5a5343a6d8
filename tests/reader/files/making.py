"""Word documents written part by part, so that each test says what stands in its own."""

import zipfile
from io import BytesIO
from xml.sax.saxutils import escape

W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
REST = (
    ' xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
    ' xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
    ' xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape"'
    ' xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"'
    ' xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"'
    ' xmlns:v="urn:schemas-microsoft-com:vml"'
)
MAIN = "application/vnd.openxmlformats-officedocument.wordprocessingml"
RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PART_RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"
# What official documents use: 一、 (一) 1. and a second, separate list.
OFFICIAL = (("chineseCounting", "%1、"), ("chineseCounting", "（%2）"), ("decimal", "%3."), ("decimal", "（%4）"))


def run(text, properties=""):
    return f'<w:r><w:rPr>{properties}</w:rPr><w:t xml:space="preserve">{escape(text)}</w:t></w:r>'


def p(*content, number=None, level=0, style=None, deleted_end=False):
    """A paragraph: plain words, or XML of what is in it."""
    inside = "".join(each if each.startswith("<") else run(each) for each in content)
    name = f'<w:pStyle w:val="{style}"/>' if style else ""
    listed = f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{number}"/></w:numPr>' if number is not None else ""
    end = '<w:rPr><w:del w:id="90" w:author="甲"/></w:rPr>' if deleted_end else ""
    return f"<w:p><w:pPr>{name}{listed}{end}</w:pPr>{inside}</w:p>"


def inserted(text):
    return f'<w:ins w:id="91" w:author="甲" w:date="2026-01-05T08:00:00Z">{run(text)}</w:ins>'


def deleted(text):
    return (
        '<w:del w:id="92" w:author="甲" w:date="2026-01-05T08:00:00Z">'
        f"<w:r><w:delText>{escape(text)}</w:delText></w:r></w:del>"
    )


def field(code, *result):
    mark = '<w:r><w:fldChar w:fldCharType="{}"/></w:r>'
    inside = f'<w:r><w:instrText xml:space="preserve"> {code} </w:instrText></w:r>' + mark.format("separate")
    return mark.format("begin") + inside + "".join(result) + mark.format("end")


def note(number):
    return f'<w:r><w:footnoteReference w:id="{number}"/></w:r>'


def box(*paragraphs):
    """A text box, drawn for today's programs and once more for old ones."""
    inside = "<w:txbxContent>" + "".join(paragraphs) + "</w:txbxContent>"
    today = (
        '<w:drawing><wp:anchor distT="0" distB="0" distL="0" distR="0" simplePos="0" relativeHeight="2" behindDoc="0"'
        ' locked="0" layoutInCell="1" allowOverlap="1"><wp:simplePos x="0" y="0"/><wp:positionH relativeFrom="column">'
        '<wp:posOffset>0</wp:posOffset></wp:positionH><wp:positionV relativeFrom="paragraph"><wp:posOffset>300000'
        '</wp:posOffset></wp:positionV><wp:extent cx="3600000" cy="400000"/><wp:wrapTopAndBottom/>'
        '<wp:docPr id="7" name="box"/><a:graphic><a:graphicData '
        'uri="http://schemas.microsoft.com/office/word/2010/wordprocessingShape"><wps:wsp><wps:cNvSpPr txBox="1"/>'
        '<wps:spPr><a:xfrm><a:off x="0" y="0"/><a:ext cx="3600000" cy="400000"/></a:xfrm>'
        f'<a:prstGeom prst="rect"/></wps:spPr><wps:txbx>{inside}</wps:txbx><wps:bodyPr/></wps:wsp></a:graphicData>'
        "</a:graphic></wp:anchor></w:drawing>"
    )
    old = f"<w:pict><v:shape><v:textbox>{inside}</v:textbox></v:shape></w:pict>"
    return (
        f'<w:r><mc:AlternateContent><mc:Choice Requires="wps">{today}</mc:Choice>'
        f"<mc:Fallback>{old}</mc:Fallback></mc:AlternateContent></w:r>"
    )


def table(*rows):
    """``rows``: of cells, each words or the XML of its paragraphs."""
    edge = "".join(
        f'<w:{side} w:val="single" w:sz="4"/>' for side in ("top", "left", "bottom", "right", "insideH", "insideV")
    )
    text = f'<w:tbl><w:tblPr><w:tblW w:w="8000" w:type="dxa"/><w:tblBorders>{edge}</w:tblBorders></w:tblPr><w:tblGrid>'
    text += '<w:gridCol w:w="2600"/>' * max(map(len, rows)) + "</w:tblGrid>"
    for row in rows:
        cells = (each if each.startswith("<") else p(each) for each in row)
        text += (
            "<w:tr>"
            + "".join(f'<w:tc><w:tcPr><w:tcW w:w="2600" w:type="dxa"/></w:tcPr>{each}</w:tc>' for each in cells)
            + "</w:tr>"
        )
    return text + "</w:tbl>"


def levels(patterns=OFFICIAL, suffix="nothing", tied=()):
    """The levels of a list; ``tied``: the styles that belong to them."""
    return "".join(
        f'<w:lvl w:ilvl="{at}"><w:start w:val="1"/><w:numFmt w:val="{form}"/>'
        + (f'<w:pStyle w:val="{tied[at]}"/>' if at < len(tied) else "")
        + f'<w:suff w:val="{suffix}"/><w:lvlText w:val="{pattern}"/></w:lvl>'
        for at, (form, pattern) in enumerate(patterns)
    )


def numbering(*lists, more=""):
    """numbering.xml: the lists 1, 2 …, each the XML of its levels; ``more``: further w:num."""
    abstract = "".join(
        f'<w:abstractNum w:abstractNumId="{at}"><w:multiLevelType w:val="multilevel"/>{each}</w:abstractNum>'
        for at, each in enumerate(lists)
    )
    used = "".join(f'<w:num w:numId="{at + 1}"><w:abstractNumId w:val="{at}"/></w:num>' for at in range(len(lists)))
    return f"<w:numbering {W}>{abstract}{used}{more}</w:numbering>"


def docx(*body, **parts):
    """The bytes of a document. ``parts``: numbering, styles, footnotes, header, footer and ``main``, the text itself,
    each a whole root as XML."""
    main = parts.pop("main", None) or f"<w:document {W}{REST}><w:body>{''.join(body)}{{}}</w:body></w:document>"
    section = "".join(
        f'<w:{kind}Reference w:type="default" r:id="{kind}"/>' for kind in ("header", "footer") if kind in parts
    )
    files = {"word/document.xml": main.replace("{}", f"<w:sectPr>{section}</w:sectPr>")}
    files |= {f"word/{name}.xml": xml for name, xml in parts.items()}
    files["[Content_Types].xml"] = (
        '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        '<Default Extension="xml" ContentType="application/xml"/>'
        f'<Override PartName="/word/document.xml" ContentType="{MAIN}.document.main+xml"/>'
        + "".join(f'<Override PartName="/word/{name}.xml" ContentType="{MAIN}.{name}+xml"/>' for name in parts)
        + "</Types>"
    )
    relation = '<Relationship Id="{0}" Type="' + RELATIONS + '/{0}" Target="{1}"/>'
    files["word/_rels/document.xml.rels"] = (
        f'<Relationships xmlns="{PART_RELATIONS}">'
        + "".join(relation.format(name, f"{name}.xml") for name in parts)
        + "</Relationships>"
    )
    whole = relation.format("officeDocument", "word/document.xml")
    files["_rels/.rels"] = f'<Relationships xmlns="{PART_RELATIONS}">{whole}</Relationships>'
    return zipped({name: f'<?xml version="1.0" encoding="UTF-8"?>{xml}' for name, xml in files.items()})


def zipped(files):
    """The bytes of a package; ``files``: text or bytes by path."""
    out = BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as package:
        for name, content in files.items():
            package.writestr(zipfile.ZipInfo(name, (2026, 1, 1, 0, 0, 0)), content, zipfile.ZIP_DEFLATED)
    return out.getvalue()
