"""Names of numbers that each of several units must reach: 每个县区妇女之家, 机关干部每人结对."""

import re

from reader.clauses.contexts import QuantityContext
from reader.names.groups import TERM
from reader.names.owners import object_of
from reader.names.patterns import BEHIND_EACH, BOUND_BEFORE, CONSTRUCTION, EACH_REMAINDER, HEAD_COUNT_VERB, TRAILING
from reader.names.places import without_places
from reader.names.sources import NameSources, without_period
from reader.names.topics import complete
from reader.names.words import strip_repeatedly
from reader.numbers.units import HOUSEHOLDS, PEOPLE

HEADS = PEOPLE + HOUSEHOLDS
JOINED_UNITS = re.compile(
    r"\((?=[^()]{0,6}[市区街道镇社、])[^()]{1,8}\)|[、和及](?:县|市|区|镇|乡|街道|社区|村)(?:\([^()]{1,6}\))?(?![级里])"
)
WILL_HAVE = re.compile(r"将会?(?:得到|获得|享受|享有|拥有)?$")
FOR_SURE = re.compile(r"^(?:确保|保证|力争|争取|实现|做到|要求)+(?=..)")
WHO_EACH = re.compile(
    r"^(?:各?[^,;。0-9每]{0,14}?)(?:干部|主席|执委|专干|成员|委员|会员|志愿者|党员|教师|[队团]员|专家|律师|代表)每[人名位](?P<verb>[一-龥]{2,6})$"
)
UNITS_AHEAD = re.compile(r"^(?:每个?|各)(?:县[市区]?|区|乡镇|镇|街道|村|社区|学校|单位)(?:\([^()]*\))?(?=.{2})")
OBLIGED = re.compile(r"^(?:至少|对|要(?![求点素])|应(?!急|用)|须)+(?=..)|^(?:至少|对)")
OCCASIONS = ("每期", "每次", "每班", "每场")
PICKED_ONLY = re.compile(r"(?:评出|选出|评选出|评选|选树|创建|打造|建成|建设|培育)+")
MUST = re.compile(r"(?<=[委府会办局镇乡村])要(?![求点素])")  # 各乡镇党委要专题研究


def name_for_each(context: QuantityContext, before: str, name: str, sources: NameSources) -> str:
    """The name with the units of which each must reach the number: 每个县区 and 妇女之家."""
    each = sources.each or ""
    if each == "各":
        return name  # 标兵、能手各10名
    if WHO_EACH.match(context.before):
        return context.before  # 机关干部每人结对2户
    name = name.replace(each, "", 1) if TERM.match(each) else name  # 对学困生每学期随访
    own = EACH_REMAINDER.sub("", name.removeprefix(each)).strip()
    own = OBLIGED.sub("", own.removeprefix(BOUND_BEFORE.sub("", TERM.sub("", each)).removesuffix("至少")))
    if not own and HEAD_COUNT_VERB.search(each, 2):
        return each  # 每家农场吸纳妇女
    if PICKED_ONLY.fullmatch(own) and sources.previous:
        own = without_period(sources.previous)  # 县里每年评出示范户40户,各乡镇每年评出10户
    if CONSTRUCTION.fullmatch(own) and sources.previous:
        own += CONSTRUCTION.sub("", without_period(sources.previous), count=1)
    own = own or ("" if sources.previous else object_of(sources.heading))
    whole = UNITS_AHEAD.sub("", sources.previous) if each.startswith(OCCASIONS) else sources.previous
    own = own or without_places(whole).partition("(")[0].removeprefix("各").removeprefix(each) or sources.alike
    found = list(HEAD_COUNT_VERB.finditer(before.removeprefix(each)))
    own = strip_repeatedly(own.removeprefix("对"), TRAILING) or own
    keeps_verb = context.quantity.measure in HEADS or (found and found[-1][0] == "联系")
    if keeps_verb and own and not HEAD_COUNT_VERB.match(own):
        own = (found[-1][0] if found and found[-1][0] not in own else "") + own
    if own == name:
        own = complete(context, own, sources.previous.removeprefix(each), sources.heading)
    units = strip_repeatedly(WILL_HAVE.sub("", BEHIND_EACH.sub("", BOUND_BEFORE.sub("", each))), FOR_SURE)
    units = units.removesuffix("要")
    started = own and re.search(rf"[由从][^,;。0-9]{{0,4}}{re.escape(each)}", context.before)  # 由每人每年50元提高到
    return own if started else MUST.sub("", f"{_all_units(context, units)}{own}")


def _all_units(context: QuantityContext, units: str) -> str:
    """The units with those that are joined to them: 各区、县(市)."""
    at = context.before.find(units)
    joined = JOINED_UNITS.match(context.before, at + len(units)) if at >= 0 and units.startswith(("各", "每")) else None
    return units + joined[0] if joined else units
