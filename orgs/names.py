"""What people call a place: short names and aliases of China's administrative divisions. Pure text, no database.

双江拉祜族佤族布朗族傣族自治县 is 双江, 双江县, 双江自治县, 双江县妇联 and so on in the sheets that offices send.
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
# 龙胜各族自治县 and 隆林各族自治县 name them all at once.
_WITH_ZU = tuple(n + "族" for n in [*NATIONALITIES, "各"])
# Xinjiang writes 伊犁哈萨克自治州 without 族. Single characters (水, 土, 白) are too often part of a place's own name.
_WITHOUT_ZU = tuple(n for n in NATIONALITIES if len(n) > 1)

AUTONOMOUS = {"自治区": "区", "自治州": "州", "自治县": "县", "自治旗": "旗"}
# Longest first; one that would leave a single character is passed over: 碑林区 is 碑林, 神农架林区 is 神农架.
_RANKS = ("行政委员会", "街道办事处", "少数民族乡", "民族苏木", "民族乡")
_RANKS += ("街道", "林区", "特区", "地区", "苏木", *"省市县区盟旗镇乡")
# Shortened, these would name a neighbour (井陉矿区 beside 井陉县) or nothing at all (巴林左).
_KEPT_WHOLE = re.compile(
    r"(矿区|开发区|(工业|产业|化工|创意|科技)园区|示范区|实验区|试验区|管理区|名胜区|聚集区|集聚区|保税区|度假区|合作区|食品区"
    r"|...新区|[左右前中后]旗|联合旗)$"
)
_ZONES = (
    (re.compile(r"高新?技术(产业)?开发区$"), "高新区"),
    (re.compile(r"经济(技术)?开发区$"), "经开区"),
)
# A village is called by its place, not by the committee that its row in the divisions names: 凤坪村委会 is 凤坪村.
_COMMITTEES = (
    (re.compile(r"(.+嘎查)(村?村民?)?委员?会"), ""),
    (re.compile(r"(.+社区)居民?委员?会"), ""),
    (re.compile(r"(.+?)村?村民?委员?会"), "村"),
)
_SHORTEST = 2
_CAPITALS = str.maketrans(string.ascii_lowercase, string.ascii_uppercase)


def normalize(text: str) -> str:
    """Text in the form in which names are compared: half-width, no spaces, 妇女联合会 as 妇联."""
    for _again in range(2):  # a space that is taken away may bring together what is written as one
        text = "".join(unicodedata.normalize("NFKC", text).split())
    return text.translate(_CAPITALS).replace("妇女联合会", FEDERATION)


def _without_nationalities(body: str, bare: bool) -> str:
    """`body` without the nationalities at its end, as long as a place is left: 双江拉祜族佤族 → 双江."""
    while found := next((n for n in _WITH_ZU if body.endswith(n) and body != n), None):
        body = body.removesuffix(found)
    while bare and (found := next((n for n in _WITHOUT_ZU if _ends_after_a_place(body, n)), None)):
        body = body.removesuffix(found)
    # 东乡族自治县, 鄂温克族自治旗: the place is called by the nationality itself.
    return body.removesuffix("族") if body in _WITH_ZU else body


def _ends_after_a_place(body: str, nationality: str) -> bool:
    """Whether enough is left before the nationality to be a place: 伊犁哈萨克 yes, 内蒙古 no."""
    return body.endswith(nationality) and len(body) >= len(nationality) + _SHORTEST


def short_name(name: str) -> str:
    """The place without its rank and nationalities: 双江, 红河, 新疆. A name of two characters stays whole: 云县."""
    for rank in AUTONOMOUS:
        if name.endswith(rank) and name != rank:
            return _without_nationalities(name.removesuffix(rank), bare=True)
    if _KEPT_WHOLE.search(name):
        return _short_zone(name)
    rank = next((r for r in ("新区", *_RANKS) if name.endswith(r) and len(name) >= len(r) + _SHORTEST), "")
    short = name.removesuffix(rank)
    if rank.startswith("民族") or short.endswith("族"):
        short = _without_nationalities(short, bare=rank.startswith("民族"))
    return short if len(short) >= _SHORTEST else name


def _short_zone(name: str) -> str:
    """石家庄高新技术产业开发区 is 石家庄高新区."""
    for long, short in _ZONES:
        name = long.sub(short, name)
    return name


def _rank(name: str) -> str:
    return next((r for r in AUTONOMOUS if name.endswith(r) and name != r), "")


def official_name(name: str) -> str:
    """The federation of a place as it signs: 云南省妇联, 双江自治县妇联, 红河州妇联; regions keep their whole name.

    A village signs by its place: 凤坪村委会 is 凤坪村妇联.
    """
    if normalize(name).endswith(FEDERATION):
        return name
    rank = _rank(name)
    if rank and rank != "自治区":
        name = short_name(name) + ("州" if rank == "自治州" else rank)
    return village_name(name) + FEDERATION


def place_names(name: str) -> list[str]:
    """The place's own names, the longest first: the full one, 双江自治县, 双江县, 双江."""
    rank, short = _rank(name), short_name(name)
    found = [name, short + rank, short + AUTONOMOUS[rank], short] if rank else [name, short]
    return list(dict.fromkeys(found))


def aliases(name: str) -> list[str]:
    """Every name, in plain form, that means the federation of the place `name`; its full name first."""
    places = [normalize(place) for place in place_names(name)]
    return list(dict.fromkeys([*places, *(place + FEDERATION for place in places)]))


def village_name(name: str) -> str:
    """A village or community without its committee: 大班村村民委员会 is 大班村, 朝阳社区居委会 is 朝阳社区."""
    for committee, rank in _COMMITTEES:
        if found := committee.fullmatch(name):
            return found[1] + rank
    return name


def village_names(said: str) -> list[str]:
    """The short names of the villages that somebody may mean: 凤坪村妇联 is 凤坪村; a bare 凤坪 is that or 凤坪社区.

    Villages are found by this rule and keep no list of other names: there are 620,000 of them.
    """
    place = village_name(normalize(said).removesuffix(FEDERATION))
    ranked = place.endswith(("村", "社区", "嘎查"))
    return [place] if ranked or not place else [place, place + "村", place + "社区"]


def office_short_name(name: str) -> str:
    """An office or member body without the federation it belongs to: 市妇联办公室 is 办公室."""
    short = name.rpartition(FEDERATION)[2]
    return short if len(short) >= _SHORTEST else name
