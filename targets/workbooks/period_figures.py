"""What a workbook of a period covers for one person: the units in reach, what each owes, and the stored figures."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from functools import cached_property
from typing import NamedTuple

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from accounts.models import Person
from plans.models import Participant, Period
from sheets.figures.columns import FigureColumn, FigureField, FigurePart
from sheets.figures.content import BLANK, FigureContent
from sheets.outcomes import FigureSlot
from sheets.problems import SheetProblem
from sheets.tasks.model import TaskSlot
from targets.db.shares_in_force import shares_in_force
from targets.models import Figure, Return, Target
from targets.models.percent_units import is_percent, is_share_of_a_whole
from targets.values.typed_numbers import read_not_applicable, read_number
from targets.workbooks.period_tasks import PeriodTasks, load_period_tasks, make_slot
from targets.workbooks.reach import reading_paths_q, writing_paths_q


class StoredFigure(NamedTuple):
    """A figure as it is stored: what an import compares and keeps. As values, since a province has 7,740 of them."""

    report_id: int
    target_id: int
    value: Decimal | None
    base: Decimal | None
    na: bool
    reason: str
    done_on: date | None
    note: str
    version: int
    typed_at: datetime

    @property
    def blank(self) -> bool:
        return self.value is None and not self.na


@dataclass
class PeriodFigures:
    """``returns`` and ``owed`` (own shares by target id) by participant id, ``figures`` by return id and target id, all
    in one person's reach.

    ``reach`` holds the ids of all participants in it, also of those that owe nothing. ``tasks`` are those of which they
    report, once ``load_tasks`` has read them.
    """

    period: Period
    targets: dict[str, Target]  # by code, in the plan's order
    fields: tuple[FigureField, ...]
    participants: dict[str, Participant]  # by unit code, in tree order
    returns: dict[int, Return]
    owed: dict[int, dict[int, Decimal]]
    figures: dict[int, dict[int, StoredFigure]]
    reach: frozenset[int] = frozenset()
    tasks: PeriodTasks = field(default_factory=PeriodTasks)

    def load_tasks(self) -> PeriodTasks:
        """Read the tasks of the units in reach: four queries, the first time only."""
        if not self.tasks.participants:
            self.tasks = load_period_tasks(self.period, self.reach)
            self.__dict__.pop("everyone", None)
        return self.tasks

    @cached_property
    def everyone(self) -> dict[str, Participant]:
        """The units that owe figures, and those that report of tasks only; by code, in the order of the tree."""
        both = self.tasks.participants | self.participants
        return dict(sorted(both.items(), key=lambda each: each[1].path)) if self.tasks.participants else both

    def get_return(self, code: str) -> Return | None:
        """The return of a unit; None for a unit out of reach and for one that has none."""
        participant = self.participants.get(code) or self.tasks.participants.get(code)
        if participant is None:
            return None
        return self.returns.get(participant.pk) or self.tasks.returns.get(participant.pk)

    def get_figure(self, code: str, target: str) -> StoredFigure | None:
        return self.get_figures(code).get(self.targets[target].pk)

    def get_figures(self, code: str) -> dict[int, StoredFigure]:
        """target id -> StoredFigure of one unit."""
        report = self.get_return(code)
        return self.figures.get(report.pk, {}) if report else {}

    def get_owed_targets(self, code: str) -> dict[int, Target]:
        """The targets that a unit owes, id -> Target, in the plan's order."""
        owed = self.owed[self.participants[code].pk] if code in self.participants else {}
        return {target.pk: target for target in self.targets.values() if target.pk in owed}

    def get_slot(self, code: str, target: str) -> FigureSlot:
        """The FigureSlot of one figure, for ``sheets.outcomes.judge_figure``."""
        return self.get_slots(code)(target)

    def get_slots(self, code: str) -> Callable[[str], FigureSlot]:
        """The FigureSlot of each target code of one unit: what holds for all its figures is looked up once."""
        owed, figures, lock = self.owed[self.participants[code].pk], self.get_figures(code), self.find_lock(code)
        ids = {code: target.pk for code, target in self.targets.items()}

        def slot_of(target: str) -> FigureSlot:
            pk = ids[target]
            return FigureSlot(code, figure_content(figures.get(pk)), pk in owed, lock)

        return slot_of

    def get_task_slot(self, code: str, task: str) -> TaskSlot | None:
        """Where the progress of a task is stored; None where the unit does not report of it."""
        if self.tasks.get_task(code, task) is None:
            return None
        return make_slot(self.tasks, code, task, self.find_lock(code))

    def find_lock(self, code: str) -> SheetProblem | None:
        """Why no figure of this unit may be changed, or None."""
        report = self.get_return(code)
        if report is None and self.period.state == Period.State.OPEN:
            return SheetProblem("no_return")
        if report is None or not report.open_now:
            return SheetProblem("period_shut", {"period": self.period.name})
        return None if report.editable else SheetProblem("return_shut", {"state": report.get_state_display()})


def load_period_figures(period: Period, *, by: Person, writing: bool = False) -> PeriodFigures:
    """What ``by`` may download or, with ``writing``, import into, as it is stored now.

    Nothing is locked; ``write_returns`` checks again.
    """
    paths = writing_paths_q(by) if writing else reading_paths_q(by)
    return load_figures_of(period, Participant.objects.filter(paths, plan_id=period.plan_id))


def load_figures_of(period: Period, reach: QuerySet[Participant]) -> PeriodFigures:
    """As ``load_period_figures``, of participants whom the caller chose: whoever asks is asked by the caller."""
    targets = [
        t for t in Target.objects.filter(plan_id=period.plan_id).select_related("task") if period.falls_due(t.frequency)
    ]
    owed = _read_owed(period, reach, {target.pk for target in targets})
    reached = {each.pk: each for each in reach.order_by("path")}
    participants = {pk: each for pk, each in reached.items() if pk in owed}
    returns = _read_returns(period, participants)
    return PeriodFigures(
        period=period,
        targets={target.code: target for target in targets},
        fields=tuple(figure_field(target) for target in targets),
        participants={participant.code: participant for participant in participants.values()},
        returns=returns,
        owed=owed,
        figures=_read_figures(returns.values()),
        reach=frozenset(reached),
    )


def _read_owed(period, reach, due) -> dict[int, dict[int, Decimal]]:
    """participant id -> {target id: its own share} of what it owes. As values: a nation has 114,000 pairs."""
    owed: dict[int, dict[int, Decimal]] = {}
    shares = shares_in_force(period.plan_id, period.seq).filter(participant__in=reach)
    for participant_id, target_id, own in shares.values_list("participant_id", "target_id", "own"):
        if own is not None and target_id in due:
            owed.setdefault(participant_id, {})[target_id] = own
    return owed


def _read_returns(period: Period, participants: Mapping[int, Participant]) -> dict[int, Return]:
    returns = {}
    for report in Return.objects.filter(period=period, participant__in=participants):
        report.participant, report.period = participants[report.participant_id], period
        returns[report.participant_id] = report
    return returns


def _read_figures(returns: Iterable[Return]) -> dict[int, dict[int, StoredFigure]]:
    figures: dict[int, dict[int, StoredFigure]] = {}
    found = Figure.objects.filter(report__in=[report.pk for report in returns]).order_by()
    for figure in map(StoredFigure._make, found.values_list(*StoredFigure._fields)):
        figures.setdefault(figure.report_id, {})[figure.target_id] = figure
    return figures


def figure_content(figure: StoredFigure | Figure | None) -> FigureContent:
    """The content of a stored figure; blank for None."""
    if figure is None:
        return BLANK
    return FigureContent(figure.value, figure.base, figure.na, figure.reason if figure.na else "", figure.done_on)


def figure_field(target: Target) -> FigureField:
    """The columns of one target."""
    if target.is_ratio:
        parts = [(FigurePart.VALUE, _("numerator")), (FigurePart.BASE, _("denominator"))]
    elif target.is_milestone:
        parts = [(FigurePart.DAY, _("day of completion"))]
    else:
        parts = [(FigurePart.VALUE, target.get_measure_display())]
    return FigureField(target.code, target.name, tuple(_column(target, part, label) for part, label in parts))


def _column(target, part, label):
    title = f"{target.code} {target.name}({target.unit})\n{label}"
    sign = "" if target.is_ratio else "%" if is_percent(target.unit) else "‰" if "‰" in target.unit else ""
    return FigureColumn(
        target.code,
        part,
        title,
        lambda raw: read_number(raw, target),
        read_not_applicable,
        sign=sign,
        decimals=None if target.is_ratio else target.decimals,
        sums=not is_share_of_a_whole(target.unit) or target.is_ratio,
    )
