"""Why a file is refused as a template, in sentences that name the field or the part."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from circulars.word.template_check import MAX_BYTES, MAX_FIELDS, TemplateRefused
from reader.files.reasons import UnreadableFile, UnreadableReason

SENTENCES = {
    "too_big": gettext_lazy("The template is larger than %(megabytes)s MB."),
    "macros": gettext_lazy("The file has macros. Save it as a Word document without macros (.docx)."),
    "external": gettext_lazy("The file refers to something outside of it: %(what)s. Remove the link and save it anew."),
    "embedded": gettext_lazy("The file has something embedded: %(what)s. Remove it and save the file anew."),
    "instruction": gettext_lazy(
        "The file has a field of Word that is not taken: %(what)s. Replace it by text and save it anew."
    ),
    "unknown": gettext_lazy("There is no field “%(what)s”. The fields that may be used are listed on this page."),
    "not_a_field": gettext_lazy(
        "This stands in braces and is no field: “%(what)s”. Only the fields of the list may stand in double braces."
    ),
    "wrong_place": gettext_lazy(
        "A field stands where none is filled: “%(what)s”. Fields are filled in the text, tables, text boxes, headers, "
        "footers and footnotes."
    ),
    "alone": gettext_lazy("The field “%(what)s” becomes several lines; it must stand alone in its line."),
    "no_field": gettext_lazy("The file has no field. Every circular would read the same; see the sample."),
    "too_many": gettext_lazy("The file has more than %(fields)s fields."),
    "no_docx": gettext_lazy("This is no sound Word document. Open it in Word or WPS and save it anew as a .docx."),
    "unfillable": gettext_lazy("The file cannot be filled. Open it in Word or WPS and save it anew as a .docx."),
}


def describe_refusal(refused: TemplateRefused | UnreadableFile) -> str:
    """The sentence for the person who brought the file."""
    if isinstance(refused, UnreadableFile):
        if refused.code in (UnreadableReason.PASSWORD, UnreadableReason.BOMB):
            return _(refused.code.words)
        return str(SENTENCES["no_docx"])
    words = {"what": refused.what, "megabytes": MAX_BYTES // 1024**2, "fields": MAX_FIELDS}
    return str(SENTENCES[refused.code]) % words
