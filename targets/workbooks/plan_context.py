"""What the reader of office workbooks needs of a plan and period, from the database."""

from collections.abc import Mapping
from typing import NamedTuple

from orgs.models import UnitAlias
from plans.models import Participant, Section, Task
from sheets.office.model import ColumnMatch, PeriodSpan, PlanContext, TargetNames, UnitNames
from targets.models import Target
from targets.models.percent_units import is_percent
from targets.values.typed_numbers import decimals_of
from targets.workbooks.period_figures import PeriodFigures


def build_plan_context(
    stored: PeriodFigures,
    *,
    columns: Mapping[str, ColumnMatch] | None = None,
    units: Mapping[str, str] | None = None,
) -> PlanContext:
    """The names of the targets that fall due and of the units in reach, with what each owes.

    ``columns`` and ``units`` are what the office confirmed before, by normalised label. Units beside those that report,
    which owe nothing, are known as well: a figure for one of them is a question, and no unknown name. Those that are
    not in reach are left out.
    """
    period = stored.period
    reporters = list(stored.participants.values())
    above, beside = _read_others(period.plan_id, reporters)
    names = _read_names([*reporters, *above, *beside])
    codes = {target.pk: code for code, target in stored.targets.items()}
    owed = {pk: frozenset(codes[target] for target in targets) for pk, targets in stored.owed.items()}
    headings = _read_headings(period.plan_id)
    return PlanContext(
        title=period.plan.title,
        year=period.plan.year,
        period=PeriodSpan(period.start, period.end, period.code),
        targets=tuple(_target_names(target, headings[target.task_id]) for target in stored.targets.values()),
        units=tuple(_unit_names(each, names, owed) for each in [*reporters, *beside]),
        above=tuple(_unit_names(each, names, owed) for each in above),
        elsewhere=frozenset(each.code for each in beside if each.pk not in stored.reach),
        confirmed_columns=columns or {},
        confirmed_units=units or {},
    )


def _read_others(plan_id, reporters):
    """(participants above the reporters, their other children): neither owes a figure of its own."""
    steps = {step for each in reporters for step in _paths_above(each.path)}
    own = {each.pk for each in reporters}
    everybody = Participant.objects.filter(plan_id=plan_id)
    above = [each for each in everybody.filter(path__in=steps) if each.pk not in own]
    parents = {each.parent_id for each in reporters} - {None}
    beside = everybody.filter(parent__in=parents).exclude(pk__in=own | {each.pk for each in above})
    return above, list(beside.order_by("path"))


def _paths_above(path):
    steps = path.strip("/").split("/")
    return ["/" + "/".join(steps[:depth]) + "/" for depth in range(1, len(steps))]


class _Names(NamedTuple):
    """``aliases`` by unit id, ``official`` names by participant id."""

    aliases: dict[int, list[str]]
    official: dict[int, str]


def _read_names(participants) -> _Names:
    aliases: dict[int, list[str]] = {}
    wanted = [each.unit_id for each in participants]
    for unit_id, name in UnitAlias.objects.filter(unit__in=wanted).values_list("unit_id", "name"):
        aliases.setdefault(unit_id, []).append(name)
    return _Names(aliases, {each.pk: each.name for each in participants})


def _unit_names(participant, names: _Names, owed):
    others = dict.fromkeys([participant.short_name, *names.aliases.get(participant.unit_id, [])])
    return UnitNames(
        participant.code,
        participant.name,
        tuple(name for name in others if name != participant.name),
        parent=names.official.get(participant.parent_id, ""),
        owed=owed.get(participant.pk, frozenset()),
    )


def _read_headings(plan_id):
    """task id -> the titles of its sections and its own, outermost first."""
    sections = {each.pk: each for each in Section.objects.filter(plan_id=plan_id)}
    headings = {}
    for task in Task.objects.filter(plan_id=plan_id):
        titles, section = [task.title], sections.get(task.section_id)
        while section is not None:
            titles.insert(0, section.title)
            section = sections.get(section.parent_id) if section.parent_id else None
        headings[task.pk] = tuple(titles)
    return headings


def _target_names(target: Target, headings):
    return TargetNames(
        code=target.code,
        name=target.name,
        unit=target.unit,
        measure=target.measure,
        headings=headings,
        whole=decimals_of(target) == 0,
        sign="" if target.is_ratio else "%" if is_percent(target.unit) else "‰" if "‰" in target.unit else "",
    )
