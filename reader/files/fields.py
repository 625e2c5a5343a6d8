"""Fields of a word processor: {code | result}, of which the result is visible.

A table of contents is a field that repeats the headings; it is left out.
"""


class Fields:
    """The open fields. ``contents``: whether tables of contents are read like other text."""

    def __init__(self, contents: bool = False):
        self.contents = contents
        self.open: list[list] = []  # [code, whether its result has begun], the outermost first
        self.hiding = 0  # how many of them hide their content
        self.met = False  # a table of contents since the last call of ``met_contents``

    def begin(self) -> None:
        """A field begins."""
        self.open.append(["", False])
        self.hiding += 1

    def code(self, text: str) -> None:
        """Add to the code of the innermost field."""
        if self.open and not self.open[-1][1]:
            self.open[-1][0] += text

    def separate(self) -> None:
        """The code of the innermost field ends and its result begins."""
        if self.open and not self.open[-1][1]:
            self.open[-1][1] = True
            contents = self._is_contents(self.open[-1])
            self.hiding -= not contents
            self.met |= contents

    def end(self) -> None:
        """The innermost field ends."""
        if self.open:
            field = self.open.pop()
            self.hiding -= not field[1] or self._is_contents(field)

    def shows(self) -> bool:
        """Whether text at this point is visible."""
        return not self.hiding

    def met_contents(self) -> bool:
        """Whether there was a table of contents since the last call; called at the end of each paragraph."""
        met, self.met = self.met, any(self._is_contents(each) for each in self.open)
        return met

    def _is_contents(self, field):
        return not self.contents and is_contents(field[0])


def is_contents(code: str) -> bool:
    """Whether this is the code of a table of contents."""
    return code.split(maxsplit=1)[:1] == ["TOC"]
