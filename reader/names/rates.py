"""Names of rates and shares: 妇女参保率, 建有妇女之家的村占比."""

import re

from reader.names.lists import MATCHES_NOTHING
from reader.names.patterns import DEED_OF_SHARE, LEADING, RATE_NOUN, RATE_OPENING, SCOPE_BEHIND, SHARE
from reader.names.words import after_opening_verb, strip_repeatedly

# 社区数量达到城市社区的60%: a share of the other.
SHARE_OF = re.compile(r"(?P<what>[^,;。]{3,20}?)(?:数量)?(?:分别)?(?:达到|占)(?P<of>[一-龥]{2,10})")
# 90%的城市社区和80%的行政村建立家长学校: what is done stands behind the last.
SHARE_WITH_NEXT = re.compile(
    r"^(?:以上)?的(?P<whom>[^,;。0-9]{2,10}?)(?:和|、|以及)\d[\d.]*%(?:以上)?的(?P<rest>[^,;。]{4,40})$"
)


OF_RATE = re.compile(r"(?P<rate>.+?(?:比例|比重|率))(?:要|应|须)?占")  # 女性比例要占
COVERED = re.compile(r"(?:全面|全)?覆盖")  # 应急广播终端100%覆盖
# 90%以上的社区建设1所为儿童提供游戏、娱乐等服务的儿童之家
SHARE_THAT_SETS_UP = re.compile(
    r"^(?:及?以上|左右)?的(?P<whom>[^,;。、]{1,12}?)(?:至少|均|都|全部)?(?:建设|建有|建立|建成|设立|设有)(?:至少)?"
    r"(?:\d+|[一二两三])[个所家处间][^,;。]{2,60}[、及][^,;。]{2,60}的(?P<what>[^,;。、的]{2,12})$"
)
MIN_INSIDE = 4  # characters of a rate named inside a bracket
# 村妇代会主任100%进村“两委”: the share of those who do it
DEED_OF_ALL = re.compile(
    r"(?P<deed>(?:进|纳入|接受|参加|持证|享受|签订|参与|加入|通过|掌握|实行|接入|入)[一-龥“”]{1,12})$"
)


def name_of_rate(before: str, after: str, behind: str) -> str:
    """The name of a rate: the words before it (覆盖率), else a share of what follows (60%的农户)."""
    if joined := SHARE_WITH_NEXT.match(behind):
        found = DEED_OF_SHARE.fullmatch(joined["rest"])
        after = joined["rest"].replace(found["whom"], joined["whom"], 1) if found else after
        return _name_of_share(after)
    if whole := SHARE_THAT_SETS_UP.match(behind):
        return f"建有{whole['what']}的{whole['whom']}占比"
    if SHARE.match(behind) and len(after) >= 2 and not RATE_NOUN.search(before):
        return _name_of_share(after)
    return _name_before_rate(before, after, behind)


def _name_before_rate(before: str, after: str, behind: str) -> str:
    """The name by the words before a rate: 覆盖率, 村妇联主席进村“两委”比例."""
    inside = before.rpartition("(")[2]  # 企业3家(员工制服务员占比50%)
    before = inside if ")" not in inside and len(inside) >= MIN_INSIDE else before
    opened = after_opening_verb(before, kept_verbs=MATCHES_NOTHING, opening=RATE_OPENING)
    scope = SCOPE_BEHIND.search(opened)
    if scope:
        opened = scope["group"] + opened[: scope.start()]
    if not RATE_NOUN.search(opened) and (share := SHARE_OF.fullmatch(opened)):
        return f"{share['what']}占{share['of']}比例"
    if RATE_NOUN.search(opened) and (rate := OF_RATE.fullmatch(opened)):
        return rate["rate"]
    if opened.endswith("占") and len(opened) > 2:
        opened = strip_repeatedly(opened.removesuffix("占").removesuffix("分别") + "占比", LEADING)
    if COVERED.fullmatch(behind) and len(opened) >= 2 and not RATE_NOUN.search(opened):
        return f"{opened}覆盖率"
    deed = DEED_OF_ALL.match(behind) if not RATE_NOUN.search(opened) else None
    if deed and len(opened) >= 2:
        return f"{opened}{deed['deed']}比例"
    if len(opened) >= 2:
        return opened
    return _name_of_share(after) if len(after) >= 2 else opened


def _name_of_share(words: str) -> str:
    """The name of a share: 建有妇女之家的村占比 for 80%以上的村建有妇女之家."""
    found = DEED_OF_SHARE.fullmatch(words)
    if not found:
        return f"{words}占比"
    deed = f"有{found['number']}" if found["number"] else found["deed"].replace("建设", "建有") + found["what"]
    return f"{deed}的{found['whom']}占比"


# 普遍建立社区书屋,城区达到70%: the rate of those that have what was set up in the clause before
SET_UP = re.compile(
    r"(?:普遍|全面|广泛|基本|逐步|大力)*(?:建立|设立|建有|建成|配备|开设|建设|设有|开展|推行|实行|推广)(?:了|起)?(?P<what>[一-龥“”]{2,16})"
)


def rate_of_set_up(group: str, clause: str) -> str:
    """The name of a share that only names its group: 城区社区书屋覆盖率. Empty if the clause before sets up nothing."""
    found = SET_UP.fullmatch(strip_repeatedly(clause, LEADING)) or SET_UP.fullmatch(clause)
    return f"{group}{found['what']}覆盖率" if found and found["what"][-2:] != "工作" else ""
