"""What one person's workbook of a period holds: the units in reach, what each owes, and what stands."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from accounts import policy
from plans.models import Participant, Period
from sheets.figures.columns import FigureColumn, FigureField, FigurePart
from sheets.figures.content import BLANK, FigureContent
from sheets.outcomes import FigureSlot
from sheets.problems import SheetProblem
from targets.db.shares_in_force import shares_in_force
from targets.models import Figure, Return, Target
from targets.values.typed_numbers import read_na, read_number


@dataclass
class Book:
    """``returns`` and ``owed`` by participant id, ``figures`` by return id and target id, all in one person's reach."""

    period: Period
    targets: dict  # code -> Target, in the plan's order
    fields: tuple
    participants: dict  # unit code -> Participant, in tree order
    returns: dict
    owed: dict
    figures: dict

    def report(self, code):
        participant = self.participants.get(code)
        return self.returns.get(participant.pk) if participant else None

    def figure(self, code, target):
        return self.figures_of(code).get(self.targets[target].pk)

    def owes(self, code):
        """The targets that a unit owes, id -> Target, in the plan's order."""
        owed = self.owed[self.participants[code].pk]
        return {target.id: target for target in self.targets.values() if target.id in owed}

    def figures_of(self, code):
        """target id -> Figure of one unit."""
        report = self.report(code)
        return self.figures.get(report.pk, {}) if report else {}

    def place(self, code, target):
        """The FigureSlot of one figure, for ``sheets.outcomes.judge_figure``."""
        participant = self.participants[code]
        owed = self.targets[target].pk in self.owed[participant.pk]
        return FigureSlot(code, content_of(self.figure(code, target)), owed, self.shut(code))

    def shut(self, code):
        """Why nothing may be typed for this unit, or None."""
        report = self.report(code)
        if report is None and self.period.state == Period.State.OPEN:
            return SheetProblem("no_return")
        if report is None or not report.open_now:
            return SheetProblem("period_shut", {"period": self.period.code})
        return None if report.editable else SheetProblem("return_shut", {"state": report.get_state_display()})


def load(period, *, by, verb):
    """The Book of what ``by`` may do ``verb`` to, as it stands now; nothing is locked (``write_many`` looks again)."""
    reach = Participant.objects.filter(policy.paths_q(by, verb), plan_id=period.plan_id)
    targets = [t for t in Target.objects.filter(plan_id=period.plan_id) if period.falls_due(t.frequency)]
    owed = _owed(period, reach, {target.pk for target in targets})
    participants = {each.pk: each for each in reach.filter(pk__in=owed).order_by("path")}
    returns = _returns(period, participants)
    return Book(
        period=period,
        targets={target.code: target for target in targets},
        fields=tuple(field_of(target) for target in targets),
        participants={participant.code: participant for participant in participants.values()},
        returns=returns,
        owed=owed,
        figures=_figures(returns),
    )


def _owed(period, reach, due):
    """participant id -> ids of the targets that it owes; of a nation that is 114,000 pairs, so no objects are made."""
    owed: dict[int, set] = {}
    shares = shares_in_force(period.plan_id, period.seq).filter(participant__in=reach)
    for participant_id, target_id, own in shares.values_list("participant_id", "target_id", "own"):
        if own is not None and target_id in due:
            owed.setdefault(participant_id, set()).add(target_id)
    return owed


def _returns(period, participants):
    returns = {}
    for report in Return.objects.filter(period=period, participant__in=participants):
        report.participant, report.period = participants[report.participant_id], period
        returns[report.participant_id] = report
    return returns


def _figures(returns):
    figures: dict[int, dict] = {}
    for figure in Figure.objects.filter(report__in=[report.pk for report in returns.values()]):
        figures.setdefault(figure.report_id, {})[figure.target_id] = figure
    return figures


def content_of(figure):
    """A stored figure as a FigureContent; blank where there is no row."""
    if figure is None:
        return BLANK
    return FigureContent(figure.value, figure.base, figure.na, figure.reason if figure.na else "", figure.done_on)


def field_of(target):
    """The columns of one target."""
    if target.is_ratio:
        parts = [(FigurePart.VALUE, _("numerator")), (FigurePart.BASE, _("denominator"))]
    elif target.is_milestone:
        parts = [(FigurePart.DAY, _("day of completion"))]
    else:
        parts = [(FigurePart.VALUE, target.get_measure_display())]
    return FigureField(target.code, target.name, tuple(_column(target, part, word) for part, word in parts))


def _column(target, part, word):
    title = f"{target.code} {target.name}({target.unit})\n{word}"
    return FigureColumn(target.code, part, title, lambda raw: read_number(raw, target), read_na)
