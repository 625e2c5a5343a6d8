"""Why a file was not accepted, in words for people."""

from django.utils.translation import gettext_lazy as _

from targets.evidence.files.reasons import BadFile

REFUSAL_TEXTS = {
    "empty": _("The file is empty."),
    "too_big": _("The file is larger than %(limit)s MB. Make the photo or the scan smaller and add it again."),
    "program": _("This is a program, whatever its name says. Only photos, PDF, Word and Excel can be added."),
    "apple": _("This photo is in Apple's format (HEIC). Send it to yourself as a JPEG, or take a screenshot of it."),
    "page": _("This is a web page or a drawing that may hold a script. Add a photo or a PDF of it."),
    "unknown": _("This is no photo (JPG, PNG, WebP), PDF, Word or Excel file, whatever its name says."),
    "damaged": _("The file is damaged and can't be read. Open it, save it anew, and add it again."),
    "too_many_pixels": _("The picture has more than %(limit)s million pixels. Make it smaller and add it again."),
    "active_pdf": _("This PDF holds a script, another file or a form that sends. Print it to a new PDF and add that."),
    "unreadable_pdf": _("This PDF is packed in an unusual way. Print it to a new PDF and add that."),
    "password": _("The file is protected by a password. Save it without one and add it again."),
    "bomb": _("The file unpacks to far more than any document holds, and was not opened."),
    "archive": _("This is an archive and no document. Add its files one by one."),
    "macros": _("The document holds macros or other programs. Save it without them (docx, xlsx or PDF)."),
    "old_office": _("This old format can't be checked. Save it as docx, xlsx or PDF."),
}


def describe_refusal(bad: BadFile) -> str:
    """The sentence of a BadFile."""
    return str(REFUSAL_TEXTS[bad.code] % bad.values)
