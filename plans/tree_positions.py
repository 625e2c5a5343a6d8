"""The tree of a plan's participants: the parent of each is its nearest ancestor that participates; without Django."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class TreePosition:
    """The ids of a unit and of its parent in the plan (None for the plan's own unit), and its depth."""

    unit: object
    above: object
    depth: int


def positions_in_tree(root: str, paths: Iterable[tuple[str, object]]) -> Iterator[TreePosition]:
    """Yield the positions of ``paths``: (path ``/a/b/c/``, id) pairs sorted by path, the first one ``root``.

    A county whose city does not participate is a child of the province. Only the chain of ancestors is held in memory,
    because sorted paths are in depth-first order. Raises ValueError for a path that is not below ``root``.
    """
    chain: list[tuple] = []
    for path, unit in paths:
        if not path.startswith(root) or (not chain and path != root):
            raise ValueError(f"{path} is not below {root}")
        while chain and not path.startswith(chain[-1][0]):
            chain.pop()
        yield TreePosition(unit, chain[-1][1] if chain else None, len(chain))
        chain.append((path, unit))
