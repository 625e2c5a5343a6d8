"""The proposals of a reading: its sections, tasks, targets and milestones in the order of the document.

Each has the fields of a Proposal. A rate gets a scale, things are counted one by one, and money as it is written.
"""

from dataclasses import dataclass, field
from decimal import Decimal

from django.utils.translation import gettext as _

from reader.model import Confidence, MeasureReading, MilestoneReading, Op, Reading, Strength, TargetReading
from targets.models.document import ProposalKind
from targets.models.each_words import is_of_others, name_of_one
from targets.models.numbers import LIMIT, PLACES
from targets.models.target import Direction, Measure, Scale

KIND_ORDER: dict[str, int] = {ProposalKind.SECTION: 0, ProposalKind.TASK: 1, ProposalKind.TARGET: 2}
SCALES = {"%": Scale.PERCENT, "％": Scale.PERCENT, "‰": Scale.PER_MILLE, "/10万": Scale.PER_100K}
MONEY = "元"
POINTS = "百分点"
MAX_LENGTHS = {"name": 200, "unit": 16, "label": 16, "each": 40, "rule": 64, "why": 64, "deadline_text": 64}


@dataclass(eq=False)
class ProposalDraft:
    """A proposal that is not stored yet. ``above`` is the draft of the part that contains it, and comes before it."""

    kind: ProposalKind
    start: int
    end: int
    above: "ProposalDraft | None"
    fields: dict = field(default_factory=dict)


def draft_proposals(reading: Reading, *, is_sure: bool = True) -> list[ProposalDraft]:
    """Every proposal of the reading, in the order of the document; containing parts come first.

    Without ``is_sure``, as for a text recognised in pictures, none is sure: a person looks at each.
    """
    sections = _draft_sections(reading)
    tasks = [_draft_task(task, sections, reading) for task in reading.tasks]
    found = [*dict.fromkeys(filter(None, sections)), *filter(None, tasks)]
    promises: list = [(target, _target_fields(target)) for target in reading.targets]
    promises += [(milestone, _milestone_fields(milestone)) for milestone in reading.milestones]
    for read, fields in promises:
        above = _item_at(tasks, read.task) or _item_at(sections, read.section)
        found.append(_draft(ProposalKind.TARGET, read.place, above, reading.text, fields))
    for each in found:
        if not is_sure and each.fields["sure"] == Confidence.SURE:
            each.fields["sure"] = Confidence.LIKELY.value
    return sorted(found, key=lambda each: (each.start, KIND_ORDER[each.kind], -each.end))


def _draft_sections(reading) -> list[ProposalDraft | None]:
    """A draft for each section of the reading; for one that is only a task, that of the section above."""
    task_sections = _task_sections(reading)
    found: list[ProposalDraft | None] = []
    for index, section in enumerate(reading.sections):
        above = _item_at(found, section.parent)
        fields = {"name": section.title, "label": section.number, "rule": "heading", "sure": "sure"}
        own = index not in task_sections
        found.append(_draft(ProposalKind.SECTION, section.place, above, reading.text, fields) if own else above)
    return found


def _draft_task(task, sections, reading) -> ProposalDraft | None:
    if _is_heading(task, reading):
        return None
    return _draft(ProposalKind.TASK, task.place, _item_at(sections, task.section), reading.text, _task_fields(task))


def _task_sections(reading):
    """The indexes of sections whose heading is a task: the task represents both, in the section above. A section at the
    top of the document remains, since every task needs one."""
    found = set()
    for task in reading.tasks:
        section = None if task.section is None else reading.sections[task.section]
        if section and section.parent is not None and section.place.start == task.place.start:
            found.add(task.section)
    return found


def _is_heading(task, reading):
    """Whether the text of the task is the heading above it."""
    if task.section is None:
        return False
    heading = reading.sections[task.section].place
    return heading.start < task.place.start and task.place.end <= heading.end


def _item_at(drafts, index):
    return None if index is None else drafts[index]


def _draft(kind, place, above, text, fields):
    fields |= {name: fields[name][:most] for name, most in MAX_LENGTHS.items() if name in fields}
    if not fields["name"].strip():  # a person must name it, so it is not accepted together with certain ones
        fields |= {"name": _("(without a name)"), "sure": Confidence.UNSURE.value}
    fields["name"] = fields["name"].strip()
    return ProposalDraft(kind, place.start, place.end, above, {"text": text[place.start : place.end], **fields})


def _task_fields(read):
    return {
        "name": read.name,
        "lead": list(read.lead),
        "assist": list(read.assisting),
        "deadline": read.deadline,
        "rule": read.rule,
        "sure": read.sure.value,
        "why": "、".join(read.verbs),
    }


def _milestone_fields(read: MilestoneReading) -> dict:
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


def _target_fields(read: TargetReading) -> dict:
    scale = SCALES.get(read.unit, SCALES.get(read.normal_unit, Scale.PLAIN))
    if read.measure == MeasureReading.MILESTONE:
        scale = Scale.PLAIN
    rises = POINTS in read.unit
    if rises:  # percentages are never added up, and the text does not say from where it rises
        scale = Scale.PERCENT
    measure = Measure.RATIO if scale else Measure(read.measure.value)
    # 每名执委10名: not ten for a unit, but as many times ten as it has members. Only numerator and denominator say so.
    others = is_of_others(read.each or "") and measure not in (Measure.RATIO, Measure.MILESTONE)
    measure = Measure.RATIO if others else measure
    counted = not scale and MONEY not in read.unit
    value, value2 = (read.normal, read.normal2) if counted else (read.value, read.value2)
    return {
        "name": read.name,
        "op": read.op.value,
        "value": None if rises else _storable(value),
        "value2": None if rises else _storable(value2),
        "unit": scale or (read.normal_unit if counted else read.unit),
        "scale": scale,
        "baseline": _storable(read.base) if measure in (Measure.LEVEL, Measure.RATIO) else None,
        "measure": measure,
        "direction": target_direction(read.op, read.falling, has_upper=read.value2 is not None),
        "each": read.each or "",
        "deadline": read.deadline,
        "deadline_text": read.deadline_text or "",
        "definition": "\n".join([*(_each_lines(read) if others else ()), *_definition_lines(read)]),
        "strength": read.strength.value,
        "rule": read.rule,
        "sure": Confidence.UNSURE.value if rises or others else read.sure.value,
        "why": read.measure_why,
    }


def target_direction(op: Op, falling: bool, *, has_upper: bool = False):
    """The comparison that a number means: “at least”, unless the text says otherwise or the number is to fall."""
    if op == Op.RANGE or (op == Op.EACH and has_upper):
        return Direction.RANGE
    return Direction.AT_MOST if op == Op.LE or falling else Direction.AT_LEAST


def _storable(value):
    """The number if the database can store it exactly, else None: a person then enters it."""
    if value is None or not value.is_finite() or abs(value) >= LIMIT:
        return None
    return value if value == round(value, PLACES) else None


def _each_lines(read):
    """What numerator and denominator are of a number for each person, household or thing."""
    words = _("Demanded of each (%(each)s), not of each unit. Numerator: all of them in “%(unit)s”. Denominator: how "
              "many “%(one)s” there are.")  # fmt: skip
    yield words % {"each": read.each, "unit": read.normal_unit or read.unit, "one": name_of_one(read.each)}


def _definition_lines(read):
    """What the text says of the target and no field holds."""
    if POINTS in read.unit:
        yield _("By %(value)s points: give the baseline, and as value what it is to be.") % {"value": read.value}
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
