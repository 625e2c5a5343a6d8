"""Which target, and which of its figures, each column of an office's workbook holds.

``ColumnMatch.why`` is one of: confirmed, code, name, alias, part_of_name, misspelt, kind_only, label, words;
other_period, of_which, no_target, resembles, other_unit, total_column, rate; and of what is asked: several_targets,
resembles, other_unit, two_columns, kind_unsaid, added_to_level, other_length, ratio_part, rate_only, unit_or_measure,
target_or_promised, remembered_other.
"""

import re
from collections.abc import Sequence
from dataclasses import replace

from sheets.figures.columns import FigurePart
from sheets.office.labels.assignment import settle_columns
from sheets.office.labels.measures import UnitRelation
from sheets.office.labels.misspelt import corrected_readings, divided_readings
from sheets.office.labels.names import is_clear
from sheets.office.labels.overlay import ONE_VERB, core_of
from sheets.office.labels.paths import PathReading, column_label, names_of, read_path
from sheets.office.labels.said_kinds import NOTHING_SAID, SaidKinds
from sheets.office.model import Certainty, ColumnMatch, ColumnRole, FigureKind, PlanContext, TargetNames

GENERAL = re.compile("金额|资金|经费|人员|情况|内容|指标")  # beside the words that say nothing in a target's name
RESEMBLES = 0.6  # of a label that a target's name has, from which on the label is asked about
UNCLEAR = ("resembles", "no_target", "several_targets")
SHARES = {"percent", "per_mille"}
WHY_EXACT = {3: "name", 2: "alias"}


def match_column(path: tuple[str, ...], context: PlanContext, said: SaidKinds = NOTHING_SAID) -> ColumnMatch:
    """What the label of one column means by itself: the texts of its head, outermost first.

    ``said``: what the lines above the table say of its figures (累计), where the head does not.
    """
    return match_columns([path], context, said)[0]


def match_columns(
    paths: Sequence[tuple[str, ...]], context: PlanContext, said: SaidKinds = NOTHING_SAID
) -> list[ColumnMatch]:
    """What the labels of all columns of a table (or of all rows, where targets go down) mean, seen together."""
    names = names_of(context)
    read: dict[tuple[str, ...], tuple[PathReading, ColumnMatch]] = {}
    for path in paths:
        if path not in read:
            reading = read_path(path, names)
            read[path] = _correct(path, (reading, _match_one(path, reading, names, said)), names, said)
    return settle_columns([read[path] for path in paths], names, said)


def _correct(path, read, names, said):
    """The reading and match of a label; without a character mistyped, where only that keeps it from being sure."""
    if _is_sure(read[1]) or read[1].role not in (ColumnRole.FIGURE, ColumnRole.UNKNOWN) or read[1].why not in UNCLEAR:
        return read
    found = {}
    for divided, reading in divided_readings(path, names):
        match = _match_one(divided, reading, names, said)
        same = bool(reading.fits) and reading.fits[0].relation == UnitRelation.EQUAL
        if _is_sure(match) and match.role == ColumnRole.FIGURE and same:
            return reading, match
    for corrected, reading in corrected_readings(path, names):
        match = _match_one(corrected, reading, names, said)
        if _is_sure(match) and match.role == ColumnRole.FIGURE:
            found[match.target] = reading, replace(match, why="misspelt")
    return next(iter(found.values())) if len(found) == 1 else read


def _is_sure(match):
    return bool(match.target) and match.certainty == Certainty.SURE


def default_kind(target: TargetNames, said: SaidKinds = NOTHING_SAID) -> FigureKind:
    """The kind of a figure whose label does not say it.

    What a running total, a level or a ratio is at the end; what was added in the period for an increment, unless the
    sheet says otherwise (``said``).
    """
    if target.measure != "increment":
        return FigureKind.TO_DATE
    return said.of(target.code) or FigureKind.AMOUNT


def _match_one(path, reading, names, said):
    known = names.context.confirmed_columns
    confirmed = known.get(column_label(path, names.context)) if known else None
    return _recalled(confirmed, reading, names, said) if confirmed else _match_by_words(reading, names, said)


def recall(path: tuple[str, ...], context: PlanContext) -> ColumnMatch | None:
    """What this office confirmed of a label, or the question about it where its name says another target; None where
    nothing was confirmed that holds without what stands around it."""
    if column_label(path, context) not in context.confirmed_columns:
        return None
    names = names_of(context)
    reading = read_path(path, names)
    match = _match_one(path, reading, names, NOTHING_SAID)
    if match.why in ("confirmed", "remembered_other"):
        return match
    confirmed = context.confirmed_columns[column_label(path, context)]
    if not is_general(reading):
        return None
    return replace(confirmed, target="", certainty=Certainty.SURE, why="confirmed")  # it says a kind alone


def _recalled(confirmed, reading, names, said):
    """What was confirmed of a label. It yields to a name that is surely another target's, which is asked; and a general
    word (完成数, 合计) names no target by itself: its title or heading does, or it is asked."""
    factor = next((fit.factor for fit in reading.fits if fit.target.code == confirmed.target), confirmed.factor)
    remembered = replace(confirmed, certainty=Certainty.SURE, why="confirmed", factor=factor)
    if not reading.code and is_general(reading):
        kind_only = confirmed.role == ColumnRole.FIGURE and not confirmed.target
        return remembered if kind_only else _match_by_words(reading, names, said)
    before = reading.why_name
    match = _match_by_words(reading, names, said)
    if confirmed.target and match.role == ColumnRole.FIGURE and _is_sure(match) and match.target != confirmed.target:
        others = (confirmed.target,)
        return replace(match, certainty=Certainty.UNSURE, why="remembered_other", alternatives=others)
    reading.why_name = before
    return remembered


def is_general(reading: PathReading) -> bool:
    """Whether a label says nothing of what is counted: 完成数, 合计, 本季, 妇女人数, 金额."""
    return not any(core_of(GENERAL.sub("", each)) for each in reading.contents)


def _match_by_words(reading, names, said):
    if reading.code:
        return _figure(names.form(reading.code).target, reading, said, why="code")
    clear = bool(reading.fits) and is_clear(reading.fits, names.forms)
    target = reading.fits[0].target if clear else None
    if _is_rate(reading, names):
        return ColumnMatch(ColumnRole.RATE, why="words")
    if reading.role is not None:
        return ColumnMatch(reading.role, target.code if target else "", why=reading.why or "words")
    if not reading.contents:
        return _without_content(reading)
    if reading.of_which and not (target and reading.fits[0].exact):
        return ColumnMatch(ColumnRole.UNKNOWN, why="of_which")
    if target:
        fit = reading.fits[0]
        return _figure(target, reading, said, why=WHY_EXACT.get(fit.exact, "part_of_name"), factor=fit.factor)
    return _not_clear(reading, said)


def _is_rate(reading, names):
    """完成年度任务(%): a share of what is promised, where the target itself is no share."""
    if reading.unit is None or not reading.unit.kinds & SHARES or reading.role not in (None, ColumnRole.PROMISED):
        return False
    if reading.contents:
        fits = [fit for fit in reading.fits if fit.covers]
        return bool(fits) and not any(_is_share(fit.target) for fit in reading.fits)
    return reading.role == ColumnRole.PROMISED or not any(_is_share(each.target) for each in names.forms)


def _is_share(target):
    return bool(target.sign) or target.measure == "ratio" or any(sign in target.unit for sign in "%％‰")


def _without_content(reading):
    """本季完成, 数值: a column of figures of which another label says the target."""
    if reading.milestone:
        return ColumnMatch(ColumnRole.REMARK, why="label")
    if reading.total and not reading.kind and not reading.done:
        return ColumnMatch(ColumnRole.UNKNOWN, why="total_column")
    if reading.doubtful:
        return ColumnMatch(ColumnRole.FIGURE, kind=reading.kind, certainty=Certainty.LIKELY, why="kind_unsaid")
    part = reading.part or FigurePart.VALUE
    return ColumnMatch(ColumnRole.FIGURE, kind=reading.kind, part=part, why="kind_only")


def _figure(target, reading, said, **more):
    kind = reading.kind or default_kind(target, said)
    reading.why_name = more["why"]
    match = ColumnMatch(ColumnRole.FIGURE, target.code, kind, _part(target, reading), **more)
    if reading.milestone and target.measure != "milestone":
        return ColumnMatch(ColumnRole.REMARK, target.code, why="label")
    if target.measure == "ratio" and reading.part is None:
        return _undivided_ratio(match, target, reading)
    if target.measure == "level" and (reading.added or _says_new(reading)):
        return replace(match, certainty=Certainty.UNSURE, why="added_to_level")
    if reading.doubtful:
        return replace(match, certainty=Certainty.LIKELY, why="kind_unsaid")
    if reading.other_length:
        return replace(match, certainty=Certainty.LIKELY, why="other_length")
    if reading.of_which:
        return replace(match, certainty=Certainty.LIKELY, why="of_which")
    return match


def _says_new(reading):
    """新建 where the target does not say it: a level counts what stands, not what is new."""
    return bool(reading.fits) and bool({"新", ONE_VERB} & set(reading.fits[0].soft_words))


def _part(target, reading):
    if target.measure == "milestone":
        return FigurePart.VALUE if reading.milestone == "whether" else FigurePart.DAY
    return reading.part or FigurePart.VALUE


def _undivided_ratio(match, target, reading):
    """A ratio is reported as two counts: its rate alone gives neither."""
    counted = reading.unit is not None and not {"percent", "per_mille"} & reading.unit.kinds
    if counted and reading.unit.word != target.unit:
        return replace(match, certainty=Certainty.LIKELY, why="ratio_part")
    return ColumnMatch(ColumnRole.RATE, match.target, why="rate")


def _not_clear(reading, said):
    """A label that names several targets, or none quite."""
    covering = [fit for fit in reading.fits if fit.covers and fit.relation != UnitRelation.OTHER]
    if covering:
        why = "several_targets" if len(covering) > 1 else "resembles"
        return _asked(reading, covering, said, why)
    other_unit = [fit for fit in reading.fits if fit.covers]
    if other_unit:
        return _asked(reading, other_unit, said, "other_unit")
    near = [fit for fit in reading.fits if fit.share >= RESEMBLES and fit.relation != UnitRelation.OTHER]
    return _asked(reading, near, said, "resembles") if near else ColumnMatch(ColumnRole.UNKNOWN, why="no_target")


def _asked(reading, fits, said, why):
    best = fits[0]
    kind = reading.kind or default_kind(best.target, said)
    certainty = Certainty.LIKELY if best.covers and why != "other_unit" and len(fits) == 1 else Certainty.UNSURE
    codes = tuple(dict.fromkeys(fit.target.code for fit in fits))
    part = _part(best.target, reading)
    return ColumnMatch(ColumnRole.FIGURE, best.target.code, kind, part, certainty, why, codes[1:], best.factor)
