"""Short names and aliases of China's administrative divisions; no database.

In workbooks 双江拉祜族佤族布朗族傣族自治县 is written 双江, 双江县, 双江自治县, 双江县妇联 and so on.
"""

import re
import string
import unicodedata

FEDERATION = "妇联"

# The 56 nationalities of GB/T 3304-1991, without the 族 that most of them end with.
NATIONALITIES = (
    *("汉", "蒙古", "回", "藏", "维吾尔", "苗", "彝", "壮", "布依", "朝鲜", "满", "侗", "瑶", "白", "土家", "哈尼"),
    *("哈萨克", "傣", "黎", "傈僳", "佤", "畲", "高山", "拉祜", "水", "东乡", "纳西", "景颇", "柯尔克孜", "土"),
    *("达斡尔", "仫佬", "羌", "布朗", "撒拉", "毛南", "仡佬", "锡伯", "阿昌", "普米", "塔吉克", "怒", "乌孜别克"),
    *("俄罗斯", "鄂温克", "德昂", "保安", "裕固", "京", "塔塔尔", "独龙", "鄂伦春", "赫哲", "门巴", "珞巴", "基诺"),
)
# 各族 means all of them: 龙胜各族自治县, 隆林各族自治县.
_WITH_ZU = tuple(n + "族" for n in [*NATIONALITIES, "各"])
# Xinjiang writes 伊犁哈萨克自治州 without 族. Single characters (水, 土, 白) are excluded, as parts of place names.
_WITHOUT_ZU = tuple(n for n in NATIONALITIES if len(n) > 1)

AUTONOMOUS = {"自治区": "区", "自治州": "州", "自治县": "县", "自治旗": "旗"}
# Longest first. A rank that would leave a single character is skipped: 碑林区 is 碑林, 神农架林区 is 神农架.
_RANKS = ("行政委员会", "街道办事处", "少数民族乡", "民族苏木", "民族乡")
_RANKS += ("街道", "林区", "特区", "地区", "苏木", *"省市县区盟旗镇乡")
# Not shortened: the result would be another place (井陉矿区, 井陉县) or no name (巴林左).
_UNSHORTENED = re.compile(
    r"(矿区|开发区|(工业|产业|化工|创意|科技)园区|示范区|实验区|试验区|管理区|名胜区|聚集区|集聚区|保税区|度假区|合作区|食品区"
    r"|...新区|[左右前中后]旗|联合旗)$"
)
_ZONES = (
    (re.compile(r"高新?技术(产业)?开发区$"), "高新区"),
    (re.compile(r"经济(技术)?开发区$"), "经开区"),
)
# Divisions list villages by their committees: 凤坪村委会 is 凤坪村.
_COMMITTEES = (
    (re.compile(r"(.+嘎查)(村?村民?)?委员?会"), ""),
    (re.compile(r"(.+社区)居民?委员?会"), ""),
    (re.compile(r"(.+?)村?村民?委员?会"), "村"),
)
_MIN_LENGTH = 2
_CAPITALS = str.maketrans(string.ascii_lowercase, string.ascii_uppercase)


def normalize(text: str) -> str:
    """The form in which names are compared: NFKC, no spaces, capitals, 妇女联合会 as 妇联."""
    for _pass in range(2):  # without a space, characters may compose
        text = "".join(unicodedata.normalize("NFKC", text).split())
    return text.translate(_CAPITALS).replace("妇女联合会", FEDERATION)


def _without_nationalities(body: str, bare: bool) -> str:
    """Strip nationalities from the end while a place name remains: 双江拉祜族佤族 → 双江. ``bare``: also without 族."""
    while found := next((n for n in _WITH_ZU if body.endswith(n) and body != n), None):
        body = body.removesuffix(found)
    while bare and (found := next((n for n in _WITHOUT_ZU if _ends_after_a_place(body, n)), None)):
        body = body.removesuffix(found)
    # 东乡族自治县, 鄂温克族自治旗: the nationality is the name of the place.
    return body.removesuffix("族") if body in _WITH_ZU else body


def _ends_after_a_place(body: str, nationality: str) -> bool:
    """Whether at least _MIN_LENGTH characters precede the nationality: 伊犁哈萨克 yes, 内蒙古 no."""
    return body.endswith(nationality) and len(body) >= len(nationality) + _MIN_LENGTH


def short_name(name: str) -> str:
    """The name without rank and nationalities: 双江, 红河, 新疆. A name of two characters stays unchanged: 云县."""
    for rank in AUTONOMOUS:
        if name.endswith(rank) and name != rank:
            return _without_nationalities(name.removesuffix(rank), bare=True)
    if _UNSHORTENED.search(name):
        return _short_zone(name)
    rank = next((r for r in ("新区", *_RANKS) if name.endswith(r) and len(name) >= len(r) + _MIN_LENGTH), "")
    short = name.removesuffix(rank)
    if rank.startswith("民族") or short.endswith("族"):
        short = _without_nationalities(short, bare=rank.startswith("民族"))
    return short if len(short) >= _MIN_LENGTH else name


def _short_zone(name: str) -> str:
    """石家庄高新技术产业开发区 is 石家庄高新区."""
    for long, short in _ZONES:
        name = long.sub(short, name)
    return name


def _rank(name: str) -> str:
    return next((r for r in AUTONOMOUS if name.endswith(r) and name != r), "")


def official_name(name: str) -> str:
    """The official name of a place's federation: 云南省妇联, 双江自治县妇联, 红河州妇联; regions keep their full name.

    That of a village has no committee: 凤坪村委会 is 凤坪村妇联.
    """
    if normalize(name).endswith(FEDERATION):
        return name
    rank = _rank(name)
    if rank and rank != "自治区":
        name = short_name(name) + ("州" if rank == "自治州" else rank)
    return village_name(name) + FEDERATION


def place_names(name: str) -> list[str]:
    """The names of a place, longest first: the full one, 双江自治县, 双江县, 双江."""
    rank, short = _rank(name), short_name(name)
    found = [name, short + rank, short + AUTONOMOUS[rank], short] if rank else [name, short]
    return list(dict.fromkeys(found))


def aliases(name: str) -> list[str]:
    """All normalized names of the federation of a place, with and without 妇联; the full name first."""
    places = [normalize(place) for place in place_names(name)]
    return list(dict.fromkeys([*places, *(place + FEDERATION for place in places)]))


def village_name(name: str) -> str:
    """A village or community without the committee: 大班村村民委员会 is 大班村, 朝阳社区居委会 is 朝阳社区."""
    for committee, rank in _COMMITTEES:
        if found := committee.fullmatch(name):
            return found[1] + rank
    return name


def village_names(text: str) -> list[str]:
    """The short names of villages that ``text`` may mean: 凤坪村妇联 is 凤坪村; 凤坪 is 凤坪, 凤坪村 or 凤坪社区.

    A rule instead of stored aliases, because there are 620,000 villages.
    """
    place = village_name(normalize(text).removesuffix(FEDERATION))
    ranked = place.endswith(("村", "社区", "嘎查"))
    return [place] if ranked or not place else [place, place + "村", place + "社区"]


def office_short_name(name: str) -> str:
    """The name of an office or member body without its federation: 市妇联办公室 is 办公室."""
    short = name.rpartition(FEDERATION)[2]
    return short if len(short) >= _MIN_LENGTH else name
