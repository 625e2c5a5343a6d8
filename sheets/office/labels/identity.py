"""A key by which caches hold an object that has no hash of its own."""

from typing import Any


class SameObject:
    """Equal only for the very same object, which it keeps alive."""

    def __init__(self, thing: Any) -> None:
        self.thing = thing

    def __hash__(self) -> int:
        return id(self.thing)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, SameObject) and self.thing is other.thing
