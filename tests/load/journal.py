"""What people were told: on the disk before an act (``?``) and after its answer (``!``, or ``x`` for a refusal)."""

import json
import os
from collections import Counter
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

    done: Counter = field(default_factory=Counter)
    open: Counter = field(default_factory=Counter)
    submissions: list = field(default_factory=list)  # (return, number, value)

    def add(self, journal: Path) -> None:
        waiting: Counter = Counter()
        for line in journal.read_text().splitlines():
            sign, verb, code, *more = json.loads(line)
            waiting[verb, code] += 1 if sign == "?" else -1
            if sign == "!":
                self.done[verb, code] += 1
                if more[1]:
                    self.submissions.append((code, more[1], more[0]))
        self.open += waiting  # neither acknowledged nor refused: their connection died on the way
