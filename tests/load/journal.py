"""A log of every act: written to disk before it (``?``) and after its answer (``!``, or ``x`` for a refusal)."""

import json
import os
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path


class Journal:
    """The log of one process; each line is synced to disk before the process continues, so that a kill loses none."""

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
class JournalSummary:
    """The acts of journals by (verb, return): acknowledged ones, and those whose outcome is unknown."""

    done: Counter = field(default_factory=Counter)
    unknown: Counter = field(default_factory=Counter)
    submissions: list = field(default_factory=list)  # (return, number, value)

    def add(self, journal: Path) -> None:
        pending: Counter = Counter()
        for line in journal.read_text().splitlines():
            sign, verb, code, *more = json.loads(line)
            pending[verb, code] += 1 if sign == "?" else -1
            if sign == "!":
                self.done[verb, code] += 1
                if more[1]:
                    self.submissions.append((code, more[1], more[0]))
        self.unknown += pending  # neither acknowledged nor refused: the connection was lost
