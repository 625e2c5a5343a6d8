"""Cut a text into pieces, so that a page can mark parts of it. No Django."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class MarkedSpan:
    """``thing`` is marked from ``start`` up to ``end``."""

    start: int
    end: int
    thing: Any


@dataclass(frozen=True)
class TextPiece:
    """One step through the text: ``what`` is "text", or "open" or "close" of a mark. A mark that crosses another is
    closed with it and opened ``again``."""

    what: str
    text: str = ""
    thing: Any = None
    again: bool = False


def cut_into_pieces(text: str, spans: Sequence[MarkedSpan]) -> Iterator[TextPiece]:
    """The text with its marks properly nested, also where spans cross."""
    opening: dict[int, list[MarkedSpan]] = {}
    for span in sorted(spans, key=lambda span: -span.end):  # the longer one outside
        if 0 <= span.start < span.end <= len(text):
            opening.setdefault(span.start, []).append(span)
    opened = [span for found in opening.values() for span in found]
    stops = sorted({0, len(text), *opening, *(span.end for span in opened)})
    stack: list[MarkedSpan] = []
    for here, following in zip(stops, [*stops[1:], len(text)], strict=True):
        yield from _close_ended(stack, here)
        for span in opening.get(here, ()):
            stack.append(span)
            yield TextPiece("open", thing=span.thing)
        if following > here:
            yield TextPiece("text", text=text[here:following])


def _close_ended(stack: list[MarkedSpan], here: int) -> Iterator[TextPiece]:
    """Close the marks that end here; marks inside them that go on are opened again."""
    first = next((at for at, span in enumerate(stack) if span.end <= here), None)
    if first is None:
        return
    inside = stack[first:]
    del stack[first:]
    for span in reversed(inside):
        yield TextPiece("close", thing=span.thing)
    for span in inside:
        if span.end > here:
            stack.append(span)
            yield TextPiece("open", thing=span.thing, again=True)
