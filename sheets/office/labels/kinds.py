"""Whether columns hold what was done in the period or what stands at its end, where their labels do not say it."""

import re
from collections.abc import Sequence
from dataclasses import replace

from sheets.office.labels.paths import PathReading, PlanNames
from sheets.office.labels.said_kinds import SaidKinds
from sheets.office.model import Certainty, ColumnMatch, ColumnRole, FigureKind

RUNNING = re.compile("累[计积]")
ADDED_UP = re.compile("[合共总]计")
RANKS = ("排名", "名次", "位次")  # say nothing of what a figure beside them is compared with


def settle_kinds(
    matches: list[ColumnMatch], readings: Sequence[PathReading], names: PlanNames, said: SaidKinds
) -> None:
    """Ask about, or change, the kind of each figure in ``matches`` by what the other columns of its target say."""
    judged = {
        match.target
        for match, reading in zip(matches, readings, strict=True)
        if match.role == ColumnRole.PROMISED or (match.role == ColumnRole.RATE and reading.leaf not in RANKS)
    }
    amounts = _targets_of(matches, readings, FigureKind.AMOUNT)
    totals = _targets_of(matches, readings, FigureKind.TO_DATE)
    for number, (match, reading) in enumerate(zip(matches, readings, strict=True)):
        if match.role != ColumnRole.FIGURE or match.why in ("confirmed", "added_to_level"):
            continue
        if match.why == "kind_unsaid":  # 三季度累计
            if match.target in amounts:
                matches[number] = replace(match, certainty=Certainty.SURE, why=reading.why_name or "kind_only")
        elif match.why == "other_length":  # 本月 beside 本季
            if match.target in amounts:
                matches[number] = ColumnMatch(ColumnRole.UNKNOWN, match.target, why="other_period")
        elif match.certainty == Certainty.SURE:
            increment = not match.target or names.form(match.target).target.measure == "increment"
            unsaid = increment and not reading.kind and not said.of(match.target)
            asked = match.target in judged | amounts or (bool(match.target) and said.is_unsure(match.target))
            left_open = not increment and not reading.kind and not said.of(match.target)
            if (unsaid and asked) or (left_open and _lacks_running(match, reading, names)):
                matches[number] = replace(match, certainty=Certainty.LIKELY, why="kind_unsaid")
            elif not increment and match.kind == FigureKind.AMOUNT and match.target not in totals:
                matches[number] = _amount_of_a_total(match, reading, names)


def _lacks_running(match, reading, names):
    """转移就业 where the target is 累计转移就业: what was left out of the name may be what the column does not hold."""
    target = names.form(match.target).target
    running = target.measure == "running" and bool(RUNNING.search(target.name)) and not reading.code
    return running and not _is_own_name(target, reading) and not _says_running(reading)


def _is_own_name(target, reading):
    return bool(reading.fits) and reading.fits[0].target == target and reading.fits[0].exact > 1


def _says_running(reading):
    return any(RUNNING.search(content) for content in reading.contents)


def _targets_of(matches, readings, kind):
    pairs = zip(matches, readings, strict=True)
    return {m.target for m, r in pairs if m.role == ColumnRole.FIGURE and r.kind == kind and not r.other_length}


def _amount_of_a_total(match, reading, names):
    """A running total or a level whose label names this period, and no other column what stands at its end."""
    lacks = bool(match.target) and _lacks_running(match, reading, names)
    if reading.kind_by_period and reading.kind_above and not lacks:
        return replace(match, kind=FigureKind.TO_DATE)  # 2020年第三季度 over a whole table is only its title
    named_running = _says_running(reading) and not lacks and not ADDED_UP.search(reading.leaf)
    if named_running and reading.kind_by_period and not reading.done:
        return replace(match, kind=FigureKind.TO_DATE)  # 累计转移就业 of 三季度 is what stood at its end
    if reading.kind_above or (reading.kind_by_period and not reading.done):
        return replace(match, certainty=Certainty.LIKELY, why="kind_unsaid")
    return match
