"""Whether a .docx may serve as a template: a sound document without macros, links and programs, whose braces hold
nothing but known fields.

Word executes parts of a document and loads others from elsewhere, and docxtpl gives the whole text to Jinja. So what is
not needed is refused by name, before any of it is opened by either.
"""

import re
from collections.abc import Iterator
from xml.etree.ElementTree import Element

from circulars.word.fields import KNOWN, FieldKind
from reader.files.package import TYPES, Package

MAX_BYTES = 2 * 1024 * 1024
MAX_XML = 8 * 1024 * 1024  # of one part, unpacked
MAX_FIELDS = 200
PARTS = re.compile(r"\.(xml|rels|png|jpe?g|gif|bmp|tiff?|emf|wmf|odttf|fntdata)$", re.IGNORECASE)
FILLED = re.compile(r"(document|header\d*|footer\d*|footnotes)\.xml$")
HARMFUL = ("afchunk", "oleobject", "package", "control", "vbaproject", "attachedtemplate", "frame", "subdocument")
INSTRUCTIONS = {
    "PAGE", "NUMPAGES", "SECTION", "SECTIONPAGES", "DATE", "TIME", "CREATEDATE", "SAVEDATE", "TOC", "REF", "PAGEREF",
    "STYLEREF", "SEQ", "TITLE", "FORMTEXT", "FORMCHECKBOX", "FORMDROPDOWN", "EQ",
}  # fmt: skip
OPENING = re.compile(r"\{\s*[{%#]")
FIELD = re.compile(r"\{\{[ \u3000]*([^\s{}%#|.()\[\]\"']{1,30})[ \u3000]*\}\}")
SHOWN = 40  # characters of what is refused


class TemplateRefused(Exception):
    """Why a file is no template: ``code`` and what it is about (a field, a part, an address)."""

    def __init__(self, code: str, what: str = ""):
        super().__init__(code, what)
        self.code, self.what = code, what[:SHOWN]


def check_package(data: bytes) -> list[str]:
    """The names of the fields of a template, in their order. Raises TemplateRefused, and UnreadableFile for what is no
    sound Word document."""
    if len(data) > MAX_BYTES:
        raise TemplateRefused("too_big")
    package = Package(data)
    _check_parts(package)
    names: list[str] = []
    for path in package.names:
        if path.endswith(".rels"):
            _check_relations(package.xml(path))
        elif path.lower().endswith(".xml") and path != TYPES:
            if package.names[path].file_size > MAX_XML:
                raise TemplateRefused("too_big")
            names += _check_part(package.xml(path), filled=FILLED.search(path) is not None)
    if not names:
        raise TemplateRefused("no_field")
    if len(names) > MAX_FIELDS:
        raise TemplateRefused("too_many")
    return list(dict.fromkeys(names))


def _check_parts(package):
    types = [each.get("ContentType", "").lower() for each in package.xml(TYPES)]
    if any("macroenabled" in each or "vba" in each for each in types):
        raise TemplateRefused("macros")
    for path in package.names:
        if "vba" in path.lower() or "macro" in path.lower():
            raise TemplateRefused("macros")
        if not path.endswith("/") and not PARTS.search(path):
            raise TemplateRefused("embedded", path.rpartition("/")[2])
        if path.endswith(".rels") and package.names[path].file_size > MAX_XML:
            raise TemplateRefused("too_big")


def _check_relations(root):
    for each in root:
        target = each.get("Target", "")
        if each.get("TargetMode", "").lower() == "external" or "://" in target or target.startswith("\\\\"):
            raise TemplateRefused("external", target)
        if each.get("Type", "").rpartition("/")[2].lower() in HARMFUL:
            raise TemplateRefused("embedded", target.rpartition("/")[2])


def _check_part(root: Element, *, filled: bool) -> list[str]:
    for each in root.iter():
        for value in each.attrib.values():
            if OPENING.search(value):
                raise TemplateRefused("not_a_field", value)
    _check_instructions(root)
    # Paragraphs are parted by a line, which docxtpl does not see; so an opening may reach over it, and a field may not.
    text = "\n".join(_list_texts(root))
    if not filled and OPENING.search(text):
        raise TemplateRefused("wrong_place", OPENING.split(text, maxsplit=1)[1])
    return _list_fields(text)


def _list_fields(text: str) -> list[str]:
    names = []
    at = 0
    while opening := OPENING.search(text, at):
        found = FIELD.match(text, opening.start())
        if found is None:
            raise TemplateRefused("not_a_field", text[opening.start() :].partition("\n")[0])
        name = found[1]
        if name not in KNOWN:
            raise TemplateRefused("unknown", name)
        line = text[text.rfind("\n", 0, found.start()) + 1 :].partition("\n")[0]
        if KNOWN[name].kind != FieldKind.WORDS and line.strip() != found[0].strip():
            raise TemplateRefused("alone", name)
        names.append(name)
        at = found.end()
    return names


def _list_texts(root: Element) -> Iterator[str]:
    """The text of every paragraph, and every text outside of one."""
    for paragraph in root.iter("p"):
        yield "".join(each.text or "" for each in paragraph.iter() if each.tag in ("t", "delText", "instrText"))
    inside = {id(each) for paragraph in root.iter("p") for each in paragraph.iter()}
    yield from (each.text for each in root.iter() if each.text and id(each) not in inside)


def _check_instructions(root):
    """Fields of Word load files and start programs (DDEAUTO, INCLUDETEXT); those that number pages do not."""
    said = [each.get("instr", "") for each in root.iter("fldSimple")]
    for paragraph in root.iter("p"):
        said += _split_instructions(paragraph)
    for each in said:
        word = each.strip().split(" ")[0].upper()
        if word and word not in INSTRUCTIONS and not word.startswith("="):
            raise TemplateRefused("instruction", word)


def _split_instructions(paragraph):
    """The instruction of each field of a paragraph; one is often split over several runs."""
    instructions = [""]
    for each in paragraph.iter():
        if each.tag == "fldChar":
            instructions.append("")
        elif each.tag == "instrText":
            instructions[-1] += each.text or ""
    return instructions
