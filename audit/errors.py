"""Exceptions of actions: a message for the user, and the cells or fields that are wrong."""


class Refused(Exception):
    """An action was refused and changed nothing.

    ``message`` is a translated sentence for the user, possibly lazy; ``cells`` maps the name of a cell or field
    (``"L03"``, ``"L03:530923000000"``, ``"name"``) to its error; ``code`` is a stable identifier for callers.
    """

    def __init__(self, message, *, cells=None, code="refused"):
        super().__init__(str(message))
        self.message = message
        self.cells = dict(cells or {})
        self.code = code


class Conflict(Refused):
    """Another user changed the same row first. ``theirs`` holds the stored values, to be shown beside the new ones."""

    def __init__(self, message, *, theirs=None, cells=None):
        super().__init__(message, cells=cells, code="conflict")
        self.theirs = theirs or {}
