"""What is to be done: a numbered item that has no parts of its own, or a sentence with a verb of doing."""

import re
from collections.abc import Sequence

from plans.reader.model import Place, Section, Sure, Task
from plans.reader.offices import offices
from plans.reader.outline import Head
from plans.reader.paragraph import Paragraph

VERBS = (
    "组织开展 组织 开展 举办 召开 制定 出台 印发 修订 编制 建立 建设 新建 创建 打造 成立"
    " 组建 培育 培训 培养 推荐 选树 评选 表彰 推进 推动 深化 实施 落实 完成 完善 健全 加强"
    " 强化 扶持 帮扶 资助 救助 慰问 发放 争取 协调 联合 配合 宣传 宣讲 发布 开发 开设 开通"
    " 推广 调研 督查 检查 监测 评估 考核 整改 学习 参与 参加 动员 引导 指导 提升 提高 扩大"
    " 拓展 巩固 新增 实现 达到 确保 做好 抓好 设立 解决 关爱 服务"
).split()
VERB = re.compile("|".join(VERBS))
SENTENCE = re.compile(r"[^。;!?]+[。;!?]?")
DOES_NOT_DO = re.compile(r"^(?:.{0,12}(?:总体|工作|指导)(?:思路|要求|思想)是|当前|去年|刚才|同志们|一年来|近年来|过去)")
LONGEST_NAME = 40
FEW = 2  # sentences: an item this short is one task, also at the first level


def tasks(heads: Sequence[Head], sections: Sequence[Section], paragraphs: Sequence[Paragraph]) -> tuple[Task, ...]:
    """Tasks in the order of the document. A task that begins where its section begins is that very item."""
    found: list[Task] = []
    for index, head in enumerate(heads):
        parts = list(_own_text(index, heads, paragraphs))
        if not parts:
            continue
        leaf = index + 1 == len(heads) or heads[index + 1].level <= head.level
        sentences = [one for part in parts for one in SENTENCE.finditer(part[0].flat, part[1], part[2])]
        if leaf and (head.level > 1 or len(sentences) <= FEW):
            found.append(_item(index, sections[index], parts))
        else:
            found += _sentences(index, parts)
    return tuple(found)


def _own_text(index: int, heads: Sequence[Head], paragraphs: Sequence[Paragraph]):
    """(paragraph, start, end) of the text under a heading that belongs to no heading below it."""
    head = heads[index]
    after = heads[index + 1] if index + 1 < len(heads) else None
    for i in range(head.paragraph, (after.paragraph if after else len(paragraphs) - 1) + 1):
        start = head.mark.end if i == head.paragraph else 0
        end = after.mark.start if after and i == after.paragraph else len(paragraphs[i].flat)
        if end > start:
            yield paragraphs[i], start, end


def _item(index: int, section: Section, parts) -> Task:
    whole = "\n".join(paragraph.flat[start:end] for paragraph, start, end in parts)
    named = offices(whole)
    place = Place(section.place.start, parts[-1][0].place(parts[-1][1], parts[-1][2]).end)
    return _task(place, whole, section.title, index, named, "item", Sure.SURE)


def _sentences(index: int, parts) -> list[Task]:
    found = []
    for paragraph, start, end in parts:
        for hit in SENTENCE.finditer(paragraph.flat, start, end):
            sentence = hit[0]
            if len(sentence) < 6 or DOES_NOT_DO.match(sentence) or not (verb := VERB.search(sentence, 0, 30)):
                continue
            sure = Sure.LIKELY if verb.start() < 8 else Sure.UNSURE
            found.append(
                _task(paragraph.place(*hit.span()), sentence, sentence, index, offices(sentence), "sentence", sure)
            )
    return found


def _task(place, whole, name, index, named, rule, sure) -> Task:
    verbs = tuple(dict.fromkeys(VERB.findall(whole)))
    return Task(place, whole, _short(name), index, verbs, named.lead, named.assisting, None, rule, sure)


def _short(name: str) -> str:
    """The first words, up to a comma where they run long."""
    name = name.strip("。;!?,、: ")
    if len(name) > LONGEST_NAME and (comma := name.find(",", 6)) > 0:
        name = name[:comma]
    return name[:LONGEST_NAME]
