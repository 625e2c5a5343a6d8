"""Fields of a word processor: of {code | result} the result is what a reader sees; a table of contents is a field that
says once more what stands in the headings, and is left out."""


class Fields:
    """What is open of fields. ``contents``: whether tables of contents are read like other text."""

    def __init__(self, contents=False):
        self.contents = contents
        self.open: list[list] = []  # [code, whether its result has begun], the outermost first
        self.hiding = 0  # how many of them hide what stands in them
        self.met = False  # a table of contents, since ``met_contents`` was asked

    def begin(self):
        self.open.append(["", False])
        self.hiding += 1

    def code(self, text):
        """A piece of the code of the innermost field."""
        if self.open and not self.open[-1][1]:
            self.open[-1][0] += text

    def separate(self):
        """The code of the innermost field ends, its result begins."""
        if self.open and not self.open[-1][1]:
            self.open[-1][1] = True
            contents = self._is_contents(self.open[-1])
            self.hiding -= not contents
            self.met |= contents

    def end(self):
        if self.open:
            field = self.open.pop()
            self.hiding -= not field[1] or self._is_contents(field)

    def shows(self):
        """Whether what stands here is seen by a reader."""
        return not self.hiding

    def met_contents(self):
        """Whether a table of contents stood here since this was last asked: asked at the end of each paragraph."""
        met, self.met = self.met, any(self._is_contents(each) for each in self.open)
        return met

    def _is_contents(self, field):
        return not self.contents and is_contents(field[0])


def is_contents(code):
    """Whether the code of a field is that of a table of contents."""
    return code.split(maxsplit=1)[:1] == ["TOC"]
