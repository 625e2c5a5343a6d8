"""What a name may be taken from beside its own clause."""

import re
from dataclasses import dataclass

EACH_TIME_AHEAD = re.compile(r"^(?:全[市县省区州])?(?:每(?:学期|学年|季度?|半年|年|月)|年均|逐年)(?=.{2})")


@dataclass(frozen=True)
class NameSources:
    """What a name may be taken from beside the clause: the name of the target before, the units each of which must
    reach the number, the title of the heading above, what the plan is about by its title, and the name of the last
    target that counts in the same unit."""

    previous: str = ""
    each: str | None = None
    heading: str = ""
    title: str = ""
    alike: str = ""


def without_period(name: str) -> str:
    """``name`` without the period at its beginning: 新建示范点 for 每年新建示范点."""
    return EACH_TIME_AHEAD.sub("", name)
