"""Roles that call the project's actions in a loop; each call is logged before and after."""

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
from tests.targets.returns_world import answer_all, explain_built_in

PAUSE = 0.005  # seconds between two acts: without it, the exclusive lock of ``paused`` would never be granted


class Role:
    """Repeats ``act`` until the process ends, under a shared lock that ``RunningSystem.paused`` takes away."""

    def __init__(self, folder, name, part, parts):
        self.folder, self.part, self.parts = folder, part, parts
        self.rng = random.Random(name)
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
                except Error:  # the database was killed: the outcome of the act is unknown
                    connection.close()
                    time.sleep(0.05)
            time.sleep(PAUSE)

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

    def choose_own_return(self):
        """One of the returns that only this process fills in."""
        pks = [pk for pk in self.returns().order_by("pk").values_list("pk", flat=True) if pk % self.parts == self.part]
        return self.returns().get(pk=self.rng.choice(pks))

    def log_act(self, verb, report, action, value=""):
        """Calls an action and logs it before and after. A refusal is an answer too: another role was faster."""
        self.journal.intend(verb, report, value)
        try:
            changed = action()
        except (Refused, Conflict):
            self.journal.refused(verb, report)
            return
        self.journal.acknowledged(verb, report, value, changed.submitted.number if verb == "submit" else 0)

    def review(self, report):
        wrong = [review.Objection("look again")]
        actions = {
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
        if actions.get(report.state):
            verb, action = self.rng.choice(actions[report.state])
            self.log_act(verb, report, action)


class Writer(Role):
    """Fills in and submits its own returns, withdraws some, and reviews those that it has submitted."""

    def act(self):
        report = self.choose_own_return()
        if report.editable:
            self.fill_in(report)
        elif report.state == "submitted" and self.rng.random() < 0.2:
            self.log_act("withdraw", report, lambda: withdraw_return(report, by=self.clerk))
        else:
            self.review(report)

    def fill_in(self, report):
        self.count += 1
        self.type_in(report, self.count)
        self.log_act("submit", report, lambda: self.submit(report), str(self.count))

    def submit(self, report):
        explain_built_in(report, by=self.clerk)
        return submit_return(report, by=self.clerk, answers=answer_all(report))

    def type_in(self, report, value):
        seen = dict(Figure.objects.filter(report=report).values_list("target_id", "version"))
        for target in report.period.plan.targets.all():
            base = Decimal(value + 7) if target.is_ratio else None
            try:
                typed = FigureInput(value=Decimal(value), base=base)
                save_figure(report, target, typed, by=self.clerk, seen=seen.get(target.pk, 0))
            except (Conflict, Refused):  # an import has changed the return meanwhile
                return


class Reviewer(Role):
    """Reviews any return, also while its writer changes it."""

    def act(self):
        self.review(self.returns().get(pk=self.rng.choice(list(self.returns().values_list("pk", flat=True)))))


class Rebuilder(Role):
    """Recomputes all totals, again and again."""

    def act(self):
        for plan_id in Settlement.objects.values_list("plan_id", flat=True):
            rebuild(plan_id)
        time.sleep(0.3)


class Importer(Role):
    """Writes many returns at once, as the import of a workbook does."""

    def act(self):
        self.count += 1
        reports = [r for r in self.returns().order_by("pk") if r.editable]
        if not reports:
            return
        period = self.rng.choice(reports).period
        chosen = [r for r in reports if r.period_id == period.pk and self.rng.random() < 0.5]
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
