"""The sentences for why a file cannot be read, and for what reading it left out."""

from django.utils.translation import gettext_lazy as _

FILE_PROBLEMS = {
    "empty": _("The file is empty."),
    "too_big": _("The file is larger than %(limit)s MB."),
    "bomb": _("The file unpacks to far more than any document holds, and was not opened."),
    "password": _("The file is protected by a password. Save it without one."),
    "damaged": _("The file is damaged and can't be read. Open it in Word or WPS and save it anew."),
    "no_text": _("The document holds no text."),
    "scanned": _(
        "This PDF holds pictures of pages and no text, and nothing that reads pictures is installed. Use the Word "
        "file that it was printed from, or ask the system administrator to install it (README)."
    ),
    "only_pictures": _("The document holds pictures of pages and no text. Use the Word file that it was printed from."),
    "garbled": _("What is shown in this PDF can't be read as text. Use the Word file that it was printed from."),
    "picture": _(
        "This is a picture, and nothing that reads pictures is installed. Use the Word file that it was printed from, "
        "or ask the system administrator to install it (README)."
    ),
    "too_many_pages": _(
        "These are pictures of %(pages)s pages; at most %(limit)s can be read at once. Bring them in parts."
    ),
    "other_office": _("This is a workbook, a set of slides or the like. Use a Word file, a PDF or text."),
    "old_office": _("This is an old format that can't be read. Open it in Word or WPS and save it as docx."),
    "ofd": _("OFD files can't be read. Save it as a PDF or use the Word file."),
    "archive": _("This is an archive. Unpack it and use the document in it."),
    "unknown": _("This is no Word file, PDF, web page or text, whatever its name says."),
}
FILE_NOTES = {
    "deleted": _("Passages deleted by tracked changes, left out: %(count)s"),
    "inserted": _("Passages inserted by tracked changes, read as if accepted: %(count)s"),
    "hidden": _("Passages of hidden text, left out: %(count)s"),
    "contents": _("Lines of a table of contents, left out: %(count)s"),
    "pictures": _("Pictures, whose text was not read: %(count)s"),
    "blank_pages": _("Pages without text, perhaps pictures of pages: %(count)s"),
    "no_numbers": _("Lists whose automatic numbers could not be worked out: %(count)s"),
    "from_picture": _("Read from pictures of pages, so compare every number with the paper: %(count)s"),
    "lost_letters": _("Characters that could not be read: %(count)s"),
}


def describe_unreadable(error):
    """Why a file gives no text; ``error`` is the reader's ``Unreadable``."""
    return describe_reason(str(error.code), error.values)


def describe_reason(code, values):
    """Why a file gives no text, by the code of its reason and the parameters of the sentence; "" without a code."""
    return str(FILE_PROBLEMS.get(code, FILE_PROBLEMS["damaged"])) % values if code else ""


def describe_note(code, count):
    """What was left out or could not be read; an unknown code is shown as it is."""
    return str(FILE_NOTES[code]) % {"count": count} if code in FILE_NOTES else f"{code}: {count}"
