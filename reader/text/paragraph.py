"""A paragraph in normalized characters with the position of each in the document."""

from collections.abc import Sequence
from dataclasses import dataclass

from reader.model import TextSpan


@dataclass(frozen=True)
class Paragraph:
    """One line of normalized text, without line breaks and padding.

    ``origin[i]`` is the position of ``flat[i]`` in the document.
    """

    flat: str
    origin: Sequence[int]

    def place(self, start: int, end: int) -> TextSpan:
        """The position in the document of ``flat[start:end]``, which must not be empty."""
        return TextSpan(self.origin[start], self.origin[end - 1] + 1)

    def as_written(self, start: int, end: int, document: str) -> str:
        """``flat[start:end]`` in the characters of the document, on one line, with misread digits corrected."""
        return "".join(
            original_character(one, document[at])
            for one, at in zip(self.flat[start:end], self.origin[start:end], strict=True)
        )


def original_character(flat: str, own: str) -> str:
    """The character of the document, unless it is a space or a letter that a scanner read instead of a digit."""
    return flat if flat in " \t" or (flat.isdigit() and own.isalpha()) else own
