"""Numbers that promise nothing, each with the rule that says so. The first rule that fits speaks."""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Callable

from reader.clauses.spots import NEAR, Spot
from reader.lexicon import words
from reader.lexicon.words import VERB
from reader.numbers import units
from reader.promises import against
from reader.promises.existing import exists, folk


def why_not(spot: Spot) -> str | None:
    """The rule that says that the quantity is no target; None where none does."""
    for name, rule in RULES:
        if rule(spot):
            return name
    return None


def _time(spot: Spot) -> bool:
    return spot.quantity.start in spot.line.times_in or (spot.quantity.end - 1) in spot.line.times_in


def _quoted(spot: Spot) -> bool:
    return spot.quantity.start in spot.line.quoted


def _titled(spot: Spot) -> bool:
    return spot.quantity.start in spot.line.titled


def _set_phrase(spot: Spot) -> bool:
    if not spot.quantity.chinese:
        return False
    flat, start = spot.line.flat, spot.quantity.start
    if re.search(r"有(?:[一两][个件户起名][一-龥]{1,2})?$", spot.before) and re.match(
        r"[一-龥]{0,2}(?:一|$)", spot.after
    ):
        return True  # 有两个接一双
    return any(
        against.SET_PHRASES.match(flat, start - back) and _reaches(flat, start - back, start)
        for back in range(min(3, start + 1))
    )


def _reaches(flat: str, at: int, start: int) -> bool:
    found = against.SET_PHRASES.match(flat, at)
    return found is not None and found.end() > start


def _ordinal(spot: Spot) -> bool:
    return against.ORDINAL.search(spot.before[-4:]) is not None or against.PER.search(spot.before[-2:]) is not None


def _code(spot: Spot) -> bool:
    """11?2, 4·27, 2020-15: a number that hangs on another by a dot or a dash."""
    return against.CODE.search(spot.before[-1:]) is not None and spot.before[-2:-1].isdigit()


def _no_measure(spot: Spot) -> bool:
    return spot.quantity.measure == "" and spot.quantity.unit == ""


def _named(spot: Spot) -> bool:
    if against.FOLLOWED.match(spot.after) or (spot.quantity.unit == "%" and against.SAMPLED.match(spot.after)):
        return True
    return against.PROGRAMME.match(spot.after) is not None and (
        spot.quantity.chinese or spot.quantity.measure in {"项", "大"}
    )


def _age(spot: Spot) -> bool:
    return spot.quantity.measure in units.AGES and not against.LIFE.search(spot.before)


def _duration(spot: Spot) -> bool:
    measure = spot.quantity.measure
    if measure == "年":
        return not against.SCHOOLING.search(spot.before)
    if measure == "小时" and against.IN_ALL.search(spot.label + spot.before):
        return False
    if against.HOURS.search(measure) or measure == "天":
        if against.HOURS.search(measure) and against.DAILY.search(spot.before) and not against.RULED.match(spot.after):
            return not re.search(r"不[少低]于|至少|以上", spot.text)
        return not (re.search(r"不少于|累计|达到|至少|以上", spot.text) and against.WORKED.search(spot.text))
    return measure in units.DURATIONS


def _rank(spot: Spot) -> bool:
    return spot.quantity.measure in units.RANKS


def _score(spot: Spot) -> bool:
    return spot.quantity.measure in units.SCORES or against.SCORING.search(spot.before) is not None


def _abstract(spot: Spot) -> bool:
    if spot.quantity.measure in {"项", "个"} and against.AIMED_AT.search(spot.before):
        return True
    return spot.quantity.measure in {"个", "项", "条", "大", "种", "类", "件", "点"} and bool(
        against.ABSTRACT.match(spot.after)
    )


def _worked_on(spot: Spot) -> bool:
    """对6个县开展督导, 在5个乡镇设立工作室: the places are all that is counted, so they are what is promised."""
    done = re.search(r"(?:对|在)$", spot.before) and against.AT_PLACES.search(spot.after)
    counts = spot.line.counts
    return bool(done) and bisect_right(counts, spot.quantity.start) == bisect_left(counts, spot.clause.end)


def _scope(spot: Spot) -> bool:
    """全市12个县区, 临江等三个县: where, not how many."""
    measure, after = spot.quantity.measure, spot.after
    place = measure in {"个", "家", "所"} and against.ADMINISTRATIVE.match(after) is not None
    place = place or measure in {"村", "社区", "县", "乡镇"}
    if (measure, spot.after[:1]) in {("部", "门"), ("部", "委"), ("单", "位")}:
        return True  # 9部门印发
    if not place:
        return False
    if re.search(r"[每各]", spot.before):
        return False
    if against.INTO.search(spot.before):
        return True
    listed = against.LISTED.search(spot.before[-24:]) and not re.search(r"\d", spot.before[-24:])
    if against.SCOPE.search(spot.before) or listed:
        return True
    if _worked_on(spot):
        return False
    return not VERB.search(spot.before) and not spot.quantity.upper and "试点" not in spot.after


def _condition(spot: Spot) -> bool:
    if spot.quantity.measure == "米" and against.HEIGHT.search(spot.before):
        return True
    if spot.quantity.measure in {"米", "公里", "千米"} and against.LENGTH.search(spot.before):
        return True
    if against.RECEIVERS.search(spot.before) and against.RECEIVE.match(spot.after):
        return True
    if against.QUALIFIED.search(spot.before) or against.APPLICANTS.search(spot.said) or _only_then(spot):
        return True
    people = spot.quantity.measure in {"人", "名", "户", "万元", "元"}
    return (people and against.CONDITION.match(spot.after) is not None) or against.CONDITION_BEFORE.search(
        spot.before
    ) is not None


def _only_then(spot: Spot) -> bool:
    """面积60平方米以上、藏书500册以上的方可计入: the rest of the part says what the number is asked for."""
    line, index = spot.line, spot.index
    while index + 1 < len(line.clauses) and line.clauses[index + 1].part == spot.clause.part and index - spot.index < 4:
        index += 1
    end = min(line.clauses[index].end, spot.quantity.end + NEAR)
    return against.ONLY_THEN.search(line.flat, spot.quantity.end, end) is not None


def _limit(spot: Spot) -> bool:
    if against.ALLOWED.search(spot.before) or _reckoned(spot):
        return True
    return spot.quantity.measure in {*units.MONEY, "%"} and against.LIMIT.search(spot.before) is not None


def _reckoned(spot: Spot) -> bool:
    """按总额的1%安排; a floor (按不低于5%的比例安排) is a promise."""
    floor = re.search(r"不[少低]于", spot.before)
    return spot.quantity.unit == "%" and not floor and against.RECKONED.match(spot.after) is not None


def _past(spot: Spot) -> bool:
    """与上年相比增长10%以上 looks ahead: nobody tells what was reached by its bound."""
    return spot.past and not ("相比" in spot.said and against.BOUNDED.match(spot.after))


def _state(spot: Spot) -> bool:
    if against.TOLD.search(spot.before) or (spot.quantity.unit == "%" and against.IS_SO.match(spot.after)):
        return True
    if against.ONLY.search(spot.before) and not against.QUOTA.search(spot.before):
        return True
    return against.STATE.search(spot.before) is not None and not (
        against.AIMING.search(spot.said) or against.BOUNDED.match(spot.after)
    )


def _rank_among(spot: Spot) -> bool:
    """进入全省前3名; in 9月底前50个 the 前 belongs to the time."""
    return against.BETTER.search(spot.before) is not None and spot.quantity.start - 1 not in spot.line.times_in


def _so_many_times(spot: Spot) -> bool:
    """实现两个100%: neither the two nor the percentage says of what."""
    if spot.quantity.measure == "个" and re.match(r"\d{1,3}%", spot.after):
        return True
    return spot.quantity.unit == "%" and against.SO_MANY_TIMES.search(spot.before) is not None


def _scored(spot: Spot) -> bool:
    """每少1个扣2分, 低于90%的不得分: how points are given, not what is promised."""
    if against.STEP_OF_SCORE.search(spot.before):
        return (
            against.DEDUCTED.search(spot.line.flat, spot.quantity.end, min(len(spot.line.flat), spot.quantity.end + 24))
            is not None
        )
    if spot.after.startswith("的") and against.BELOW.search(spot.before):
        return True
    late = spot.quantity.measure in units.RATES and against.LATE.search(spot.before)
    if late or against.QUOTA_OF_GRADES.search(spot.before):
        return True
    graded = against.GRADED.search(spot.before) and re.search(
        r"等次|等级|考核|评定|评优|优秀比例", spot.said + spot.after
    )
    return bool(graded) or against.PENALTY.match(spot.after) is not None


def _summed(spot: Spot) -> bool:
    """A、B等16项, 引领、服务、联系三项: the number sums up what was just listed."""
    if against.SUMMED.search(spot.before):
        return spot.quantity.measure not in units.PEOPLE + units.HOUSEHOLDS or not VERB.search(spot.before)
    return (
        spot.quantity.chinese
        and spot.quantity.measure in {"个", "项", "支", "种", "类"}
        and bool(against.LIST_OF.search(spot.before))
    )


def _standard(spot: Spot) -> bool:
    """每例118元, 1350元标准, 按每课时200元: what one costs; a floor (不低于1元的标准) is a promise."""
    if spot.quantity.measure not in units.MONEY:
        return False
    floor = re.search(r"不[少低]于", spot.before) is not None
    if floor:
        return False
    if against.FOR_DEED.search(spot.before):
        return True
    if spot.quantity.unit.startswith("元") and against.GIVEN.search(spot.before):
        return True  # so small a sum is what one of them gets
    return against.FOR_ONE.search(spot.before) is not None or (
        against.GRANT.match(spot.after) is not None or against.UNIT_PRICE.search(spot.before) is not None
    )


def _part_of_another(spot: Spot) -> bool:
    """床位15张以上的不少于10家, 13个镇每个不少于2场: it says of which things the next number counts."""
    have = spot.quantity.unit != "%" and against.THAT_HAVE.match(spot.after) is not None
    have = have or (
        against.VIEWED.search(spot.before) is not None and re.match(r"(?:及?以上|\+)的", spot.after) is not None
    )
    deed = against.PER_DEED.search(spot.before) if spot.quantity.value == 1 else None
    if deed and VERB.match(deed["deed"]) and against.PAID.match(spot.after):
        return True
    return have or against.PER_ONE.match(spot.after) is not None


def _restated(spot: Spot) -> bool:
    """投入500万元,比上年增加167万元: what the number before it comes to; a rate may be promised beside it."""
    if not (spot.before.startswith(("比", "较")) and words.INCREASE.match(spot.before)) or spot.index == 0:
        return False
    if spot.quantity.measure in units.RATES:
        return False
    before = spot.line.clauses[spot.index - 1]
    found = re.search(r"\d", spot.line.flat[max(before.start, before.end - NEAR) : before.end])
    return before.sentence == spot.clause.sentence and found is not None


def _base(spot: Spot) -> bool:
    if _restated(spot):
        return True
    if against.ON_TOP.match(spot.after) or against.ASIDE.search(spot.before):
        return True
    if spot.quantity.chinese and against.THAN.search(spot.before) and against.THAN_AFTER.match(spot.after):
        return True
    if against.CHANGE.search(spot.before) and not against.CHANGED.search(spot.before):
        return True
    return against.BASE.search(spot.before) is not None and against.RISES.match(spot.after) is not None


def _prize(spot: Spot) -> bool:
    """一等奖3个, 总人数的30%为一等奖."""
    if against.PRIZE.search(spot.before):
        return True
    return against.PRIZE_AFTER.match(spot.after) is not None and not against.WON.search(spot.before)


def _offered(spot: Spot) -> bool:
    """(精选7篇) behind a title."""
    ends = spot.after[:1] in {")", ""}
    return spot.quantity.measure in {"篇", "份"} and ends and against.OFFERED.search(spot.before[-4:]) is not None


RULES: tuple[tuple[str, Callable[[Spot], bool]], ...] = (
    ("time", _time),
    ("title", _titled),
    ("quoted", _quoted),
    ("code", _code),
    ("unit", lambda spot: spot.quantity.unit.startswith("/") and spot.before[-1:] == "(" and spot.after[:1] == ")"),
    ("no_measure", _no_measure),
    ("ordinal", _ordinal),
    ("set_phrase", _set_phrase),
    ("age", _age),
    ("duration", _duration),
    ("score", _score),
    ("rank", _rank),
    ("named", _named),
    ("abstract", _abstract),
    ("scope", _scope),
    ("conditions", lambda spot: spot.line.conditions),
    ("condition", _condition),
    ("folk", folk),
    ("part_of_another", _part_of_another),
    ("summed", _summed),
    ("rest", lambda spot: spot.quantity.unit != "%" and against.REST.search(spot.before) is not None),
    ("format", lambda spot: spot.quantity.measure == "字" or against.FORMAT.search(spot.before) is not None),
    ("rank_among", _rank_among),
    ("so_many_times", _so_many_times),
    ("scored", _scored),
    ("prize", _prize),
    ("site_noise", _offered),
    ("copies", lambda spot: against.COPIES.search(spot.before) is not None),
    ("in_a_row", lambda spot: against.IN_A_ROW.search(spot.before) is not None),
    ("standard", _standard),
    ("limit", _limit),
    ("base", _base),
    ("past", _past),
    ("spent", lambda spot: spot.quantity.measure in units.MONEY and against.SPENT.search(spot.before) is not None),
    ("state", _state),
    ("actors", lambda spot: against.ACTORS.match(spot.after) is not None and not VERB.search(spot.before)),
    ("exists", exists),
)
