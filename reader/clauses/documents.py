"""Which documents a text reports as its own: those that it says were issued, and any that a news item is about."""

import re
from dataclasses import dataclass, field
from datetime import date

from reader.clauses.past import TURNS_TO_FUTURE
from reader.lexicon.rules import PatternRule

SUPERIOR = r"国务院|中共中央|中央|国家|全国|中国"
NEWS = PatternRule(
    r"(?<!通)讯[( ]|[报网社台日]讯|记者|通讯员|近日|日前|昨日|获悉",
    takes="本报讯(记者 王某)",
    leaves="通讯录",
)
ISSUED = PatternRule(
    r"(?P<who>[^,。;《》]{0,24}?)(?:印发|出台|发布|下发|制定|公布)(?:了|实施)?《(?P<title>[^《》]{2,80})》",
    takes="近日,市政府办印发《实施意见》",
    leaves="落实《实施意见》",
)
# The heads of columns that tell of the progress by quarters, run together.
QUARTERS = PatternRule(
    r"一季度[\s|]*二季度[\s|]*三季度", takes="一季度二季度三季度四季度", leaves="一季度、二季度各开展1次"
)
MAX_DOCUMENTS = 20
MAX_HEADS = 200  # characters of a line that may be the heads of a table


@dataclass
class ToldDocuments:
    """The documents told of so far, those of the state apart, and whether the text is a news item.

    ``quarters``: whether it has a table of the progress by quarters; ``ahead``: whether it has announced anything.
    """

    titles: list[str] = field(default_factory=list)
    superior: list[str] = field(default_factory=list)
    news: bool = False
    quarters: bool = False
    ahead: bool = False
    reported: range = range(0)  # the positions of the paragraph that belong to a passage that reports
    until: date | None = None  # the day until which it tells what happened

    def enter(self, flat: str, *, begins: bool) -> None:
        """Read the next paragraph; ``begins``: it is one of the first."""
        self.news = self.news or (begins and NEWS.search(flat) is not None)
        self.ahead = self.ahead or TURNS_TO_FUTURE.search(flat) is not None
        self.quarters = self.quarters or QUARTERS.search(flat[:MAX_HEADS]) is not None
        for found in ISSUED.finditer(flat):
            titles = self.superior if re.search(SUPERIOR, found["who"]) else self.titles
            if len(titles) < MAX_DOCUMENTS:
                titles.append(found["title"])

    def owns(self, title: str, before: str) -> bool:
        """Whether the text reports the document as its own; ``before`` precedes its title."""
        if any(one.endswith(title) for one in self.titles):
            return True
        foreign = any(one.endswith(title) for one in self.superior)
        return self.news and not foreign and not re.search(SUPERIOR, before + title)
