"""The people at work. Only real actions, each written down before and after."""

import fcntl
import random
import time
from contextlib import contextmanager
from decimal import Decimal

from django.db import Error, connection

from accounts.models import Person
from audit.errors import Conflict, Refused
from targets.models import Figure, Return, Settlement
from targets.returns.actions.draft import FigureInput, save_figure
from targets.returns.actions.submit import submit_return, withdraw_return
from targets.review.actions import review
from targets.totals.settle import rebuild
from targets.workbooks.actions.bulk import ReturnInput, write_returns
from tests.load.journal import Journal
from tests.targets.returns_world import answer_all

BREATH = 0.005  # seconds between two acts: without it, nobody who waits for the gate would ever get it


class Actor:
    """Acts for ever, each act inside the gate, which whoever judges closes for everybody."""

    def __init__(self, folder, name, part, parts):
        self.folder, self.part, self.parts = folder, part, parts
        self.dice = random.Random(name)
        self.journal = Journal(folder / f"{name}.journal")
        self.clerk, self.reviewer, self.importer = (
            Person.objects.get(username=name) for name in ("clerk", "reviewer", "importer")
        )
        self.count = part * 1_000_000

    def work(self):
        while True:
            with self.gate():
                try:
                    self.act()
                except Error:  # gone, or going: what was under way is answered by nobody
                    connection.close()
                    time.sleep(0.05)
            time.sleep(BREATH)

    @contextmanager
    def gate(self):
        while (self.folder / "closed").exists():
            time.sleep(0.02)
        with (self.folder / "gate").open("a") as gate:
            fcntl.flock(gate, fcntl.LOCK_SH)
            yield

    def act(self):
        raise NotImplementedError

    def returns(self):
        return Return.objects.select_related("period__plan", "participant")

    def mine(self):
        """One of the returns that only this process fills in."""
        pks = [pk for pk in self.returns().order_by("pk").values_list("pk", flat=True) if pk % self.parts == self.part]
        return self.returns().get(pk=self.dice.choice(pks))

    def do(self, verb, report, move, value=""):
        """One act, written down before and after. Refused is an answer too: somebody else was faster."""
        self.journal.intend(verb, report, value)
        try:
            kept = move()
        except (Refused, Conflict):
            self.journal.refused(verb, report)
            return
        self.journal.acknowledged(verb, report, value, kept.submitted.number if verb == "submit" else 0)

    def review(self, report):
        wrong = [review.Objection("look again")]
        moves = {
            "submitted": [("start", lambda: review.start_review(report, by=self.reviewer))],
            "under_review": [
                ("accept", lambda: review.accept(report, by=self.reviewer)),
                ("accept", lambda: review.accept(report, by=self.reviewer)),
                ("send_back", lambda: review.send_back(report, by=self.reviewer, objections=wrong)),
            ],
            "accepted": [
                ("correct", lambda: review.grant_correction(report, by=self.reviewer, reason="look again")),
                ("send_back", lambda: review.send_back(report, by=self.reviewer, objections=wrong)),
            ],
        }
        if moves.get(report.state):
            verb, move = self.dice.choice(moves[report.state])
            self.do(verb, report, move)


class Writer(Actor):
    """Fills in and submits its returns, withdraws some; what is submitted it leads on through the review."""

    def act(self):
        report = self.mine()
        if report.editable:
            self.fill_in(report)
        elif report.state == "submitted" and self.dice.random() < 0.2:
            self.do("withdraw", report, lambda: withdraw_return(report, by=self.clerk))
        else:
            self.review(report)

    def fill_in(self, report):
        self.count += 1
        self.type_in(report, self.count)
        self.do(
            "submit", report, lambda: submit_return(report, by=self.clerk, answers=answer_all(report)), str(self.count)
        )

    def type_in(self, report, value):
        seen = dict(Figure.objects.filter(report=report).values_list("target_id", "version"))
        for target in report.period.plan.targets.all():
            base = Decimal(value + 7) if target.is_ratio else None
            try:
                typed = FigureInput(value=Decimal(value), base=base)
                save_figure(report, target, typed, by=self.clerk, seen=seen.get(target.pk, 0))
            except (Conflict, Refused):  # an import has just been here
                return


class Reviewer(Actor):
    """Reviews whatever lies there, also while its writer is at it."""

    def act(self):
        self.review(self.returns().get(pk=self.dice.choice(list(self.returns().values_list("pk", flat=True)))))


class Rebuilder(Actor):
    """Makes everything anew, again and again."""

    def act(self):
        for plan_id in Settlement.objects.values_list("plan_id", flat=True):
            rebuild(plan_id)
        time.sleep(0.3)


class Importer(Actor):
    """Writes many returns at once by the road of workbooks."""

    def act(self):
        self.count += 1
        reports = [r for r in self.returns().order_by("pk") if r.editable]
        if not reports:
            return
        period = self.dice.choice(reports).period
        chosen = [r for r in reports if r.period_id == period.pk and self.dice.random() < 0.5]
        fillings = [self.filling(report) for report in chosen]
        for report in chosen:
            self.journal.intend("submit", report)
        try:
            write_returns(period, fillings, by=self.importer)
        except (Refused, Conflict):
            answer = self.journal.refused
        else:
            answer = self.journal.acknowledged
        for report in chosen:
            answer("submit", report)
        time.sleep(0.1)

    def filling(self, report):
        owed = {target.pk: target for target in report.period.plan.targets.all()}
        base = Decimal(self.count + 9)
        typed = {
            pk: FigureInput(value=Decimal(self.count), base=base if t.is_ratio else None) for pk, t in owed.items()
        }
        figures = {f.target_id: f for f in Figure.objects.filter(report=report)}
        return ReturnInput(report, owed, figures, typed, submit=True)


ROLES = {"writer": Writer, "reviewer": Reviewer, "importer": Importer, "rebuilder": Rebuilder}
