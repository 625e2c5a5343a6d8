"""What the lines above a table say of the kind of its figures, clause by clause.

(累计) after a title is said of all figures; 转移就业为累计数 of one target; 不要填累计数 and 累计数另报 of none.
"""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from sheets.layout.words import plain
from sheets.office.labels.said_kinds import SaidKinds
from sheets.office.model import FigureKind, PlanContext
from sheets.office.periods import PeriodFit, locate_periods

CLAUSE = re.compile(r"[,，;；。:：()（）【】\[\]\s]+|——")
RUNNING = re.compile(r"累[计积]|年初(?:以来|至今|起)|年内|截[至止]")
CUT_OFF = re.compile(r"截[至止]")
AMOUNT = re.compile(r"(?:本|当|该)(?:季度?|期|月)(?:度)?(?:新增|完成|发生|实际)*(?:数|值|量|的)|当期|本期")
DENIED = re.compile(r"不|勿|非|无需|无须|毋|禁止")
ELSEWHERE = re.compile(r"另|见|附表|口径|详|公式|同比|指标解释")
DEFINED = re.compile(r"^累[计积](?:完成)?(?:数|值)?(?:为|是|指|=|系)")
BUT = re.compile(r"除(.+?)(?:以外|之外|外)")
OTHERS = re.compile(r"其余|其他|其它|剩余")
TITLE = re.compile(r"表|情况|台账|通报|工作|汇总|附件|妇联|报告|进度")
LITTLE = re.compile(
    r"^\d+[、.]|均|都|全部|全|各项|所有|指标|数据|数字|统计|为|是|填写|填报|上报|填|按|请|应|本表|表中|表内|以下|以上|下列|上述|实际|已?完成|的|其中|注意?"
    r"|\d*\.|日|号|底|末|止|数|值|列|栏|至|到|自|从|起|用|计算"
)
YEAR = re.compile(r"20\d\d年?度?")
AND = re.compile(r"[、和及与/]|以及")


@dataclass
class _Heard:
    """What was heard so far."""

    whole: set[FigureKind] = field(default_factory=set)
    cut_off: bool = False
    of_targets: dict[str, FigureKind | None] = field(default_factory=dict)
    unsure: bool = False


class KindListener:
    """Reads lines of a plan; ``target`` gives the code of the target that a text names, "" for none."""

    def __init__(self, context: PlanContext, target: Callable[[str], str]) -> None:
        self.context, self.target = context, target
        self.names = [name for each in context.targets for name in (each.name, *each.aliases)]

    def read(self, lines: Iterable[str], notes: Iterable[str], fit: PeriodFit) -> SaidKinds:
        """What ``lines`` say, and ``notes``, which speak of other matters as well.

        ``fit``: how the period that they name stands to the one that is read.
        """
        heard, in_notes = _Heard(), _Heard()
        self._hear_lines(lines, heard)
        self._hear_lines(notes, in_notes)
        heard.whole |= in_notes.whole
        heard.of_targets |= in_notes.of_targets
        if heard.cut_off and fit == PeriodFit.SAME and not heard.whole:
            heard.unsure = True  # 三季度 above, and 数据截至9月30日: when it was counted, or since when
        elif heard.cut_off or fit == PeriodFit.TO_DATE_OF_SAME:
            heard.whole.add(FigureKind.TO_DATE)
        unsure = heard.unsure or len(heard.whole) > 1
        return SaidKinds(None if unsure else next(iter(heard.whole), None), heard.of_targets, unsure)

    def _hear_lines(self, lines, heard):
        for line in lines:
            text = plain(line)
            for name in self.names:
                if RUNNING.search(name):
                    text = text.replace(name, "")
            if RUNNING.search(text) or AMOUNT.search(text):
                for clause in filter(None, CLAUSE.split(text)):
                    self._hear(clause, heard)

    def _hear(self, clause, heard):
        running, amount = RUNNING.search(clause), AMOUNT.search(clause)
        if not (running or amount) or DENIED.search(clause) or ELSEWHERE.search(clause) or DEFINED.match(clause):
            return
        if running and amount:
            heard.unsure = True
            return
        kind = FigureKind.TO_DATE if running else FigureKind.AMOUNT
        if found := BUT.search(clause):
            heard.of_targets |= dict.fromkeys(self._targets_in(found[1]) or (), None)
            heard.unsure = heard.unsure or self._targets_in(found[1]) is None
            heard.whole.add(kind)
        elif OTHERS.search(clause):
            heard.whole.add(kind)
        else:
            self._hear_subject(clause, kind, heard)

    def _hear_subject(self, clause, kind, heard):
        subject = self._subject_of(clause)
        if not subject or TITLE.search(subject):
            if kind == FigureKind.TO_DATE and all(CUT_OFF.fullmatch(word) for word in RUNNING.findall(clause)):
                heard.cut_off = True
            elif kind == FigureKind.TO_DATE or not subject:
                heard.whole.add(kind)
            return
        targets = self._targets_in(subject)
        if targets is None:
            heard.unsure = True
        else:
            heard.of_targets |= dict.fromkeys(targets, kind)

    def _subject_of(self, clause):
        """What a clause speaks of: without periods, and without what says the kind."""
        spans = [(start, end) for _span, start, end in locate_periods(clause, self.context.year)]
        for start, end in sorted(spans, reverse=True):
            clause = clause[:start] + clause[end:]
        return LITTLE.sub("", AMOUNT.sub("", RUNNING.sub("", YEAR.sub("", clause))))

    def _targets_in(self, text) -> list[str] | None:
        """The targets that a text lists; None where it names anything else."""
        found = [self.target(each) for each in AND.split(text) if each]
        return found if found and all(found) else None
