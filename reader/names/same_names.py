"""Tells targets of the same name apart: by their group (三个县), their level, or the heading above them."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from reader.lexicon import verbs
from reader.model import TargetReading
from reader.names.groups import plain_group
from reader.names.headings import naming_part
from reader.names.patterns import DIGIT, LEADING, TRAILING
from reader.names.topics import topic_of
from reader.names.words import finish, strip_repeatedly

TIME = re.compile(
    r"(?:[到至于用]|截至)?(?:[一二两三四五]年(?:的?时间)?|20\d\d年|今年|明年|本年)?(?:\d{1,2}月|[一二三四上下]半?[季年]度?)?(?:年?[底末初内]|\d{1,2}日)?(?:之?前)?(?:力争|确保)?$"
)
PERIOD = re.compile(r"[三五两]年|今年|全年|[上下]半年|[一二三四]季度|\d{1,2}月底?前?|年底前?")
OWN_PERIOD = re.compile(
    r"[三五两]年|(?<![-至到~])20\d\d年(?![-至到~])|今年|明年|全年|[上下]半年|[一二三四]季度|\d{1,2}月(?:\d{1,2}日|底)?前|年底前"
)
COUNTED = re.compile(r"\d[\d.]*(?:[万亿余多]|[%个人户名家所场次期件张条项])")  # a value tells nothing apart
SAID = re.compile(r"(?:提出|要求|表示|指出|强调|明确|获悉|介绍|将|要|\d)$")  # who says it tells nothing apart
EACH_TIME = re.compile(r"每(?:学期|学年|季度?|半年|年|月)")
VERB_ONLY = re.compile(rf"(?:{verbs.OPENING_NAME}|再|继续|计划|新)+")
LISTED = re.compile(r"、|等[\d一二三四五六七八九十]")  # 东坪镇、西坪镇等3家: a list is no group
BUILT = re.compile(r"建成投用|开工建设|新建|建成|开工|改造|提升")
MIN_GROUP, MAX_GROUP = 2, 20  # characters
MAX_HEADING = 16


def tell_apart(targets: Sequence[TargetReading], headings: Sequence[str]) -> list[TargetReading]:
    """``targets``, each with a name of its own as far as their words differ; ``headings`` are the titles above them."""
    same: dict[tuple[str, str], list[int]] = {}
    for at, target in enumerate(targets):
        same.setdefault((target.name, target.normal_unit), []).append(at)
    result = list(targets)
    for (name, _), group in same.items():
        for at, words in _differences([targets[at] for at in group], [headings[at] for at in group]):
            if name and words:
                result[group[at]] = replace(targets[group[at]], name=_told_apart(name, words, targets[group[at]].each))
    return result


def _told_apart(name: str, words: str, each: str | None) -> str:
    """``name`` with the words that tell it apart: 建成投用养老院, 幼儿园每学期讲座, 儿童之家(三个县)."""
    before = BUILT.fullmatch(words) or (each and name.startswith(each) and EACH_TIME.match(name))
    return f"{words}{name}" if before else f"{name}({words})"


def _differences(group: Sequence[TargetReading], headings: Sequence[str]) -> Iterator[tuple[int, str]]:
    """For each of a group of the same name the words that tell it apart, by its index."""
    if len(group) < 2:
        return
    kinds = (
        [_group_before(target) for target in group],
        *([] if _is_one(group) else _kinds_of_values(group)),
        [_short_topic(heading, group[0].name) for heading in headings],
    )
    values = [target.normal for target in group]
    for words in kinds:
        # the same value twice is the same target told again
        if (
            len(set(words)) > 1
            and len(words) == len(group)
            and len(set(words)) == len(set(zip(words, values, strict=True)))
        ):
            yield from enumerate(words)
            return


def _kinds_of_values(group: Sequence[TargetReading]) -> list[list[str]]:
    """What may tell different values apart: scope, level, period, year, time; each a list of one word a target."""
    return [
        [target.scope or "" for target in group],
        [target.level or "" for target in group],
        _own_periods(group),
        [f"{target.deadline.year}年" if target.deadline else "" for target in group],
        [_time_of(target) for target in group],
    ]


def _is_one(group: Sequence[TargetReading]) -> bool:
    """Whether all have one value and one day: the same told twice, once of 全市."""
    return len({(target.normal, target.deadline) for target in group}) == 1


def _group_before(target: TargetReading) -> str:
    """The words of the clause before its name: XX县等三个县 in XX县等三个县力争2018年底覆盖率达到50%."""
    at = target.text.rfind(target.name[:4])
    if at < 0 and target.each:
        at = target.text.find(target.each)  # 示范类学校｜每学期开展1次讲座
    if at <= 0:
        return ""
    words = target.text[:at]
    for _ in range(3):
        words = strip_repeatedly(TIME.sub("", strip_repeatedly(words, TRAILING)), LEADING)
    words = plain_group(finish(words))
    if SAID.search(words):
        return ""
    if LISTED.search(words) and (built := BUILT.match(words)):
        return built[0]
    if COUNTED.search(words):
        return ""
    return (
        words
        if MIN_GROUP <= len(words) <= MAX_GROUP and not VERB_ONLY.fullmatch(words) and words[-1] not in "0123456789-"
        else ""
    )


def _own_periods(group: Sequence[TargetReading]) -> list[str]:
    """The periods that the clauses themselves name, if each does: 三年, 今年, 6月底前."""
    found = [OWN_PERIOD.search(target.text) for target in group]
    return [hit[0] for hit in found if hit] if all(found) else [""] * len(group)


def _time_of(target: TargetReading) -> str:
    """The time that a target names: 全年 in 确保全年不少于75场, 年底前."""
    found = PERIOD.search(target.text) or PERIOD.search(target.deadline_text or "")
    return found[0] if found else ""


def _short_topic(heading: str, name: str) -> str:
    heading = naming_part(heading)
    topic = topic_of(heading) or heading
    return topic if len(topic) <= MAX_HEADING and name not in topic and not DIGIT.search(topic) else ""
