"""Texts as people type them. One that is too long is refused with both numbers, never cut off."""

from django.utils.translation import gettext as _

from audit.errors import Refused


def read_text(text: str, *, most: int, field: str) -> str:
    """``text`` without the blanks around it, its lines ended by "\\n".

    Raises Refused, naming ``field``, for more than ``most`` characters.
    """
    text = text.strip().replace("\r\n", "\n")
    if len(text) > most:
        message = _("At most %(limit)s characters; these are %(count)s.") % {"limit": most, "count": len(text)}
        raise Refused(message, cells={field: message})
    return text
