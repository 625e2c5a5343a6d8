"""All columns of a table seen together: no figure has two columns, and a column that is near a taken target is none."""

import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace

from sheets.office.labels.kinds import settle_kinds
from sheets.office.labels.measures import UnitRelation
from sheets.office.labels.paths import PathReading, PlanNames
from sheets.office.labels.said_kinds import SaidKinds
from sheets.office.model import Certainty, ColumnMatch, ColumnRole, FigureKind

Read = tuple[PathReading, ColumnMatch]
SURE_NAMES = ("confirmed", "code", "name", "alias")
HINT = 0.34  # of a label; below, a column resembles nothing

RIVAL_WORD = (
    "(?:(?:上级|[省市县]级?|部门|单位|最终|初步|经|已)?(?:核[定实减销查]|审[核定]|认定|确认|复核|批准|(?:自|上|申|填|初|终)报)"
    "|增加|减少|退出|注销|净增)(?:[数值量后]|数量|情况|人次|人数|结果)?"
)
RIVAL = re.compile(RIVAL_WORD + "$")
NAME_AND_RIVAL = re.compile(f"(.{{2,}}?){RIVAL_WORD}$")  # 劳动力培训核定数 beside 劳动力培训

THIS_YEAR, LAST_YEAR = re.compile("[今本当]年度?数?"), re.compile("[去上]年度?数?")


def settle_columns(read: Sequence[Read], names: PlanNames, said: SaidKinds) -> list[ColumnMatch]:
    """The matches of the columns once they are compared with each other."""
    readings = [reading for reading, _match in read]
    matches = [match for _reading, match in read]
    _tell_units_from_measures(matches, readings)
    _leave_out_parts_of_totals(matches, readings)
    settle_kinds(matches, readings, names, said)
    _ask_for_doubles(matches, readings)
    _leave_out_what_is_taken(matches)
    _ask_beside_rivals(matches, readings)
    _ask_for_rates(matches, names)
    _ask_for_the_missing(matches, readings)
    return matches


def _tell_units_from_measures(matches, readings):
    """单位 is the unit that reports or the unit of measure; 目标 and 任务 name targets or are what is promised."""
    words = [reading.leaf for reading in readings]
    certain = {
        match.role
        for match, word in zip(matches, words, strict=True)
        if word not in ("单位", "目标任务", "目标", "任务")
    }
    seen_target = False
    for number, (match, word) in enumerate(zip(matches, words, strict=True)):
        if word == "单位" and match.role == ColumnRole.UNIT:
            measured = ColumnRole.UNIT in certain or (seen_target and ColumnRole.MEASURE_UNIT not in certain)
            if measured:
                matches[number] = replace(
                    match, role=ColumnRole.MEASURE_UNIT, certainty=Certainty.LIKELY, why="unit_or_measure"
                )
        elif word in ("目标任务", "目标", "任务") and match.role == ColumnRole.TARGET and ColumnRole.TARGET in certain:
            matches[number] = replace(
                match, role=ColumnRole.PROMISED, certainty=Certainty.LIKELY, why="target_or_promised"
            )
        seen_target = seen_target or matches[number].role == ColumnRole.TARGET


def _leave_out_parts_of_totals(matches, readings):
    """Beside 合计 under the same heading, 妇女 and 男 are parts of it; different targets there are added up by it."""
    totals = {reading.parent for reading in readings if reading.total and reading.parent and reading.contents}
    for parent in list(totals):
        below = [number for number, reading in enumerate(readings) if reading.parent == parent]
        parts = [matches[number] for number in below if not readings[number].total]
        named = {
            match.target for match in parts if match.role == ColumnRole.FIGURE and match.certainty == Certainty.SURE
        }
        if len(named - {""}) > 1:
            totals.remove(parent)
            for number in below:
                if readings[number].total:
                    matches[number] = ColumnMatch(ColumnRole.UNKNOWN, why="total_column")
    for number, reading in enumerate(readings):
        if (
            reading.parent in totals
            and not reading.total
            and matches[number].role == ColumnRole.FIGURE
            and not reading.kind
        ):
            matches[number] = ColumnMatch(ColumnRole.UNKNOWN, why="of_which")


def _ask_for_doubles(matches, readings):
    claims = defaultdict(list)
    for number, match in enumerate(matches):
        if match.role == ColumnRole.FIGURE and match.target and match.certainty == Certainty.SURE:
            claims[match.target, match.kind, match.part].append(number)
    for numbers in claims.values():
        exact = [number for number in numbers if matches[number].why in SURE_NAMES]
        parts = [readings[number].milestone for number in numbers]  # when it was done, and whether, go together
        if len(numbers) < 2 or (len(set(parts)) == len(parts) and all(parts)):
            continue
        for number in numbers:
            if len(exact) == 1 and number != exact[0] and matches[number].why != "misspelt":
                matches[number] = ColumnMatch(ColumnRole.UNKNOWN, matches[number].target, why="resembles")
            elif len(exact) != 1 or number != exact[0]:
                matches[number] = replace(matches[number], certainty=Certainty.UNSURE, why="two_columns")


def _ask_beside_rivals(matches, readings):
    """上报数 beside 核定数, 新增 beside 减少, 合计 beside 增加, under one name: nobody can tell which one is meant."""
    rivals = {
        reading.parent
        for match, reading in zip(matches, readings, strict=True)
        if match.role == ColumnRole.UNKNOWN and reading.parent and RIVAL.match(reading.leaf)
    }
    verified = [
        (reading.parent, found[1])
        for match, reading in zip(matches, readings, strict=True)
        if match.role == ColumnRole.UNKNOWN and (found := NAME_AND_RIVAL.match(reading.leaf))
    ]
    for number, (match, reading) in enumerate(zip(matches, readings, strict=True)):
        sure = match.role == ColumnRole.FIGURE and match.certainty == Certainty.SURE
        if sure and THIS_YEAR.fullmatch(reading.leaf) and any(LAST_YEAR.fullmatch(each.leaf) for each in readings):
            matches[number] = replace(
                match, certainty=Certainty.LIKELY, why="kind_unsaid"
            )  # of this quarter, or so far
        elif sure and match.why != "confirmed" and (reading.parent in rivals or _has_rival(reading, verified)):
            matches[number] = replace(match, certainty=Certainty.UNSURE, why="two_columns")


def _has_rival(reading, verified):
    """Whether a column beside it, of the same name, holds what was verified."""
    return any(reading.parent == parent and reading.leaf.startswith(name) for parent, name in verified)


def _leave_out_what_is_taken(matches):
    """A column that resembles only targets that others have for certain is the office's own; the rest are asked."""
    taken = {(m.target, m.kind) for m in matches if m.role == ColumnRole.FIGURE and m.certainty == Certainty.SURE}
    for number, match in enumerate(matches):
        if match.role != ColumnRole.FIGURE or match.why not in ("several_targets", "resembles", "other_unit"):
            continue
        codes = [match.target, *match.alternatives]
        free = [code for code in codes if (code, match.kind) not in taken]
        if not free:
            matches[number] = ColumnMatch(ColumnRole.UNKNOWN, match.target, why=match.why)
        else:
            order = [*free, *(code for code in codes if code not in free)]
            matches[number] = replace(match, target=order[0], alternatives=tuple(order[1:]))


def _ask_for_rates(matches, names):
    counted = {match.target for match in matches if match.role == ColumnRole.FIGURE}
    for number, match in enumerate(matches):
        if match.why == "rate" and match.target not in counted:
            matches[number] = replace(match, certainty=Certainty.UNSURE, why="rate_only")


def _ask_for_the_missing(matches, readings):
    """A column that names no target, but is counted like one that no column names and shares a word with it."""
    named = {code for match in matches for code in (match.target, *match.alternatives)}
    for number, (match, reading) in enumerate(zip(matches, readings, strict=True)):
        if match.why != "no_target":
            continue
        near = [fit for fit in reading.fits if fit.share >= HINT and fit.relation == UnitRelation.EQUAL]
        near = [fit for fit in near if fit.target.code not in named]
        if near:
            kind = reading.kind or (FigureKind.AMOUNT if near[0].target.measure == "increment" else FigureKind.TO_DATE)
            codes = tuple(fit.target.code for fit in near)
            matches[number] = ColumnMatch(
                ColumnRole.FIGURE, codes[0], kind, certainty=Certainty.UNSURE, why="resembles", alternatives=codes[1:]
            )
