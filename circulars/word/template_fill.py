"""Fill an office's own template with docxtpl: words in place, paragraphs and the table in place of their line."""

import copy
from io import BytesIO

import docx
from docx.oxml.ns import qn
from docx.text.paragraph import Paragraph
from docxtpl import DocxTemplate
from jinja2 import StrictUndefined, nodes
from jinja2.exceptions import TemplateError
from jinja2.sandbox import ImmutableSandboxedEnvironment

from circulars.text.model import CircularText, ParagraphKind, plain
from circulars.word.fields import KNOWN, TEXT, FieldKind, FieldValues
from circulars.word.template_check import TemplateRefused, check_package
from circulars.word.writer import FONTS, write_annex, write_circular, write_table

OPEN, CLOSE = "\ue000", "\ue001"  # around the name of a field whose line is replaced; of no use in any text


def fill_template(data: bytes, values: FieldValues) -> bytes:
    """The filled document as the bytes of a .docx. Where the template has no place for the ranking, it follows on pages
    of its own.

    Raises TemplateRefused where the file is no template or cannot be filled, UnreadableFile for a damaged one.
    """
    names = check_package(data)
    try:
        template = DocxTemplate(BytesIO(data))
        environment = _make_environment()
        _require_fields_alone(template, environment)
        template.render(_list_words(values), environment)
        stream = BytesIO()
        template.save(stream)
        document = docx.Document(BytesIO(stream.getvalue()))
    except TemplateError as error:
        raise TemplateRefused("not_a_field", str(error)) from error
    except TemplateRefused:
        raise
    except Exception as error:  # python-docx, lxml and docxtpl raise what comes to them on a strange document
        raise TemplateRefused("unfillable") from error
    _replace_lines(document, values)
    if values.table is not None and values.table.rows and not _has_table(names):
        write_annex(document, values.table, None)
    stream = BytesIO()
    document.save(stream)
    return stream.getvalue()


def _make_environment():
    """No function, filter, test or attribute can be named, and a name that is not given is an error."""
    environment = ImmutableSandboxedEnvironment(autoescape=True, undefined=StrictUndefined)
    for table in (environment.globals, environment.filters, environment.tests):
        table.clear()
    return environment


def _require_fields_alone(template, environment):
    """What Jinja will be given holds text and known names alone; looked at once more as Jinja reads it."""
    template.init_docx()
    texts = [template.patch_xml(template.get_xml())]
    for uri in (template.HEADER_URI, template.FOOTER_URI):
        texts += [template.patch_xml(template.get_part_xml(part)) for _key, part in template.get_headers_footers(uri)]
    for text in texts:
        for node in environment.parse(text).body:
            given = node.nodes if isinstance(node, nodes.Output) else [node]
            for each in given:
                if isinstance(each, nodes.TemplateData) or (isinstance(each, nodes.Name) and each.name in KNOWN):
                    continue
                raise TemplateRefused("not_a_field", type(each).__name__)


def _list_words(values):
    words = {name: value.replace(OPEN, "").replace(CLOSE, "") for name, value in values.words.items()}
    marks = {name: f"{OPEN}{name}{CLOSE}" for name, field in KNOWN.items() if field.kind != FieldKind.WORDS}
    return words | marks


def _has_table(names):
    return any(KNOWN[name].kind == FieldKind.TABLE for name in names)


def _replace_lines(document, values):
    for element in [*document.element.body.iter(qn("w:p"))]:
        text = "".join(each.text or "" for each in element.iter(qn("w:t"))).strip()
        if not (text.startswith(OPEN) and text.endswith(CLOSE)):
            continue
        name = text[1:-1]
        if KNOWN[name].kind == FieldKind.TABLE:
            _put_table(document, element, values)
        else:
            _put_paragraphs(document, element, values.paragraphs.get(name, ()))


def _put_table(document, element, values):
    """The table before its line, which stays empty: a cell and a document end with a line."""
    _empty(element)
    if values.table is not None and values.table.rows:
        element.addprevious(write_table(document, values.table)._tbl)


def _put_paragraphs(document, element, paragraphs):
    """Each in the format of the line; heads in the fonts of the standard."""
    run = next((each for each in element.iter(qn("w:r")) if each.find(qn("w:t")) is not None), None)
    run_format = None if run is None else run.find(qn("w:rPr"))
    _empty(element)
    for number, each in enumerate(paragraphs, 1):
        made = element
        if number < len(paragraphs):
            made = copy.deepcopy(element)
            for end in made.iter(qn("w:sectPr")):
                end.getparent().remove(end)
            element.addprevious(made)
        _write_line(Paragraph(made, document._body), each, run_format)
    parent = element.getparent()
    if not paragraphs and element.find(f".//{qn('w:sectPr')}") is None and len(parent.findall(qn("w:p"))) > 1:
        parent.remove(element)


def _write_line(paragraph, each, run_format):
    made = paragraph.add_run(each.text)
    if run_format is not None:
        made._element.insert(0, copy.deepcopy(run_format))
    if each.kind in (ParagraphKind.HEAD1, ParagraphKind.HEAD2):
        fonts = made._element.get_or_add_rPr().get_or_add_rFonts()
        fonts.set(qn("w:eastAsia"), FONTS[each.kind])
        fonts.set(qn("w:hint"), "eastAsia")


def _empty(element):
    for each in [*element]:
        if each.tag != qn("w:pPr"):
            element.remove(each)


def write_sample() -> bytes:
    """A template to begin with: a circular in the layout of the standard whose texts are fields."""
    text = CircularText(
        title=KNOWN["标题"].written, number=KNOWN["文号"].written, recipients=KNOWN["主送单位"].written,
        paragraphs=[plain(ParagraphKind.TEXT, KNOWN[TEXT].written)],
        issuer=KNOWN["发文单位"].written, day=KNOWN["日期"].written,
    )  # fmt: skip
    return write_circular(text)
