"""What is proposed of a reading: its sections, tasks, targets and milestones in the order of the document, each with
the fields that a Proposal keeps. A rate has a scale, things are counted one by one, and money as it is written."""

from dataclasses import dataclass, field
from decimal import Decimal

from django.utils.translation import gettext as _

from reader.model import Confidence, Milestone, Op, Reading, Strength, Target
from reader.model import Measure as Read
from targets.models.document import ProposalKind
from targets.models.numbers import LIMIT, PLACES
from targets.models.target import Direction, Measure, Scale

RANK = {ProposalKind.SECTION: 0, ProposalKind.TASK: 1, ProposalKind.TARGET: 2}
SCALES = {"%": Scale.PERCENT, "％": Scale.PERCENT, "‰": Scale.PER_MILLE, "/10万": Scale.PER_100K}
MONEY = "元"
LONGEST = {"name": 200, "unit": 16, "label": 16, "each": 40, "rule": 64, "why": 64, "deadline_text": 64}


@dataclass(eq=False)
class Draft:
    """A proposal that is not stored yet; ``above`` is another one, which comes before it."""

    kind: ProposalKind
    start: int
    end: int
    above: "Draft | None"
    fields: dict = field(default_factory=dict)


def drafts(reading: Reading) -> list[Draft]:
    """Every proposal of the reading, in the order of the document; what contains others comes before them."""
    sections = _sections(reading)
    tasks = [_task_draft(task, sections, reading) for task in reading.tasks]
    found = [*dict.fromkeys(filter(None, sections)), *filter(None, tasks)]
    promises: list = [(target, _target(target)) for target in reading.targets]
    promises += [(milestone, _milestone(milestone)) for milestone in reading.milestones]
    for read, fields in promises:
        above = _at(tasks, read.task) or _at(sections, read.section)
        found.append(_draft(ProposalKind.TARGET, read.place, above, reading.text, fields))
    return sorted(found, key=lambda each: (each.start, RANK[each.kind], -each.end))


def _sections(reading) -> list[Draft | None]:
    """A draft for each section of the reading; for one that is nothing but a task, that of the section above."""
    items = _items(reading)
    found: list[Draft | None] = []
    for index, section in enumerate(reading.sections):
        above = _at(found, section.parent)
        fields = {"name": section.title, "label": section.number, "rule": "heading", "sure": "sure"}
        own = index not in items
        found.append(_draft(ProposalKind.SECTION, section.place, above, reading.text, fields) if own else above)
    return found


def _task_draft(task, sections, reading) -> Draft | None:
    if _is_heading(task, reading):
        return None
    return _draft(ProposalKind.TASK, task.place, _at(sections, task.section), reading.text, _task(task))


def _items(reading):
    """The sections that are nothing but a task (what is below a heading is what is to be done): the task stands for
    both, in the section above. At the top of a document the heading stays, since a task stands in one."""
    found = set()
    for task in reading.tasks:
        section = None if task.section is None else reading.sections[task.section]
        if section and section.parent is not None and section.place.start == task.place.start:
            found.add(task.section)
    return found


def _is_heading(task, reading):
    """Whether the task is no more than the words of the heading that it stands under."""
    if task.section is None:
        return False
    heading = reading.sections[task.section].place
    return heading.start < task.place.start and task.place.end <= heading.end


def _at(drafts, index):
    return None if index is None else drafts[index]


def _draft(kind, place, above, text, fields):
    fields |= {name: fields[name][:most] for name, most in LONGEST.items() if name in fields}
    if not fields["name"].strip():  # a person has to say what it is, so it does not go along with what is sure
        fields |= {"name": _("(without a name)"), "sure": Confidence.UNSURE.value}
    fields["name"] = fields["name"].strip()
    return Draft(kind, place.start, place.end, above, {"text": text[place.start : place.end], **fields})


def _task(read):
    return {
        "name": read.name,
        "lead": list(read.lead),
        "assist": list(read.assisting),
        "deadline": read.deadline,
        "rule": read.rule,
        "sure": read.sure.value,
        "why": "、".join(read.verbs),
    }


def _milestone(read: Milestone) -> dict:
    return {
        "name": read.name,
        "op": "",
        "value": Decimal(1),
        "unit": "项",
        "measure": Measure.MILESTONE,
        "direction": Direction.AT_LEAST,
        "deadline": read.deadline,
        "deadline_text": read.deadline_text or "",
        "strength": Strength.HARD.value,
        "rule": read.rule,
        "sure": read.sure.value,
        "why": "",
    }


def _target(read: Target) -> dict:
    scale = SCALES.get(read.unit, SCALES.get(read.normal_unit, Scale.PLAIN))
    if read.measure == Read.MILESTONE:
        scale = Scale.PLAIN
    measure = Measure.RATIO if scale else Measure(read.measure.value)
    counted = not scale and MONEY not in read.unit
    value, value2 = (read.normal, read.normal2) if counted else (read.value, read.value2)
    return {
        "name": read.name,
        "op": read.op.value,
        "value": _kept(value),
        "value2": _kept(value2),
        "unit": scale or (read.normal_unit if counted else read.unit),
        "scale": scale,
        "baseline": _kept(read.base) if measure in (Measure.LEVEL, Measure.RATIO) else None,
        "measure": measure,
        "direction": direction(read.op, read.falling),
        "each": read.each or "",
        "deadline": read.deadline,
        "deadline_text": read.deadline_text or "",
        "definition": "\n".join(_told(read)),
        "strength": read.strength.value,
        "rule": read.rule,
        "sure": read.sure.value,
        "why": read.measure_why,
    }


def direction(op: Op, falling: bool):
    """A plain number in a plan means “at least”; what is to fall, “at most”."""
    if op == Op.RANGE:
        return Direction.RANGE
    return Direction.AT_MOST if op == Op.LE or falling else Direction.AT_LEAST


def _kept(value):
    """A number as the database can keep it; None for one that it cannot, for a person to type."""
    if value is None or not value.is_finite() or abs(value) >= LIMIT:
        return None
    return value if value == round(value, PLACES) else None


def _told(read):
    """What the text says of the target and no field of a target holds."""
    if read.op == Op.APPROX:
        yield _("The document gives an approximate number; it counts as “at least”.")
    if read.strength == Strength.MAINTAIN:
        yield _("Exists already, and is to be kept up.")
    if read.level:
        yield _("Level: %(level)s.") % {"level": read.level}
    if read.scope:
        yield _("Scope: %(scope)s.") % {"scope": read.scope}
    if read.deadline is None and read.deadline_text:
        yield _("Deadline in the document: %(words)s.") % {"words": read.deadline_text}
