"""Names of places where something is done or that it reaches: 建立妇女议事会的乡镇, 覆盖自然村."""

import re

from reader.clauses.contexts import QuantityContext
from reader.lexicon.places import ADMINISTRATIVE
from reader.names.patterns import DONE_AT_PLACES, LEADING_FILLER, LIGHT_VERB

AT = re.compile(r"[在对](?:[全我本][市县省区州旗])?$")
INSTITUTION = re.compile(
    r"(?:中小学|学校|幼儿园|小学|初中|高中|中学|高校|小区|医院|企业|机构|园区)(?:校)?(?![一-龥]?生)"
)
PLACES_REACHED = re.compile(r"(?:覆盖|惠及|辐射|涉及)(?:全[市县省区州])?$")
PLACE_ONLY = re.compile(
    r"(?:自然|行政|建制|中心|重点|贫困|移民)?(?:村|镇|乡|乡镇|街道|社区|县|县区|市|区|园区|小区|学校|村庄)"
)
TRIED_AT = re.compile(r"(?P<place>[^,;。]{1,10}?)为试点")
PROGRAMME_END = re.compile(r"(?:行动|工程|项目|计划)$")  # is carried out: 实施关爱行动的县
# 涉及11个自然村的农村饮水工程
INVOLVING = re.compile(
    r"^[^,;。0-9]{0,8}?(?:、\d[\d.]*[^,;。、0-9]{1,4})*的(?P<what>[^,;。0-9]{3,20}(?:工程|项目|行动|改造))$"
)
MANNER = re.compile(r"(?<=.)(?:深化|继续|全面|率先|推广|试点)+$")


def name_of_reached(context: QuantityContext, after: str) -> str:
    """The places that something reaches: 覆盖村, 农村供水工程涉及自然村."""
    place, reached = PLACE_ONLY.match(after), PLACES_REACHED.search(context.before)
    if not place or not reached:
        return ""
    involving = INVOLVING.match(context.after)
    if not involving and place[0] != after:
        return ""
    return (involving["what"] if involving else "") + reached[0][:2] + place[0]


def name_of_places(context: QuantityContext, behind: str) -> str:
    """The places where something is done: 建立妇女议事会的乡镇 in 在5个乡镇建立妇女议事会."""
    if context.before.endswith("以") and (tried := TRIED_AT.match(behind)):
        return f"试点{tried['place']}"
    at = AT.search(context.before)
    if not at or not (ADMINISTRATIVE.match(behind) or (at[0][0] == "在" and INSTITUTION.match(behind))):
        return ""
    found = DONE_AT_PLACES.match(LEADING_FILLER.sub("", behind, count=1))
    if not found:
        return ""
    what = found["what"] if PROGRAMME_END.search(found["what"]) else LIGHT_VERB.sub("", found["what"])
    return f"{what}的{MANNER.sub('', found['place'])}"


def without_places(name: str) -> str:
    """The name without its places, if each place has its own number: 建设示范点 for 建设示范点的村."""
    what, of, place = name.rpartition("的")
    return what if of and (ADMINISTRATIVE.match(place) or INSTITUTION.match(place)) else name
