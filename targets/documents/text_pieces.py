"""A document's text cut into pieces, so that a page can mark what was read in it. Nothing of Django here."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Span:
    """``thing`` is marked from ``start`` up to ``end``."""

    start: int
    end: int
    thing: Any


@dataclass(frozen=True)
class Piece:
    """One step through the text: ``what`` is "text", or "open" or "close" of a mark. A mark that was cut by another is
    opened ``again``."""

    what: str
    text: str = ""
    thing: Any = None
    again: bool = False


def pieces(text: str, spans: Sequence[Span]) -> Iterator[Piece]:
    """The text with its marks properly inside one another, also where spans cross."""
    opening: dict[int, list[Span]] = {}
    for span in sorted(spans, key=lambda span: -span.end):  # the longer one outside
        if 0 <= span.start < span.end <= len(text):
            opening.setdefault(span.start, []).append(span)
    opened = [span for found in opening.values() for span in found]
    stops = sorted({0, len(text), *opening, *(span.end for span in opened)})
    stack: list[Span] = []
    for here, following in zip(stops, [*stops[1:], len(text)], strict=True):
        yield from _close(stack, here)
        for span in opening.get(here, ()):
            stack.append(span)
            yield Piece("open", thing=span.thing)
        if following > here:
            yield Piece("text", text=text[here:following])


def _close(stack: list[Span], here: int) -> Iterator[Piece]:
    """End the marks that end here; those that stand inside of them and go on are opened again."""
    first = next((at for at, span in enumerate(stack) if span.end <= here), None)
    if first is None:
        return
    inside = stack[first:]
    del stack[first:]
    for span in reversed(inside):
        yield Piece("close", thing=span.thing)
    for span in inside:
        if span.end > here:
            stack.append(span)
            yield Piece("open", thing=span.thing, again=True)
