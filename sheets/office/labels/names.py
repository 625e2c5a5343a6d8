"""Which target a label names: its name, an alias, or a part of its name that no other target has.

Chinese offices shorten names by leaving words out and change their order (示范点巩固提升), so a label is laid over each
name in pieces of at least two characters. What is left over decides: a word that only says that something is done is
soft, one that says for whom is weak, anything else is hard, and no target with something hard left over is ever sure.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from sheets.office.labels.measures import MeasureUnit, UnitRelation, compare_units, read_measure_unit
from sheets.office.labels.overlay import (
    GAP,
    MIN_PIECE,
    core_of,
    count_distinct,
    has_head,
    lay_over,
    one_verb,
)
from sheets.office.labels.text import letters, plain_label, without_serial
from sheets.office.model import TargetNames

# Of whom a rate is: without them it is another rate, while of a count an office leaves them out (劳动力培训).
WHOSE = re.compile("农村|城市|城镇|女性|男性|女童|男童|流动|留守|贫困|低收入|残疾|老年|未成年|婴儿|5岁以下")
# Women may be left out or added in a federation of women, unless a name is of somebody else: 农村妇女培训 is not
# 农村劳动力培训.
WOMEN = re.compile("妇女|巾帼|女性")
SOME_PEOPLE = (
    "劳动力|劳动者|残疾人?|儿童|少年|青年|学生|老年人?|老人|男性|农民工?|牧民|干部|骨干|执委|职工|工人|居民|村民|群众"
    "|家长|家庭|父母|母亲|女童|婴幼?儿|企业家|创业者|带头人|能人|能手|志愿者|贫困[人户]口?"
)
OTHER_PEOPLE = re.compile(SOME_PEOPLE)
PEOPLE_ALONE = re.compile(
    rf"(?:广大|农村|城乡|城镇|城市|留守|大)*(?:妇女|女性|{SOME_PEOPLE})(?:群众|同胞)?"
)  # a heading
QUOTED = re.compile('[“"「《]([^”"」》]{2,})[”"」》]')
ENOUGH = 0.75  # of a name in a label, though what comes last is not in it
RATES = {"percent", "per_mille", "per_100k", "years_of_age"}
MIN_DISTINCT = 3  # so much of a name must stand in a label that is no whole name
RELATIONS = {UnitRelation.EQUAL: 2, UnitRelation.ALIKE: 1, UnitRelation.UNSAID: 1, UnitRelation.OTHER: 0}


@dataclass(frozen=True)
class NameForms:
    """A target with its names as they are compared."""

    target: TargetNames
    names: tuple[str, ...]
    one_verb: tuple[str, ...]
    headings: str
    core: str
    quoted: tuple[str, ...] = ()

    @property
    def pieces(self) -> set[str]:
        """The shortest pieces of its names that a label can share."""
        return {piece for name in self.one_verb for piece in pieces_of(name)}


@dataclass(frozen=True)
class NameFit:
    """How a label fits a target. ``exact``: 3 its name, 2 an alias, 1 its name but for soft and weak words.

    ``hard`` and ``soft`` count the letters of the label that the name does not have, ``distinct`` those that it has.
    """

    target: TargetNames
    exact: int
    hard: int
    soft: int
    distinct: int
    share: float  # of the label
    outer: int
    relation: UnitRelation
    factor: Decimal
    name_share: float
    soft_words: tuple[str, ...] = ()
    partial: bool = False  # it lacks what the target is, or of whom it is

    @property
    def rank(self) -> tuple[int, int, int, int]:
        """What decides between two targets that both have all of the label; the rest only orders."""
        return (self.exact, -self.soft, self.outer, RELATIONS[self.relation])

    @property
    def covers(self) -> bool:
        return self.hard == 0 and (self.distinct >= MIN_PIECE or self.exact > 0)


def forms_of(target: TargetNames) -> NameForms:
    """The names of a target as they are compared."""
    names = tuple(dict.fromkeys(name_letters(name) for name in (target.name, *target.aliases) if name_letters(name)))
    headings = GAP.join(one_verb(name_letters(heading)) for heading in target.headings)
    same = tuple(one_verb(name) for name in names)
    return NameForms(target, names, same, headings, core_of(same[0]) if same else "", _quoted(target.name))


def _quoted(name):
    """What stands in quotes in a name: 春蕾计划. It stands for all of it."""
    return tuple(filter(None, (one_verb(letters(plain_label(each))) for each in QUOTED.findall(name))))


def pieces_of(text: str) -> list[str]:
    """Each two neighbouring letters of a text; a text of one letter is its own piece."""
    return [text[start : start + MIN_PIECE] for start in range(max(1, len(text) - 1))]


def name_letters(name: str) -> str:
    """A name as it is compared: without a number before it, quotes and brackets."""
    return letters(without_serial(plain_label(name)))


def fit_names(
    contents: Sequence[str], unit: MeasureUnit | None, forms: Mapping[str, Sequence[NameForms]]
) -> list[NameFit]:
    """The targets that share anything with a label, best first.

    ``contents`` are what its levels name, the innermost first; ``forms`` are those of a plan by the pieces of
    their names.
    """
    own, outer = _main_content(contents)
    if not own:
        return []
    found = _fits_of(own, outer, unit, forms) or _fits_of(outer + own, "", unit, forms)
    return sorted(found, key=lambda fit: (fit.covers, fit.rank, fit.share, fit.name_share), reverse=True)


def is_clear(fits: Sequence[NameFit], others: Sequence[NameForms]) -> bool:
    """Whether the best of ``fits`` is the target beyond doubt. ``others`` are all targets of the plan."""
    best = fits[0]
    if not best.covers or best.relation == UnitRelation.OTHER:
        return False
    if best.partial:
        return False
    if best.exact == 0 and best.distinct + best.outer < MIN_DISTINCT:
        return False
    if any(fit.covers and fit.rank >= best.rank for fit in fits[1:]):
        return False
    # 新建婚调委 is not 建有婚调委的县区 in a plan that has a target of 新建.
    names = [name for each in others if each.target != best.target for name in each.one_verb]
    return not any(word in name for word in best.soft_words for name in names)


def _fits_of(own, outer, unit, forms):
    near = {form.target.code: form for piece in pieces_of(own) for form in forms.get(piece, ())}
    found = [_fit(own, outer, unit, form) for form in near.values()]
    return [fit for fit in found if fit.distinct or fit.exact]


def _main_content(contents):
    """The letters that must stand in a name, and those of the levels above, which only help."""
    contents = [one_verb(each) for each in contents if each]
    own, level = "", 0
    while level < len(contents):
        own = contents[level] + own
        level += 1
        if core_of(own):
            break
    return own, "".join(reversed(contents[level:]))


def _fit(own, outer, unit, forms):
    relation, factor = compare_units(unit, forms.target.unit)
    name, best = max(((name, lay_over(own, name, forms.headings)) for name in forms.one_verb), key=lambda each: each[1])
    core = core_of(own)
    exact = 3 if own == forms.one_verb[0] else 2 if own in forms.one_verb else 0
    if not exact and core and core == forms.core and not best.hard:
        exact = 1
    headed = best.headed or has_head(outer, name) or any(quoted in outer + own for quoted in forms.quoted)
    return NameFit(
        forms.target,
        exact,
        best.hard,
        best.soft,
        best.distinct,
        best.distinct / max(1, len(core)),
        count_distinct(outer, GAP.join([*forms.one_verb, forms.headings])) if outer else 0,
        relation,
        factor,
        best.name_share,
        best.soft_words,
        not exact
        and (
            not (headed or best.name_share >= ENOUGH)
            or _is_of_others(own, forms)
            or _is_of_other_people(own, outer, name)
        ),
    )


def _is_of_others(own, forms):
    """Whether the name says of whom it is a rate, and the label does not."""
    return _is_rate(forms.target) and not set(WHOSE.findall(forms.one_verb[0])) <= set(WHOSE.findall(own))


def _is_of_other_people(own, outer, name):
    """Whether a label says women where a name says somebody else, or a heading above it names other people alone."""
    named = set(OTHER_PEOPLE.findall(name))
    outer_people = set(OTHER_PEOPLE.findall(outer)) if PEOPLE_ALONE.fullmatch(outer) else set()
    label = own + (outer if PEOPLE_ALONE.fullmatch(outer) else "")
    lacking = named - set(OTHER_PEOPLE.findall(outer + own))
    says_others = outer_people - named or set(WOMEN.findall(label)) - set(WOMEN.findall(name))
    return bool(lacking) and bool(says_others)


def _is_rate(target):
    own = read_measure_unit(target.unit)
    return target.measure == "ratio" or (own is not None and bool(own.kinds & RATES))
