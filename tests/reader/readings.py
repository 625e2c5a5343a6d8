"""Readings of one clause in short form: targets 「10 个 eq」, 「70 % ge 2025-12-31」, milestones, rejected numbers."""

from reader.numbers.days import PlanYears
from reader.promises.collecting import Promises, collect_promises
from reader.text.normalization import normalize
from reader.text.paragraph import Paragraph

YEAR = 2024


def read(*lines: str, year: int | None = YEAR, years: tuple[int, int] | None = None, headings=()) -> Promises:
    """The promises of these paragraphs, each on a line of one document."""
    paragraphs, at = [], 0
    for line in lines:
        paragraphs.append(Paragraph(normalize(line), tuple(range(at, at + len(line)))))
        at += len(line) + 1
    return collect_promises(paragraphs, PlanYears(*(years or (year, year))), headings=headings)


def read_targets(clause: str, **options) -> list[str]:
    """Every proposed target of a clause: value, unit, comparison, and the deadline where it is not the plan's end."""
    end = f"{(options.get('years') or (0, options.get('year', YEAR)))[1]}-12-31"
    return [format_target(target, end) for target in read(clause, **options).targets]


def format_target(target, end: str) -> str:
    value = f"{target.value.normalize():f}" + ("" if target.value2 is None else f"-{target.value2.normalize():f}")
    words = [value, target.unit, str(target.op)]
    day = target.deadline.isoformat() if target.deadline else "undated"
    return " ".join(words if day == end else [*words, day])


def steps(clause: str, **options) -> list[str]:
    """Every dated step of a clause: its day and its words."""
    found = read(clause, **options).milestones
    return [f"{step.deadline.isoformat() if step.deadline else 'undated'} {step.text}" for step in found]


def read_reasons(clause: str, **options) -> dict[str, str]:
    """Each number that promises nothing, with the rule that says so."""
    return {number.text: number.rule for number in read(clause, **options).not_targets}
