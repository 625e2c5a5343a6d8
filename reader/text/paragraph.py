"""A paragraph in normalized characters, and the position of each of them in the document."""

from collections.abc import Sequence
from dataclasses import dataclass

from reader.model import TextSpan


@dataclass(frozen=True)
class Paragraph:
    """``flat`` is one line: hard line breaks and padding inside it are gone, full-width letters, digits and punctuation
    are written in one way, each character by one. ``origin[i]`` is the place of ``flat[i]`` in the document."""

    flat: str
    origin: Sequence[int]

    def place(self, start: int, end: int) -> TextSpan:
        """The place in the document of ``flat[start:end]``, which must not be empty."""
        return TextSpan(self.origin[start], self.origin[end - 1] + 1)

    def as_written(self, start: int, end: int, document: str) -> str:
        """``flat[start:end]`` in the characters of the document, on one line, with a scan's letters for digits put
        right."""
        return "".join(
            original_character(one, document[at])
            for one, at in zip(self.flat[start:end], self.origin[start:end], strict=True)
        )


def original_character(flat: str, own: str) -> str:
    """The document's ``own`` character, unless it only sets words apart or is a letter that a scan took for a digit."""
    return flat if flat in " \t" or (flat.isdigit() and own.isalpha()) else own
