"""The account of a circular in sentences that follow from its figures; every number is a run that says whose it is.

A share is written by ``_percent`` and a difference of shares by ``_points`` alone, so that per cent and percentage
points are never mixed up.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from circulars.text.facts import CircularFacts, TargetFacts, UnitFacts
from circulars.text.model import NumberRef, ParagraphKind, Run, TextParagraph, plain
from pages.lights import light_name

PLACEHOLDER = re.compile(r"%\((\w+)\)s")
NUMERALS = "一二三四五六七八九十"
SECTIONS = ("overall", "targets", "units", "returns", "next")
Pieces = str | Run | Sequence[Run]


@dataclass(frozen=True)
class AccountChoice:
    """What a circular tells: which of SECTIONS, and how many units are named first and last (0: none)."""

    sections: tuple[str, ...] = SECTIONS
    first: int = 3
    last: int = 3


def write_account(facts: CircularFacts, choice: AccountChoice) -> list[TextParagraph]:
    """The paragraphs of a circular: an opening, then each chosen section that has something to tell under its head."""
    words = {"plan": facts.plan, "period": facts.period}
    opening = compose(_("After the %(plan)s, this is how its targets stand at the end of %(period)s."), **words)
    paragraphs = [TextParagraph(ParagraphKind.TEXT, opening, "opening")]
    number = 0
    for name in SECTIONS:
        told = WRITERS[name](facts, choice) if name in choice.sections else []
        if told:
            head = f"{numeral(number)}、{TITLES[name]()}"
            paragraphs += [plain(ParagraphKind.HEAD1, head, f"head-{name}"), *told]
            number += 1
    return paragraphs


def numeral(number: int) -> str:
    """The Chinese numeral of the part ``number``, counted from 0; beyond 十 in figures."""
    return NUMERALS[number] if number < len(NUMERALS) else str(number + 1)


def compose(pattern: str, **pieces: Pieces) -> tuple[Run, ...]:
    """The runs of a translated ``pattern``: words as they are, each ``%(name)s`` replaced by its piece."""
    runs: list[Run] = []
    for number, part in enumerate(PLACEHOLDER.split(pattern)):
        piece = pieces[part] if number % 2 else part
        if isinstance(piece, str):
            runs += [Run(piece)] if piece else []
        else:
            runs += [piece] if isinstance(piece, Run) else piece
    return tuple(runs)


def _percent(share: str, field: str, unit: str, target: str = "") -> Run:
    """A share, which already ends in %."""
    return Run(share, NumberRef(field, unit, target))


def _points(points: str, field: str, unit: str, target: str = "") -> list[Run]:
    """A difference of shares: the number, and the words 个百分点."""
    return [Run(points, NumberRef(field, unit, target)), Run(pgettext("after a number", " percentage points"))]


def _is_zero(points: str) -> bool:
    return not points.strip("0.")


def _count(number: int, field: str, unit: str) -> Run:
    return Run(str(number), NumberRef(field, unit))


def _join(parts: Iterable[Sequence[Run]], separator: str) -> list[Run]:
    runs: list[Run] = []
    for part in parts:
        runs += [Run(separator), *part] if runs else part
    return runs


# --- sections ---------------------------------------------------------------------------------------------------------


def write_overall(facts: CircularFacts, _choice: AccountChoice | None = None) -> list[TextParagraph]:
    """How the targets stand on the whole."""
    lights = [
        compose(_("%(n)s %(light)s"), n=_count(number, f"light-{light}", facts.unit), light=light_name(light))
        for light, number in facts.lights
        if number
    ]
    comma = pgettext("between parts of a list", ", ")
    runs = list(
        compose(
            _("Of %(all)s targets %(lights)s."),
            all=_count(len(facts.targets), "targets", facts.unit), lights=_join(lights, comma),
        )
    )  # fmt: skip
    if facts.overall:
        runs += _write_overall_share(facts)
    return [TextParagraph(ParagraphKind.TEXT, tuple(runs), "overall")]


def _write_overall_share(facts):
    overall = _percent(facts.overall, "overall", facts.unit)
    if not facts.points_since:
        return compose(_("On the whole %(overall)s are done."), overall=overall)
    if _is_zero(facts.points_since):
        pattern = _("On the whole %(overall)s are done, as much as at the end of %(before)s.")
        return compose(pattern, overall=overall, before=facts.before)
    pattern = (
        _("On the whole %(overall)s are done, %(points)s more than at the end of %(before)s.")
        if facts.rose
        else _("On the whole %(overall)s are done, %(points)s less than at the end of %(before)s.")
    )
    points = _points(facts.points_since, "overall-change", facts.unit)
    return compose(pattern, overall=overall, points=points, before=facts.before)


def _write_targets(facts: CircularFacts, _choice: AccountChoice) -> list[TextParagraph]:
    """The targets, section by section of the plan."""
    paragraphs: list[TextParagraph] = []
    sections = list(dict.fromkeys(target.section for target in facts.targets))
    for number, section in enumerate(sections):
        if section and len(sections) > 1:
            mark = numeral(number)
            paragraphs.append(plain(ParagraphKind.HEAD2, f"（{mark}）{section}", f"section-{number + 1}"))
        paragraphs += [
            TextParagraph(ParagraphKind.TEXT, write_target(facts, target), f"target-{target.code}")
            for target in facts.targets
            if target.section == section
        ]
    return paragraphs


def write_target(facts: CircularFacts, target: TargetFacts) -> tuple[Run, ...]:
    """The sentences of one target."""
    name: dict[str, Pieces] = {"name": target.name}
    if target.light in ("grey", "") or not target.value:
        return compose(_("%(name)s: nothing reported yet."), **name)
    done: dict[str, Pieces] = {
        "value": Run(target.value, NumberRef("value", facts.unit, target.code)),
        "bound": Run(target.bound, NumberRef("bound", facts.unit, target.code)),
        "measure": target.measure,
    }
    if target.direction == "at_most":
        pattern = (
            _("%(name)s: %(value)s %(measure)s, within the limit of %(bound)s.")
            if target.light != "red"
            else _("%(name)s: %(value)s %(measure)s, beyond the limit of %(bound)s.")
        )
        return compose(pattern, **name, **done)
    runs = list(compose(_("%(name)s: %(value)s of %(bound)s %(measure)s done"), **name, **done))
    comma = Run(pgettext("between phrases", ", "))
    if target.completion:
        share = _percent(target.completion, "completion", facts.unit, target.code)
        runs += [comma, *compose(_("that is %(share)s"), share=share)]
    if target.points and _is_zero(target.points):
        runs += [comma, Run(_("on its pace"))]
    elif target.points:
        pattern = _("%(points)s ahead of its pace") if target.ahead else _("%(points)s behind its pace")
        runs += [comma, *compose(pattern, points=_points(target.points, "gap", facts.unit, target.code))]
    runs.append(Run(pgettext("end of a sentence", ".")))
    if target.lagging and not target.ahead:
        names = pgettext("between names", ", ").join(target.lagging)
        runs += compose(_("Held back most by %(units)s."), units=names)
    return tuple(runs)


def _write_units(facts: CircularFacts, choice: AccountChoice) -> list[TextParagraph]:
    """The first and the last of each kind; units of one place are named together, and nobody stands in both."""
    paragraphs = []
    for kind in dict.fromkeys(unit.kind for unit in facts.units):
        ranked = [unit for unit in facts.units if unit.kind == kind and unit.rank is not None]
        first, last = choose_ends(ranked, choice.first, choice.last)
        runs: list[Run] = []
        for units, pattern in (
            (first, _("First on the whole: %(units)s.")),
            (last, _("Last on the whole: %(units)s.")),
        ):
            if units:
                named = [_name_unit(unit) for unit in units]
                runs += compose(pattern, units=_join(named, pgettext("between names", ", ")))
        if runs:
            paragraphs.append(TextParagraph(ParagraphKind.TEXT, tuple(runs), f"units-{kind}"))
    return paragraphs


def choose_ends(ranked: Sequence[UnitFacts], first: int, last: int) -> tuple[list[UnitFacts], list[UnitFacts]]:
    """The units of the first ``first`` and the last ``last`` places, those who share the outermost place included;
    nobody in both, and no tail where fewer than twice as many are ranked."""
    if not ranked:
        return [], []
    places = [unit.rank or 0 for unit in ranked]
    head = [u for u, rank in zip(ranked, places, strict=True) if first and rank <= places[min(first, len(ranked)) - 1]]
    rest = [unit for unit in ranked if unit not in head]
    if not last or len(ranked) < first + last:
        return head, []
    border = (rest[-min(last, len(rest))].rank or 0) if rest else 0
    return head, [unit for unit in rest if (unit.rank or 0) >= border]


def _name_unit(unit: UnitFacts) -> tuple[Run, ...]:
    share = _percent(unit.overall, "overall", unit.code)
    return compose(pgettext("a unit and its share", "%(unit)s (%(share)s)"), unit=unit.name, share=share)


def _write_returns(facts: CircularFacts, _choice: AccountChoice) -> list[TextParagraph]:
    counts = {
        "expected": _count(facts.expected, "expected", facts.unit),
        "standing": _count(facts.standing, "standing", facts.unit),
    }
    runs = list(compose(_("%(standing)s of %(expected)s returns were handed in."), **counts))
    names = pgettext("between names", ", ")
    missing = [unit.name for unit in facts.units if unit.missing]
    late = [unit.name for unit in facts.units if unit.late and not unit.missing]
    if missing:
        runs += compose(_("Not all handed in: %(units)s."), units=names.join(missing))
    if late:
        runs += compose(_("Handed in late: %(units)s."), units=names.join(late))
    if facts.urged:
        runs += compose(_("Urged %(n)s times."), n=_count(facts.urged, "urged", facts.unit))
    return [TextParagraph(ParagraphKind.TEXT, tuple(runs), "returns")]


def _write_next(facts: CircularFacts, _choice: AccountChoice) -> list[TextParagraph]:
    """What follows; no report is asked for (the rule of 2024 for fewer documents)."""
    behind = [target.name for target in facts.targets if target.light in ("yellow", "red")]
    if not behind:
        return [plain(ParagraphKind.TEXT, _("Please keep the pace until the end of the year."), "next")]
    names = pgettext("between names", ", ").join(behind)
    text = _("Please find out why these targets lag (%(targets)s), set the next steps by day, and catch up.")
    return [plain(ParagraphKind.TEXT, text % {"targets": names}, "next")]


WRITERS = {
    "overall": write_overall,
    "targets": _write_targets,
    "units": _write_units,
    "returns": _write_returns,
    "next": _write_next,
}
TITLES = {
    "overall": lambda: pgettext("a head of a circular", "How it stands"),
    "targets": lambda: _("Target by target"),
    "units": lambda: _("Unit by unit"),
    "returns": lambda: pgettext("a head of a circular", "Returns"),
    "next": lambda: _("What comes next"),
}
