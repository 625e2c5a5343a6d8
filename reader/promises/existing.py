"""What is there already and only named: what is used for the work, what a district has, the people whom it is for."""

import re

from reader.clauses.spots import NEAR, Spot
from reader.lexicon.words import VERB
from reader.numbers import units
from reader.promises import against


def exists(spot: Spot) -> bool:
    """Whether the number counts what is there already: used, had, listed, summoned."""
    if against.AMONG.match(spot.after) or _wanted_by_others(spot):
        return True
    present = against.PRESENT.search(spot.before) if spot.quantity.measure in units.PEOPLE else None
    if (present and not VERB.search(spot.before)) or against.ALL_OF_THEM.search(spot.before):
        return True
    if re.search(r"不[少低]于|至少", spot.before[-8:]):
        return False
    if not spot.before and against.IS_WHAT.match(spot.line.flat, spot.quantity.end) and not VERB.search(spot.text):
        return True
    pooled = against.POOLED.search(spot.before)
    acts = pooled and _acts(pooled[0], against.POOLS)
    if pooled and not acts and against.RESOURCES.search(pooled["what"] + spot.after[:12]):
        return True
    used = against.USED.search(spot.before)
    if used and not _acts(used[0], against.USES) and not against.BOUNDED.match(spot.after):
        return True
    if against.CENTRE.search(spot.before) and against.AS_CENTRE.match(spot.after):
        return True
    census = against.CENSUS.search(spot.before)
    if (census and not VERB.search(census["what"] or "")) or _posts(spot) or _of_census(spot):
        return True
    if against.OUGHT.search(spot.before) or against.ALL_HAVE.search(spot.before):
        return False
    return _has(spot) and not against.AIMING.search(spot.before) and "每" not in spot.said


def _wanted_by_others(spot: Spot) -> bool:
    """《纲要》提出,到2030年达到70%: another's aim, unless it is said of this year or taken on."""
    found = against.OTHERS.search(spot.said)
    return found is not None and not against.OURS.search(found["wants"]) and not against.ADOPTED.search(spot.said)


def _has(spot: Spot) -> bool:
    """全县有300个, 现有300个; not 有组织地转移300人, nor 为有需求的妇女提供300个."""
    found = against.EXISTS.search(spot.before)
    if found is None or _acts(found[0], against.BY):
        return False
    if spot.before.endswith("既", 0, found.start()):
        worked = spot.before[: found.start()] + spot.before[found.start() + 1 :]
        return not (VERB.search(worked) or against.WORKS_ON.search(worked))
    how = against.HOW.match(found[0])
    if how and (VERB.match(found[0], how.end()) or against.HOW_TO.match(found[0], how.end())):
        return False
    whom = against.OF_WHOM.match(found[0])
    return whom is None or not (VERB.search(spot.before[: found.start()]) or VERB.search(found[0], whom.end()))


def _of_census(spot: Spot) -> bool:
    """常住人口12万人,其中女性6万人."""
    if spot.index == 0 or not spot.before.startswith("其中") or against.AIMING.search(spot.before):
        return False
    before = spot.line.clauses[spot.index - 1]
    return against.OF_THEM.search(spot.line.flat, max(before.start, before.end - NEAR), before.end) is not None


def _acts(words: str, opening: re.Pattern) -> bool:
    """Whether ``words`` go on from what is used, or who acts, to what is done with it: then that is counted."""
    begins = opening.match(words)
    if begins is None or words.endswith("的"):
        return False
    return against.REACHED.search(words) is not None or against.ACTS.match(words, begins.end()) is not None


def _posts(spot: Spot) -> bool:
    return (
        spot.quantity.measure in units.PEOPLE
        and against.POSTS.search(spot.before) is not None
        and not against.FILLED.search(spot.said)
    )


def folk(spot: Spot) -> bool:
    """团结带领全镇1.12万名妇女: the people whom the plan is for."""
    if against.FOLK_LED.search(spot.before) or against.MIND.match(spot.after):
        return True
    called = against.CALLED_UP.search(spot.before)
    if called and (not spot.quantity.measure or spot.quantity.unit.startswith(("万", "亿"))):
        return True
    topic = against.TOPIC.search(spot.before) and against.TOPIC_AFTER.match(spot.after)
    if topic and spot.quantity.measure in units.PEOPLE and spot.line.flat[spot.clause.end : spot.clause.end + 1] == ",":
        return True
    people = against.FOLK.search(spot.before) and against.FOLK_AFTER.match(spot.after)
    return bool(people) and not against.BOUNDED.match(spot.after)
