"""The draft of a year's summary (年度工作总结) by section: numbers from totals, words from the progress of tasks."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from circulars.text.facts import CircularFacts, TargetFacts
from circulars.text.model import ParagraphKind, TextParagraph, plain
from circulars.text.sentences import compose, numeral, write_overall, write_target


@dataclass(frozen=True)
class UnitWords:
    """What a unit that leads a task last said of it."""

    unit: str
    done: str = ""
    obstacle: str = ""
    next_step: str = ""


@dataclass(frozen=True)
class YearTask:
    """A task of the year: its targets, and what its units said."""

    code: str
    title: str
    targets: Sequence[TargetFacts] = ()
    units: Sequence[UnitWords] = ()


@dataclass(frozen=True)
class YearSection:
    """A section of the plan with the tasks in it."""

    title: str
    tasks: Sequence[YearTask] = field(default_factory=tuple)


def write_year(facts: CircularFacts, sections: Sequence[YearSection]) -> list[TextParagraph]:
    """The paragraphs of the draft: how the year stands, each section, what is in the way, what comes next."""
    words = {"plan": facts.plan, "period": facts.period}
    opening = compose(_("After the %(plan)s, this is the work up to the end of %(period)s."), **words)
    paragraphs = [TextParagraph(ParagraphKind.TEXT, opening, "opening")]
    parts = [(pgettext("a head of a circular", "How it stands"), write_overall(facts))]
    parts += [(each.title, _write_section(facts, each)) for each in sections if each.tasks]
    said = [(task, unit) for each in sections for task in each.tasks for unit in task.units]
    obstacles = [_say(task, unit.unit, unit.obstacle, "obstacle") for task, unit in said if unit.obstacle]
    steps = [_say(task, unit.unit, unit.next_step, "step") for task, unit in said if unit.next_step]
    parts += [(_("What is in the way"), obstacles), (_("What comes next"), steps)]
    told = [(title, found) for title, found in parts if found]
    for number, (title, found) in enumerate(told):
        paragraphs += [plain(ParagraphKind.HEAD1, f"{numeral(number)}、{title}", f"head-{number}"), *found]
    return paragraphs


def _write_section(facts, section):
    paragraphs = []
    for number, task in enumerate(section.tasks):
        paragraphs.append(plain(ParagraphKind.HEAD2, f"（{numeral(number)}）{task.title}", f"task-{task.code}"))
        paragraphs += [
            TextParagraph(ParagraphKind.TEXT, write_target(facts, each), f"target-{each.code}") for each in task.targets
        ]
        done = [unit for unit in task.units if unit.done]
        paragraphs += [_say(task, unit.unit if len(task.units) > 1 else "", unit.done, "done") for unit in done]
        if not task.targets and not done:
            paragraphs.append(plain(ParagraphKind.TEXT, _("Nothing reported yet."), f"silent-{task.code}"))
    return paragraphs


def _say(task, unit, words, what):
    """What a unit said, in one paragraph; its name before it where there are several."""
    text = " ".join(words.split())
    text = text if text[-1:] in "。！？；…" else f"{text}。"
    key = f"{what}-{task.code}-{unit}"
    if what != "done":
        unit = f"{unit}（{task.title}）"
    return plain(ParagraphKind.TEXT, pgettext("who says what", "%s: ") % unit + text if unit else text, key)
