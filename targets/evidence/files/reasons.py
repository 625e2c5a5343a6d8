"""The error of files that are not accepted."""


class BadFile(Exception):
    """A file is not accepted. ``code`` is a key of ``evidence.refusals.REFUSAL_TEXTS``, ``values`` fill its text."""

    def __init__(self, code: str, **values: object):
        super().__init__(code)
        self.code, self.values = code, values
