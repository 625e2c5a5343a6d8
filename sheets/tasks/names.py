"""Which task of a plan an office's own row names."""

import re
from collections.abc import Iterable
from difflib import SequenceMatcher
from typing import NamedTuple

from sheets.office.labels.text import letters, plain_label, without_serial

NEAR = 0.5  # how like a title must be to be offered first
MAX_NEAR = 5


class TaskTitle(NamedTuple):
    """A task of the plan: its code, and its title."""

    code: str
    title: str


class TaskMatch(NamedTuple):
    """The task that a text names surely, "" for none; ``near`` are those that it may mean, the likeliest first."""

    code: str = ""
    near: tuple[str, ...] = ()


def task_label(text: str) -> str:
    """The form in which titles are compared: without number, blanks, quotes and stops."""
    return letters(without_serial(plain_label(text)))


def match_task(text: str, code: str, tasks: Iterable[TaskTitle]) -> TaskMatch:
    """The task with this code, or whose title the text is, also behind its code (T01 …)."""
    tasks = list(tasks)
    by_code = {task.code.upper(): task.code for task in tasks}
    said = [plain_label(code).upper(), _first_word(text)]
    label = task_label(text)
    same = [task.code for task in tasks if task_label(task.title) == label]
    coded = next((by_code[each] for each in said if each in by_code), "")
    if coded and (not same or coded in same):
        return _with_title(coded, text, tasks)
    if len(same) == 1 and not coded:
        return TaskMatch(same[0])
    near = _near(label, tasks)
    return TaskMatch("", tuple(dict.fromkeys(filter(None, [coded, *same, *near])))[:MAX_NEAR])


def _with_title(code, text, tasks) -> TaskMatch:
    """The task of a code, unless the title beside it is quite another."""
    title = next(task.title for task in tasks if task.code == code)
    label = task_label(text).removeprefix(letters(code.upper()))
    if not label or _likeness(label, task_label(title)) >= NEAR:
        return TaskMatch(code)
    return TaskMatch("", tuple(dict.fromkeys([code, *_near(label, tasks)]))[:MAX_NEAR])


def _first_word(text) -> str:
    found = re.match(r"\s*([A-Za-z]+[\w.\-]*\d[\w.\-]*)", text)
    return found[1].upper() if found else ""


def _near(label, tasks) -> list[str]:
    found = [(_likeness(label, task_label(task.title)), task.code) for task in tasks]
    return [code for likeness, code in sorted(found, key=lambda each: -each[0]) if likeness >= NEAR]


def _likeness(one, other) -> float:
    if not one or not other:
        return 0.0
    if one in other or other in one:
        return max(NEAR, min(len(one), len(other)) / max(len(one), len(other)))
    return SequenceMatcher(None, one, other, autojunk=False).ratio()
