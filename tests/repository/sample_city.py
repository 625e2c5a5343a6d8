"""A small plan with its people, and methods that call actions on it, for the tables of ``action_samples``."""

from decimal import Decimal

from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from audit.errors import Refused
from plans.actions import participants, tasks
from plans.models import Period, Plan
from targets.checks.actions import rules
from targets.documents.actions import adopt, documents, proposals, scans, take_back
from targets.evidence import actions as evidence
from targets.goals.actions import adjust, issue, targets
from targets.models import Figure, Return, Upload
from targets.periods.actions import leave_requests, periods
from targets.plan_table import actions as plan_table
from targets.returns.actions import answers, draft
from targets.review.actions import accept_returns, recheck, review
from targets.shares.actions import allocate, baselines
from targets.sheet_forms import actions as sheet_forms
from targets.workbooks.actions import bulk
from targets.workbooks.importing.receiving import receive_upload
from targets.workbooks.importing.uploads import preview_upload
from tests.factories import make_plan, make_task
from tests.targets.evidence import evidence_files
from tests.targets.returns_world import bring_to_state, fill_return, make_world
from tests.targets.sheet_forms.empty_forms import make_form

D = Decimal
AMOUNT = D(60)
ADJUSTMENT = {"reason": "adjusted", "document_number": "1"}
OBJECTIONS = [review.Objection("look again")]


class SampleCity:
    """The city of ``returns_world`` with its people, and methods that call actions on it."""

    def __init__(self):
        self.world = world = make_world()
        self.plan, self.by = world.plan, world.people
        self.root = world.plan.participants.get(depth=0)
        self.report = world.report()
        self.period = world.period()
        self.add, self.level = world.targets["add"], world.targets["lev"]
        self.codes = (self.world.county.code, self.world.other.code)

    def state(self, name):
        self.report = bring_to_state(self.world, self.report, name)

    def bring_workbook(self):
        """An office's own workbook with a cell that is asked about; (upload, key of the question)."""
        rows = [["2020年第一季度统计表"], ["单位", self.add.name], [self.world.county.name, "约5"]]
        text = "\n".join(",".join(row) for row in rows)
        by = self.by["data_admin"]
        upload = receive_upload([SimpleUploadedFile("a.csv", text.encode())], by=by, period=self.period)
        return upload, preview_upload(upload, by=by).office.questions[0].key

    def bring_form(self):
        """An office's own empty form."""
        rows = (["2020年（ ）季度统计表"], ["单位", self.add.name], [self.world.county.name], [self.world.other.name])
        return sheet_forms.receive_form(make_form(*rows), by=self.by["planner"], plan=self.plan)

    def answer_about_workbook(self, answer):
        upload, key = self.bring_workbook()
        assert answer(upload, {key: "value:5"}, by=self.by["data_admin"]) == 1
        return upload, key

    def withdraw_answer_about_workbook(self, actions):
        upload, key = self.answer_about_workbook(actions.answer_questions)
        actions.withdraw_answer(upload, key, by=self.by["data_admin"])

    def close_all(self):
        for period in self.plan.periods.filter(state=Period.State.OPEN):
            periods.close_period(period, by=self.by["planner"])

    def adjust(self, target, **fields):
        return adjust.adjust_target(target, by=self.by["planner"], from_seq=2, **ADJUSTMENT, **fields)

    def save_cell(self, kind, code, column, text, adjustment=None):
        seen = plan_table.format_target(self.plan.targets.get(code=code), column)
        change = plan_table.CellChange(kind, code, column, text, seen)
        return plan_table.save_plan_cells(self.plan, [change], by=self.by["planner"], adjustment=adjustment)

    def allocate(self, amount=AMOUNT):
        cells = {("L01", self.codes[0]): amount}
        allocate.allocate(self.plan, self.root, cells, by=self.by["planner"], from_seq=1, **ADJUSTMENT)

    def ask_plea(self):
        self.close_all()
        return leave_requests.create_request(self.report, kind="late", reason="why", by=self.by["clerk"])

    def grant_plea(self):
        leave_requests.grant_request(self.ask_plea(), by=self.by["reviewer"], until=timezone.localdate())

    def follow_calendar(self):
        """Makes the plan follow its calendar; gives its first period."""
        Plan.objects.filter(pk=self.plan.pk).update(by_calendar=True)
        self.plan.refresh_from_db()
        return self.world.period()

    def recheck(self):
        """The province asks the city to check the return again."""
        recheck.request_recheck(self.report, by=self.by["province_reviewer"], to=self.root, objections=OBJECTIONS)

    def accept_returns(self):
        accept_returns.accept_returns(self.period, {self.report.pk: 1}, by=self.by["reviewer"])

    def answer(self):
        (objection,) = self.report.sent_back.all()
        answers.answer_objection(self.report, objection.pk, "checked", by=self.by["clerk"])

    def baseline(self):
        cells = {("L03", self.codes[0]): (D(4), None)}
        baselines.set_baselines(self.plan, self.root, cells, by=self.by["planner"], reason="counted again")

    def write_returns(self, *, send=True):
        """An import of the county's return of the first period."""
        filled = Return.objects.get(pk=fill_return(self.world, self.report).pk)
        self.report = Return.objects.select_related("participant__plan", "period").get(pk=filled.pk)
        figures = {f.target_id: f for f in Figure.objects.filter(report=filled)}
        owed = {target.pk: target for target in self.plan.targets.all()}
        typed = {self.add.pk: draft.FigureInput(value=D(31))}
        self.upload = Upload.objects.create(period=self.period, name="a.xlsx", by=self.by["data_admin"])
        filling = bulk.ReturnInput(self.report, owed, figures, typed, submit=send)
        done = bulk.write_returns(self.period, [filling], by=self.by["data_admin"], upload=self.upload)
        self.upload.applied_at = done.at
        self.upload.save()

    def add_photo(self):
        file = SimpleUploadedFile("a.jpg", evidence_files.photo(size=(8, 8)))
        return evidence.add_evidence(self.report, self.add, file, by=self.by["clerk"])

    def issue(self):
        """Issues another plan, whose totals then exist."""
        other = make_plan(self.world.city, "again-2021", year=2021)
        participants.choose_participants(other, [self.world.county, self.world.other], by=self.by["planner"])
        task = make_task(other)
        tasks.set_task_units(task, leads=[self.world.county], by=self.by["planner"])
        fields = {"measure": "level", "unit": "个", "value": D(10), "start": "unknown", "name": "one"}
        targets.add_target(other, by=self.by["planner"], task=task, **fields)
        self.plan = issue.issue_plan(other, by=self.by["planner"])

    def document(self):
        """A notice that adds a target to the plan from its second period on, still to be confirmed."""
        found = self.as_planner(
            documents.receive_document, self.plan, name="通知.txt", text="评选最美家庭40户。", from_seq=2
        )
        for row in found.proposals.all():
            self.as_planner(proposals.decide_proposal, row, "dropped", seen=row.version)
        fields = {"name": "最美家庭", "value": D(40), "unit": "户", "measure": "increment", "direction": "at_least"}
        self.proposal = self.as_planner(proposals.add_proposal, found, "target", 0, 9, **fields)
        return found

    def decide_proposals(self):
        self.notice = self.document()
        self.as_planner(proposals.decide_proposal, self.proposal, "accepted", seen=1)

    def scan(self):
        """Pictures of a notice whose text was recognised."""
        found = self.as_planner(scans.receive_scan, plan=self.plan, name="通知.jpg", data=b"a picture", from_seq=2)
        found.finished_at, found.text, found.pages = timezone.now(), "评选最美家庭40户。", 1
        found.save()
        return found

    def adopt_and(self, action, name):
        self.as_planner(adopt.adopt_document, self.notice)
        self.notice.refresh_from_db()
        self.proposal.refresh_from_db()
        self.as_planner(action, getattr(self, name))

    def adopt_and_take_back(self):
        """Adopting a supplement also completes the shares of this world's root, which a real issue has completed."""
        self.decide_proposals()
        self.adopt_and(take_back.take_back_document, "notice")
        self.notice.refresh_from_db()

    def rule(self):
        return self.as_planner(rules.add_rule, self.plan, kind="swing", percent=D(50))

    def assert_refused(self, action, *args, **kwargs):
        """Fails unless the action is refused: only a draft allows it, and this plan is issued."""
        try:
            action(*args, by=self.by["planner"], **kwargs)
        except Refused:
            return
        raise AssertionError(f"{action.__name__} of an issued plan was not refused")

    def as_planner(self, action, *args, **kwargs):
        return action(*args, by=self.by["planner"], **kwargs)
