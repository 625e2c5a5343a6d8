"""Where each unit stands in a plan's tree: below the nearest unit above it that takes part too. No Django here."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class TreePosition:
    """``unit`` and ``above`` are the ids of a unit and of the participant above it, None for the plan's own unit."""

    unit: object
    above: object
    depth: int


def positions_in_tree(root, paths):
    """The places of ``paths``, pairs of a path (``/a/b/c/``) and an id in the order of the paths, ``root`` the first.

    A county whose city takes no part hangs below the province. One by one, holding only the chain above: in this order
    a unit comes right before all that hangs below it. ValueError for a path that is not below ``root``.
    """
    chain: list[tuple] = []
    for path, unit in paths:
        if not path.startswith(root) or (not chain and path != root):
            raise ValueError(f"{path} is not below {root}")
        while chain and not path.startswith(chain[-1][0]):
            chain.pop()
        yield TreePosition(unit, chain[-1][1] if chain else None, len(chain))
        chain.append((path, unit))
