"""Default codes of plans, tasks and targets; without Django."""

import re
from collections.abc import Collection, Iterable

TRAILING_NUMBER = re.compile(r"^(?P<prefix>.*?)(?P<digits>\d+)$")


def next_code(taken: Iterable[str], prefix: str) -> str:
    """The next unused code in the form of the last one: T02 after T01, Y08 after Y07.

    ``taken`` are the codes in the order of their creation; ``prefix`` is for the first one.
    """
    taken = list(taken)
    found = [match for match in map(TRAILING_NUMBER.match, taken) if match]
    prefix = found[-1]["prefix"] if found else prefix
    same = [match["digits"] for match in found if match["prefix"] == prefix]
    width = max((len(digits) for digits in same), default=2)
    following = max(map(int, same), default=0) + 1
    return f"{prefix}{following:0{width}d}"


def next_plan_code(unit_code: str, year: int, taken: Collection[str]) -> str:
    """``530900-2020`` for a plan of 530900000000; the second one of the year is ``530900-2020-2``."""
    base = f"{unit_code[:6]}{unit_code[12:]}-{year}".lower()
    others = (f"{base}-{n}" for n in range(2, 100))
    return next(code for code in (base, *others) if code not in taken)
