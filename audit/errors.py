"""What an action raises when it refuses: a message for a person, and the cells or fields that are wrong."""


class Refused(Exception):
    """An action refused, and nothing was changed.

    ``message`` is a (lazily) translated sentence for the person; ``cells`` maps the name of a cell or field
    (``"L03"``, ``"L03:530923000000"``, ``"name"``) to what is wrong with it; ``code`` is a stable word for programs.
    """

    def __init__(self, message, *, cells=None, code="refused"):
        super().__init__(str(message))
        self.message = message
        self.cells = dict(cells or {})
        self.code = code


class Conflict(Refused):
    """Somebody else changed the same thing first. ``theirs`` says what stands now, for the page to show beside ours."""

    def __init__(self, message, *, theirs=None, cells=None):
        super().__init__(message, cells=cells, code="conflict")
        self.theirs = theirs or {}
