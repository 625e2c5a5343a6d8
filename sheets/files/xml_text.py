"""The XML parts of files, in one encoding, without document types."""

import codecs
import re

from sheets.problems import refuse_workbook

DECLARATION = re.compile(rb"^\s*<\?xml[^>]{0,200}?\?>")
ENCODING = re.compile(rb"encoding\s*=\s*[\"']([\w.-]{1,40})[\"']")
UTF16 = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)


def plain_xml(content: bytes) -> bytes:
    """The same XML as UTF-8 without a declaration. Raises WorkbookRefused for one with a document type, where
    exponentially expanding entities would be declared and which no workbook needs; UnicodeDecodeError, LookupError
    for an encoding that it does not have."""
    if content.startswith(UTF16):
        content = content.decode("utf-16").encode()
    content = content.removeprefix(codecs.BOM_UTF8)
    declaration = DECLARATION.match(content)
    if declaration:
        encoding = ENCODING.search(declaration[0])
        content = content[declaration.end() :]
        name = encoding[1].decode() if encoding else "utf-8"
        if codecs.lookup(name).name not in ("utf-8", "utf-16", "ascii"):
            content = content.decode("gb18030" if name.lower().startswith("gb") else name).encode()
    if b"!" in content and (b"<!DOCTYPE" in content or b"<!ENTITY" in content):
        refuse_workbook("broken")
    return content
