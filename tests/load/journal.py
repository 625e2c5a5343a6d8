"""What people were told: on the disk before an act (``?``) and after its answer (``!``, or ``x`` for a refusal)."""

import json
import os
from dataclasses import dataclass, field
from pathlib import Path


class Journal:
    """One process's own; a line is on the disk before the next thing happens, whoever is killed then."""

    def __init__(self, path: Path):
        self.file = path.open("a")

    def intend(self, verb, report, value=""):
        self._line("?", verb, report.code, value)

    def acknowledged(self, verb, report, value="", number=0):
        self._line("!", verb, report.code, value, number)

    def refused(self, verb, report):
        self._line("x", verb, report.code)

    def _line(self, *words):
        self.file.write(json.dumps(words) + "\n")
        self.file.flush()
        os.fsync(self.file.fileno())


@dataclass
class Told:
    """What a journal says: acts by (verb, return) that were acknowledged, and that may have been done or not."""

    done: dict = field(default_factory=dict)
    open: dict = field(default_factory=dict)
    submissions: list = field(default_factory=list)  # (return, number, value)

    def add(self, other: Path) -> None:
        waiting = None
        for line in other.read_text().splitlines():
            sign, verb, code, *more = json.loads(line)
            if waiting:  # the one before was neither acknowledged nor refused: its connection died on the way
                if sign == "?":
                    self._count(self.open, waiting)
                elif sign == "!":
                    self._count(self.done, waiting)
                waiting = None
            if sign == "?":
                waiting = (verb, code)
            elif sign == "!" and verb == "submit":
                self.submissions.append((code, more[1], more[0]))
        if waiting:
            self._count(self.open, waiting)

    @staticmethod
    def _count(counts, key):
        counts[key] = counts.get(key, 0) + 1
