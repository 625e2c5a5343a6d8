"""Why a file is not taken, as a word for programs."""


class BadFile(Exception):
    """A file that is not taken. ``code`` is a key of ``targets.evidence.refusals.REFUSAL_TEXTS``, ``values`` what it names."""

    def __init__(self, code, **values):
        super().__init__(code)
        self.code, self.values = code, values
