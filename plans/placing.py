"""Where each unit stands in a plan's tree: below the nearest unit above it that takes part too. No Django here."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Place:
    """``above`` is the path of the participant above, None for the plan's own unit; ``depth`` counts from it."""

    path: str
    above: str | None
    depth: int


def places(root, paths):
    """The places of ``paths`` (each ``/a/b/c/``) and of ``root`` itself, those above before those below.

    A county whose city takes no part hangs below the province. ValueError for a path that is not below ``root``.
    """
    found = {root: Place(root, None, 0)}
    for path in sorted(set(paths) - {root}):
        if not path.startswith(root):
            raise ValueError(f"{path} is not below {root}")
        above = _nearest(path, found)
        found[path] = Place(path, above.path, above.depth + 1)
    return list(found.values())


def _nearest(path, found):
    """The place of the nearest path above; the root is always among them."""
    while path:
        path = path.rstrip("/").rpartition("/")[0] + "/"
        if path in found:
            return found[path]
    raise AssertionError("the root is above every path")  # pragma: no cover
