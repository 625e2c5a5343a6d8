"""A small province for the tests of this room: made with the real actions, settled by the real job."""

from decimal import Decimal

from django.db import transaction

from orgs.models import UnitKind
from plans.models import Period, Section, Task, TaskUnit
from targets.models import Figure, Progress, Return
from targets.results.board import read_board
from targets.results.place import find_place
from targets.returns.actions.draft import FigureInput, ProgressInput, save_figure, save_progress
from targets.returns.actions.submit import submit_return
from targets.review.actions.review import accept, send_back, start_review
from targets.totals.settle import settle
from targets.totals.stale_marks import mark_stale
from tests import factories as make
from tests.targets.returns_world import answer_all, explain_built_in


def to_decimal(text):
    return None if text is None else Decimal(text)


class Province:
    """云南: two cities, one with an office, four counties; targets L01… are added by each test."""

    def __init__(self, *, cadence="quarter", **plan):
        self.unit = make.make_unit("530000000000", "云南省")
        self.cities = [make.make_unit(f"5309{n}0000000"[:12], f"市{n}", parent=self.unit) for n in (1, 2)]
        self.office = make.make_unit(
            "530910000000-BG", "市1办公室", parent=self.cities[0], kind=UnitKind.OFFICE, level="city"
        )
        self.counties = [
            make.make_unit(f"5309{city}00000{n}0"[:12], f"县{city}{n}", parent=self.cities[city - 1])
            for city in (1, 2)
            for n in (1, 2)
        ]
        self.clerk = make.make_person(
            "clerk", *[("clerk", unit) for unit in (*self.counties, self.office, *self.cities)]
        )
        self.reviewer = make.make_person("reviewer", ("reviewer", self.unit))
        self.leader = make.make_person("leader", ("leader", self.unit))
        self.plan = make.make_plan(self.unit, "yn-2020", cadence=cadence, **plan)
        self.participants = make.make_participants(self.plan)

    def participant(self, unit):
        return self.participants[unit.code]

    def target(self, code, value=None, *, shares=None, **fields):
        """A target whose ``shares`` are {unit: amount} of those that report; above them the amounts add up."""
        target = make.make_target(self.plan, code, value, **fields)
        sums = {}
        for unit, amount in (shares or {}).items():
            make.make_allocation(target, self.participant(unit), to_decimal(amount))
            for above in self._above(unit):
                sums[above] = sums.get(above, Decimal(0)) + to_decimal(amount)
        for code_, amount in sums.items():
            participant = self.participants[code_]
            whole = target.value if participant.depth == 0 else amount
            if not target.allocations.filter(participant=participant).exists():
                make.make_allocation(target, participant, whole, own=None)
        return target

    def baseline(self, target, units, value, base=None):
        """How these units stood at the target before the year."""
        rows = target.allocations.filter(participant__unit__in=units)
        rows.update(baseline=to_decimal(value), baseline_base=base and to_decimal(base))

    def _above(self, unit):
        return unit.path.strip("/").split("/")[:-1]

    def task(self, title, *leads, section="一件事"):
        section = Section.objects.get_or_create(plan=self.plan, title=section)[0]
        task = Task.objects.create(plan=self.plan, section=section, code=f"T{Task.objects.count()}", title=title)
        TaskUnit.objects.bulk_create(TaskUnit(task=task, unit=unit, part="lead") for unit in leads)
        return task

    def issue(self, *, open_seq):
        make.set_issued(self.plan, open_seq=open_seq)
        begun = Period.objects.filter(plan=self.plan, seq__lte=open_seq)
        Return.objects.bulk_create(
            Return(participant=p, period=period) for p in self.participants.values() for period in begun
        )

    def report(self, unit, seq, figures=None, *, progress=None, accepted=True):
        """Submit ``figures`` ({target: number, (numerator, denominator) or "na"}) and ``progress`` ({task: input})."""
        report = Return.objects.get(participant=self.participant(unit), period__seq=seq)
        for target, number in (figures or {}).items():
            seen = Figure.objects.filter(report=report, target=target).values_list("version", flat=True).first() or 0
            save_figure(report, target, make_input(number), by=self.clerk, seen=seen)
        for task, words in (progress or {}).items():
            seen = Progress.objects.filter(report=report, task=task).values_list("version", flat=True).first() or 0
            save_progress(report, task, words, by=self.clerk, seen=seen)
        explain_built_in(report, by=self.clerk)
        report = submit_return(report, by=self.clerk, answers=answer_all(report))
        return accept(start_review(report, by=self.reviewer), by=self.reviewer) if accepted else report

    def send_back(self, report, objection):
        return send_back(report, by=self.reviewer, objections=[objection])

    def settle(self):
        with transaction.atomic():
            mark_stale(plan_id=self.plan.pk)
        settle(self.plan.pk)


def count_reads(queries):
    """How many of the captured queries read something: not the savepoints of a test, nor settings."""
    aside = ("SAVEPOINT", "RELEASE", "ROLLBACK", "SET ")
    return sum(not q["sql"].lstrip().startswith(aside) for q in queries.captured_queries)


def make_input(number):
    if number == "na":
        return FigureInput(na=True, reason="没有这项工作")
    if isinstance(number, tuple):
        return FigureInput(value=to_decimal(number[0]), base=to_decimal(number[1]))
    return FigureInput(value=to_decimal(number))


def make_progress(state="under_way"):
    return ProgressInput(state=state, done="做了", obstacle="缺人")


def board(scene, unit, period="2020Q2", basis="submitted"):
    """The board of a unit, as the leader sees it."""
    return read_board(find_place(scene.leader, "yn-2020", unit.code, period, basis=basis))


def line(scene, unit, code, period="2020Q2", basis="submitted"):
    """The unit's own line of one target."""
    return next(each for each in board(scene, unit, period, basis).own.lines if each.target.code == code)
