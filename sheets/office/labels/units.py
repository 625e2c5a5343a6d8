"""Which unit a label names: 永德, 永德县妇联, 填报单位(盖章):永德县妇女联合会, 临沧市永德县, 530923."""

import re
from collections import defaultdict
from dataclasses import dataclass, field
from functools import lru_cache

from sheets.office.labels.look_alikes import with_one_exchanged
from sheets.office.labels.text import letters, plain_label, without_serial
from sheets.office.model import Certainty, PlanContext, UnitMatch

FEDERATION = "妇联"
# Longest first. An autonomous county is called 县 as well.
AUTONOMOUS = ("自治县", "自治州", "自治区", "自治旗")
RANKS = (*AUTONOMOUS, "街道办事处", "街道", "地区", "林区", "新区", "社区", *"省市县区州盟旗乡镇村")
SAME_RANK = {"自治县": "县", "自治州": "州", "自治区": "区", "自治旗": "旗", "街道办事处": "街道"}
BEFORE = re.compile(
    r"^(?:填报|上报|报送|填表|制表|汇报|报告|责任|编报)?(?:单位|部门|机关)(?:名称|全称)?(?:\([^()]*\))?[:;]?|^(?:县区|区县|县\(区\)|名称)[:]"
)
AFTER = re.compile(r"(?:\((?:盖章|公章|章|签章|加盖公章)\)|盖章|公章)$")
TOTALS = re.compile(
    r"(?:总|合|小|共|累|统)计(?:数)?|总数|汇总|平均(?:值|数)?|计|(?:全|本|我)?(?:市|州|县|区|省|盟|旗)(?:合计|小计|总计|汇总|平均|本级合计)?"
    r"|全(?:市|州|县|区|省|国|盟|旗|镇|乡)(?:合计|总计|小计|平均|汇总)?|各县区?(?:合计|小计|总计)|(?:合计|总计|小计)\S{0,4}|县区(?:合计|小计)|TOTAL|SUM|其中"
)
SUBTOTAL = re.compile(r".{1,8}(?:合计|小计|总计)")  # 临翔区小计
# A place inside of a unit: 临翔区凤翔街道 is not 临翔区.
INSIDE = re.compile("街道|办事处|[镇乡村]|社区|开发区|园区|不含|除")
# What stands around a unit's name in titles, lines and names of files.
TITLE = re.compile(r"表|报|情况|统计|季度?|\d|年|月|工作|汇总|数据|总结|材料|填|妇联|XLS|CSV")
LOW_RANKS = ("街道", "乡", "镇", "村", "社区")
OFFICE = re.compile("(?:部|室|科|处|股|办|中心)$")  # of a unit, as a row of a table names it
CODE = re.compile(r"\d{6,12}")
SHORTEST_MISSPELT, LONGEST_MISSPELT = 3, 20
OWN_NAMES = ("code", "name", "short_name", "name_after_parent")  # what these name is never silently another unit
REMEMBERED = 10_000  # texts whose match is kept


@dataclass
class UnitIndex:
    """Names of a context's units: by the whole name, without the rank, and by code."""

    whole: dict[str, dict[str, None]] = field(default_factory=lambda: defaultdict(dict))
    stems: dict[str, dict[str, None]] = field(default_factory=lambda: defaultdict(dict))
    codes: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))
    parents: dict[str, str] = field(default_factory=dict)
    ranks: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    starts: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))
    above: set[str] = field(default_factory=set)
    parent_names: set[str] = field(default_factory=set)
    matched: dict[str, UnitMatch] = field(default_factory=dict)


def match_unit(text: str, context: PlanContext) -> UnitMatch:
    """The unit that a label names; ``unit`` is "" for a total row (``why`` is total) and for what names none (none).

    Two units that fit are UNSURE, and so is one whose rank or whose parent is another than the label says.
    """
    index = _index(context)
    if len(index.matched) > REMEMBERED:
        index.matched.clear()
    if text not in index.matched:
        index.matched[text] = _match(text, context, index)
    return index.matched[text]


def _match(text, context, index):
    plain = unit_label(text)
    if not plain:
        return UnitMatch(why="none")
    match = _match_by_name(plain, text, index)
    confirmed = context.confirmed_units.get(plain)
    if not confirmed or match.why == "total":
        return match
    if match.unit != confirmed and match.certainty == Certainty.SURE and match.why in OWN_NAMES:
        return UnitMatch(match.unit, Certainty.UNSURE, "remembered_other", (confirmed,))
    return UnitMatch(confirmed, why="confirmed")


def _match_by_name(plain, text, index):
    if CODE.fullmatch(plain):
        return _one_of(_by_code(plain, index), "code")
    if whole := index.whole.get(plain):
        return _one_of(list(whole), "name")
    if TOTALS.fullmatch(plain) or SUBTOTAL.fullmatch(plain):
        return UnitMatch(why="total")
    found = _by_stem(plain, index) or _without_parent(plain, index) or _in_a_sentence(text, index)
    return _misspelt(plain, index) if found.why == "none" else found


@lru_cache(maxsize=REMEMBERED)
def unit_label(text: str) -> str:
    """The form in which names of units are compared and kept: 填报单位(盖章):永德县妇女联合会 is 永德县."""
    plain = without_serial(plain_label(str(text)))
    if plain.endswith(".0") and CODE.fullmatch(plain[:-2]):
        plain = plain[:-2]
    plain = AFTER.sub("", BEFORE.sub("", plain)).strip(":;,.、。_—-*")
    return _without_federation(letters(plain))


def _without_federation(plain):
    plain = plain.replace("妇女联合会", FEDERATION)
    return plain.removesuffix(FEDERATION) or plain


@lru_cache(maxsize=8)
def _index(context):
    index = UnitIndex()
    for unit in context.units:
        for name in (unit.name, *unit.aliases):
            whole = _without_federation(letters(plain_label(name)))
            stem, rank = split_rank(whole)
            index.whole[whole][unit.code] = None
            index.stems[stem][unit.code] = None
            if rank:
                index.ranks[unit.code].add(rank)
        index.codes[unit.code].append(unit.code)
        index.codes[unit.code.rstrip("0")].append(unit.code)
        index.parents[unit.code] = _without_federation(letters(plain_label(unit.parent)))
    above = [name for unit in context.above for name in (unit.name, *unit.aliases)]
    index.above = {_without_federation(letters(plain_label(name))) for name in above} - index.whole.keys()
    index.parent_names = {name for name in index.parents.values() if name}
    for name in index.whole:
        index.starts[name[:2]].append(name)
    return index


def split_rank(name: str) -> tuple[str, str]:
    """A name without its rank, and the rank: 永德县 is 永德 and 县. 云县 stays whole: one character is no name."""
    rank = next((rank for rank in RANKS if name.endswith(rank) and len(name) >= len(rank) + 2), "")
    return name.removesuffix(rank), SAME_RANK.get(rank, rank)


def _by_code(plain, index):
    return index.codes.get(plain) or index.codes.get(plain.rstrip("0")) or []


def _one_of(codes, why):
    codes = list(dict.fromkeys(codes))
    if not codes:
        return UnitMatch(why="none")
    if len(codes) > 1:
        return UnitMatch(codes[0], Certainty.UNSURE, "several_units", tuple(codes[1:]))
    return UnitMatch(codes[0], why=why)


def _by_stem(plain, index):
    """永德 for 永德县; 临翔县 for 临翔区 only as a question."""
    stem, rank = split_rank(plain)
    codes = list(index.stems.get(stem, ()))
    if not codes:
        return None
    fitting = [code for code in codes if not rank or not index.ranks[code] or rank in index.ranks[code]]
    if fitting:
        return _one_of(fitting, "short_name")
    return UnitMatch(codes[0], Certainty.LIKELY, "other_rank", tuple(codes[1:]))


def _without_parent(plain, index):
    """临沧市永德县, 云南省临沧市永德县: the names above stand before it."""
    for start in range(2, len(plain) - 1):
        before, rest = plain[:start], plain[start:]
        codes = list(index.whole.get(rest, ()))
        if not codes:
            continue
        own = [code for code in codes if _ends_with_place(before, index.parents[code])]
        if own:
            return _one_of(own, "name_after_parent")
        if before.endswith(("省", "市", "州", "盟", "地区", "自治区")):
            certainty = Certainty.UNSURE if any(index.parents[code] for code in codes) else Certainty.LIKELY
            return UnitMatch(codes[0], certainty, "other_parent", tuple(codes[1:]))
    return None


def _misspelt(plain, index):
    """风庆县, 沧原佤族自治县: one character is typed for another that looks or sounds like it."""
    for parent in index.parent_names:
        if plain.startswith(parent) and len(plain) - len(parent) >= SHORTEST_MISSPELT:
            plain = plain.removeprefix(parent)
    if not SHORTEST_MISSPELT <= len(plain) <= LONGEST_MISSPELT or plain in index.above:
        return UnitMatch(why="none")
    found: dict[str, None] = {}
    for _at, corrected in with_one_exchanged(plain):
        if corrected in index.above:
            return UnitMatch(why="total")
        found |= index.whole.get(corrected) or dict.fromkeys(_of_same_rank(corrected, index))
    return UnitMatch(next(iter(found)), why="misspelt") if len(found) == 1 else UnitMatch(why="none")


def _of_same_rank(plain, index):
    match = _by_stem(plain, index)
    return [match.unit] if match and match.certainty == Certainty.SURE else []


def near_units(text: str, context: PlanContext) -> tuple[str, ...]:
    """The units from whose names a text differs in one character, or that it shortens (权益部 for 权益和家庭儿童部).

    They are what is offered where it names none.
    """
    plain, index = unit_label(text), _index(context)
    if not SHORTEST_MISSPELT <= len(plain) <= LONGEST_MISSPELT:
        return ()
    found: dict[str, None] = {}
    for name, codes in index.whole.items():
        one_off = len(name) == len(plain) and sum(a != b for a, b in zip(name, plain, strict=True)) == 1
        if one_off or (OFFICE.search(plain) and _is_shortened(plain, name)):
            found |= codes
    return tuple(found)


def _is_shortened(text, name):
    """Whether a text begins and ends like a part of a name, and leaves out what stands between."""
    at = name.find(text[:2])
    letters_left = iter(name[at + 2 :])
    return at >= 0 and name.endswith(text[-1]) and all(letter in letters_left for letter in text[2:])


def is_inside(text: str, context: PlanContext) -> bool:
    """Whether a text names a township or village, and units of this rank do not report in the plan."""
    rank = split_rank(unit_label(text))[1]
    return rank in LOW_RANKS and not any(rank in ranks for ranks in _index(context).ranks.values())


def reports_below(context: PlanContext) -> bool:
    """Whether any township or village reports in the plan."""
    return any(rank in ranks for ranks in _index(context).ranks.values() for rank in LOW_RANKS)


def _ends_with_place(before, parent):
    return bool(parent) and before.endswith((parent, split_rank(parent)[0]))


def _in_a_sentence(text, index):
    """The only unit whose name stands in a title, a line or the name of a file: 临翔区妇联三季度报表."""
    plain = letters(plain_label(str(text))).replace("妇女联合会", FEDERATION)
    found = {}
    for at in range(len(plain) - 1):
        for name in index.starts.get(plain[at : at + 2], ()):
            if plain.startswith(name, at):
                found[name] = index.whole[name]
    longest = [name for name in found if not any(name != other and name in other for other in found)]
    units = list(dict.fromkeys(code for name in longest for code in found[name]))
    if not units:
        return UnitMatch(why="none")
    if len(units) > 1:
        return UnitMatch(units[0], Certainty.UNSURE, "several_units", tuple(units[1:]))
    standing = [_standing(plain, name) for name in longest]
    return UnitMatch(units[0], Certainty.SURE if Certainty.SURE in standing else standing[0], "part_of_text")


def _standing(plain, name):
    """How sure it is that a name stands for its unit: 永德 in 永德大道 and 临翔区 in 临翔区凤翔街道 do not."""
    before, _name, after = plain.partition(name)
    if INSIDE.search(after):
        return Certainty.UNSURE
    ranked = name.endswith(RANKS) or after.startswith((FEDERATION, *RANKS))
    return Certainty.SURE if ranked and (not after or TITLE.search(before + after)) else Certainty.LIKELY
