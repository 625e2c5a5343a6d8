"""The levels of a label read together: what the head of a column, or the label cells of a row, say as a whole."""

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from sheets.figures.columns import FigurePart
from sheets.office.labels.measures import MeasureUnit
from sheets.office.labels.names import NameFit, NameForms, fit_names, forms_of
from sheets.office.labels.roles import GAP, PROMISED, LevelReading, PlanWords, read_level
from sheets.office.labels.text import letters, plain_label
from sheets.office.model import ColumnRole, FigureKind, PlanContext
from sheets.office.periods import PeriodFit, compare_period, is_whole_year, locate_periods, read_bare_period

NUMBER_ALONE = re.compile(r"[\d.-]{1,6}|[(（]?[一二三四五六七八九十]{1,3}[)）、.]?|[①-⑳]")
PATH_MARK = "/"
KINDS_OF_FITS = {PeriodFit.SAME: FigureKind.AMOUNT, PeriodFit.TO_DATE_OF_SAME: FigureKind.TO_DATE}


@dataclass(frozen=True)
class PlanNames:
    """The names of a plan's targets, made ready once. ``words`` are all of them, to look words up.

    ``by_piece``: two neighbouring letters -> the targets that have them in a name.
    """

    context: PlanContext
    forms: tuple[NameForms, ...]
    words: PlanWords
    by_piece: Mapping[str, Sequence[NameForms]]
    codes: dict[str, NameForms]

    def form(self, target: str) -> NameForms:
        return next(each for each in self.forms if each.target.code == target)


@dataclass
class PathReading:
    """A label as a whole. ``fits`` are the targets that it may name, best first; ``parent`` its levels but the last."""

    role: ColumnRole | None = None
    why: str = ""
    kind: FigureKind | None = None
    part: FigurePart | None = None
    unit: MeasureUnit | None = None
    kind_by_period: bool = False  # only the name of the period says the kind
    kind_above: bool = False  # it stands above what names the target
    why_name: str = ""
    done: bool = False
    added: bool = False
    doubtful: bool = False
    other_length: bool = False
    milestone: str = ""
    total: bool = False
    of_which: bool = False
    contents: list[str] = field(default_factory=list)
    fits: list[NameFit] = field(default_factory=list)
    code: str = ""
    parent: tuple[str, ...] = ()
    leaf: str = ""


CODE_AND_NAME = re.compile(r"\s*([A-Za-z]+-?\d+(?:[.-]\d+)*)[\s.、:：]+(.+)", re.DOTALL)


@lru_cache(maxsize=8)
def names_of(context: PlanContext) -> PlanNames:
    """The names of the context's targets, made ready once for each context."""
    forms = tuple(forms_of(target) for target in context.targets)
    units = frozenset(plain_label(each.target.unit).lower() for each in forms)
    whole = frozenset(name for each in forms for name in each.names)
    words = PlanWords(GAP + GAP.join(sorted(whole)) + GAP, whole, units)
    codes = {each.target.code.upper(): each for each in forms if not each.target.code.isdecimal()}
    by_piece = defaultdict(list)
    for each in forms:
        for piece in each.pieces:
            by_piece[piece].append(each)
    return PlanNames(context, forms, words, by_piece, codes)


def column_label(path: Sequence[str], context: PlanContext) -> str:
    """The form in which an office's confirmed matches are kept: the same for a label of this period and of the next."""
    keys = [_level_key(text, context) for text in _levels(path)]
    return PATH_MARK.join(dict.fromkeys(key for key in keys if key))


def says_unit(path: Sequence[str], context: PlanContext) -> bool:
    """Whether a label names the unit of measure of its figures."""
    return read_path(path, names_of(context)).unit is not None


def read_path(path: Sequence[str], names: PlanNames) -> PathReading:
    """What a label says and which targets it may name."""
    texts, bare = _levels(path), None
    for text in texts:
        bare = bare or read_bare_period(text, names.context.year)
    texts = [text for text in texts if not (bare and read_bare_period(text, names.context.year))]
    for text in texts:
        if form := names.codes.get(letters(plain_label(text))):
            return PathReading(code=form.target.code, parent=tuple(texts[:-1]))
    texts = [_without_code(text, names) for text in texts]
    levels = [read_level(text, names.context, names.words) for text in texts]
    reading = PathReading(parent=tuple(texts[:-1]), leaf=levels[-1].whole if levels else "")
    spoken = [level for level in levels if not (level.unit and not level.content and level.whole == "")]
    _join_levels(reading, spoken)
    if bare and (reading.kind is None or reading.kind_by_period):
        reading.kind, reading.doubtful = KINDS_OF_FITS.get(compare_period([bare], names.context.period)), True
    if _take_whole_role(reading, levels):
        return reading
    reading.role = _role_of(levels)
    if any(level.period == PeriodFit.OTHER for level in levels) and reading.role in (None, ColumnRole.EARLIER):
        reading.role = ColumnRole.UNKNOWN if any(level.later for level in levels) else ColumnRole.EARLIER
        reading.why = "other_period"
    reading.fits = fit_names(reading.contents, reading.unit, names.by_piece)
    return reading


def _without_code(text, names):
    """A label without the target's code before its name, as the tables of this system have it: L04 转移就业(人次)."""
    found = CODE_AND_NAME.match(text)
    form = names.codes.get(found[1].upper()) if found else None
    if found is None or form is None:
        return text
    said = letters(plain_label(found[2]))
    return found[2] if any(said.startswith(letters(name)) for name in form.names) else text


def _levels(path):
    """The texts of a path without blanks, repetitions of merged cells, and running numbers."""
    texts = [str(text).strip() for text in path]
    texts = [text for text in texts if text and (not NUMBER_ALONE.fullmatch(text) or read_bare_period(text, 2000))]
    return list(dict.fromkeys(texts))


def _join_levels(reading, levels):
    inner = list(reversed(levels))
    reading.unit = next((level.unit for level in inner if level.unit), None)
    reading.part = next((level.part for level in inner if level.part), None)
    said = next((level for level in inner if level.kind), None)
    if said:
        reading.kind, reading.added, reading.doubtful = said.kind, said.added, said.doubtful
        reading.kind_by_period, reading.other_length = said.by_period, said.other_length
        naming = next((number for number, level in enumerate(inner) if level.content), None)
        reading.kind_above = naming is not None and inner.index(said) > naming
    reading.done = (said.done if said else False) or any(level.done for level in levels if level.content)
    reading.done = reading.done or (said is None and any(level.done for level in levels))
    reading.milestone = next((level.milestone for level in inner if level.milestone), "")
    reading.total = bool(inner) and inner[0].total
    reading.of_which = any(level.of_which and not _is_this_period(level) for level in levels)
    reading.contents = list(dict.fromkeys(level.content for level in inner if level.content))


def _is_this_period(level):
    """其中:三季度 beside 1-9月累计 is what was done in this period, not a part of it."""
    return level.kind == FigureKind.AMOUNT and not (level.added or level.content)


def _take_whole_role(reading, levels):
    """Whether the innermost label is one that is known as a whole (序号, 备注, 全年目标)."""
    leaf = next((level for level in reversed(levels) if level.whole and not _is_unit_alone(level)), None)
    if leaf is None or not leaf.by_whole:
        return False
    others = [level for level in levels if level is not leaf and (level.content or level.by_whole)]
    if leaf.role == ColumnRole.TARGET and any(level.content for level in others):
        if not PROMISED.fullmatch(leaf.whole):
            return False
        reading.role = ColumnRole.PROMISED
        return True
    reading.role, reading.why = leaf.role, "label"
    return True


def _is_unit_alone(level):
    return level.unit is not None and not level.content and not level.by_whole and level.kind is None


def _role_of(levels: Sequence[LevelReading]) -> ColumnRole | None:
    roles = [level.role for level in levels if not level.by_whole]
    for role in (ColumnRole.RATE, ColumnRole.EARLIER):
        if role in roles:
            return role
    for level in reversed(levels):
        if level.kind or level.done:
            return None
        if level.role == ColumnRole.PROMISED and not level.by_whole:
            return ColumnRole.PROMISED
    return None


def _level_key(text, context):
    plain = plain_label(text)
    for span, start, end in locate_periods(plain, context.year):
        if is_whole_year(span):
            continue
        fit = compare_period([span], context.period)
        word = {PeriodFit.SAME: "本期", PeriodFit.TO_DATE_OF_SAME: "累计"}.get(fit)
        if word:
            plain = plain[:start] + word + plain[end:]
            break
    return letters(plain)
