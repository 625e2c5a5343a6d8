"""Short codes that people and commands use, proposed where nobody types one. No Django here."""

import re

LAST_NUMBER = re.compile(r"^(?P<prefix>.*?)(?P<digits>\d+)$")


def next_code(taken, prefix):
    """The next free code in the manner of those that are there: T01, T02; after Y07 comes Y08.

    ``taken`` are the codes in the order in which they were given; ``prefix`` serves while there is none to follow.
    """
    taken = list(taken)
    found = [match for match in map(LAST_NUMBER.match, taken) if match]
    prefix = found[-1]["prefix"] if found else prefix
    same = [match["digits"] for match in found if match["prefix"] == prefix]
    width = max((len(digits) for digits in same), default=2)
    following = max(map(int, same), default=0) + 1
    return f"{prefix}{following:0{width}d}"


def next_plan_code(unit_code, year, taken):
    """``530900-2020`` for the plan of 530900000000; a second one of the year is ``530900-2020-2``."""
    base = f"{unit_code[:6]}{unit_code[12:]}-{year}".lower()
    others = (f"{base}-{n}" for n in range(2, 100))
    return next(code for code in (base, *others) if code not in taken)
