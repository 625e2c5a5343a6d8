"""Offices of a plan's unit that a document calls by another name: what is certain, and what only looks alike.

市妇联权益部 is the office 权益和家庭儿童部: one of the fields in its name is the whole name in the document, and no
other office has a word of it. 组织部 is perhaps 组织联络部: a person decides.
"""

import re
from collections.abc import Iterable, Sequence
from difflib import SequenceMatcher

from orgs.models import Unit

KIND = re.compile("(?:工作)?(?:部|室|处|科|中心)$")
JOINED = re.compile("[和与及暨、·]")
GENERAL = re.compile("^(?:维护)?(?:妇女)?(?=..)|工作$")  # words of a name that say nothing of the field
OTHER_BODY = re.compile("^[省市州盟县区旗](?!妇联)")  # 市委宣传部 is no office of the federation
ALIKE = 0.6
MOST = 3  # offered


class NearOffices:
    """Compares names with those of offices. ``own_words`` are what stands before an office's own name (市妇联)."""

    def __init__(self, offices: Iterable[Unit], own_words: Sequence[re.Pattern[str]]) -> None:
        self.own_words = own_words
        self.fields = {unit: self._fields(unit.name) for unit in offices}

    def find_certain(self, name: str) -> Unit | None:
        """The one office that has the whole name among its fields; None when another has a word of it."""
        wanted = self._fields(name)
        same = [unit for unit, fields in self.fields.items() if wanted and set(wanted) <= set(fields)]
        others = [unit for unit, fields in self.fields.items() if any(word in "".join(fields) for word in wanted)]
        return same[0] if len(same) == 1 and others in ([], same) else None

    def list_near(self, name: str) -> list[Unit]:
        """Offices whose names look like this one, the likest first."""
        wanted = "".join(self._fields(name))
        if not wanted:
            return []
        rated = [(_rate(wanted, "".join(fields)), unit) for unit, fields in self.fields.items()]
        near = [(rate, unit) for rate, unit in rated if rate >= ALIKE]
        return [unit for _, unit in sorted(near, key=lambda each: (-each[0], each[1].path))][:MOST]

    def _fields(self, name):
        """The fields in the name of an office: 权益和家庭儿童工作部 → 权益, 家庭儿童. Empty for what is no office."""
        for words in self.own_words:
            name = words.sub("", name, count=1) or name
        if OTHER_BODY.match(name) or not KIND.search(name):
            return []
        return [field for part in JOINED.split(KIND.sub("", name)) if (field := GENERAL.sub("", part))]


def _rate(wanted, name):
    if not name:
        return 0
    if wanted in name or name in wanted or re.search(".*".join(map(re.escape, wanted)), name):
        return 1  # 家儿部 is 家庭儿童部
    return SequenceMatcher(None, wanted, name, autojunk=False).ratio()
