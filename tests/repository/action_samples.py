"""Every action that writes rows from which totals are computed, called in a small plan.

``CHANGES_TOTALS``: actions that change totals, as (prepare, act); what ``act`` changes must be marked.
``CHANGES_NO_TOTALS``: actions that change no total, as (reason, act). ``HELPERS``: functions that only other actions
call. A name may be followed by words that tell several calls of one action apart.
"""

from decimal import Decimal

from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from audit.errors import Refused
from plans.actions import participants, plan, sections, tasks
from plans.models import Period, Plan
from targets.checks.actions import rules
from targets.documents.actions import adopt, documents, proposals, scans
from targets.evidence import actions as evidence
from targets.goals.actions import adjust, issue, targets
from targets.models import Figure, Return, Upload
from targets.periods.actions import leave_requests, periods
from targets.plan_table import actions as plan_table
from targets.returns.actions import answers, draft, submit
from targets.review.actions import accept_returns, cancel, recheck, review
from targets.shares.actions import allocate, baselines
from targets.workbooks.actions import bulk
from targets.workbooks.actions import undo as bulk_undo
from tests.factories import make_plan, make_task
from tests.targets.evidence import evidence_files
from tests.targets.returns_world import bring_to_state, fill_return, make_world

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


def _prepare_nothing(town):
    pass


def _bring_to(state):
    return lambda town: town.state(state)


def _by_clerk(action, **kwargs):
    return lambda town: action(town.report, by=town.by["clerk"], **kwargs)


def _by_reviewer(action, **kwargs):
    return lambda town: action(town.report, by=town.by["reviewer"], **kwargs)


def _report_level(town):
    """A baseline of the level exists, and no period is open."""
    town.baseline()
    town.close_all()


CHANGES_TOTALS = {
    "submit_return": (lambda town: fill_return(town.world, town.report), _by_clerk(submit.submit_return)),
    "submit_return a correction": (
        lambda town: (
            town.state("correcting"),
            fill_return(town.world, town.report, add=draft.FigureInput(value=D(99))),
        ),
        _by_clerk(submit.submit_return),
    ),
    "withdraw_return": (_bring_to("submitted"), _by_clerk(submit.withdraw_return)),
    "accept": (_bring_to("under_review"), _by_reviewer(review.accept)),
    "send_back": (_bring_to("under_review"), _by_reviewer(review.send_back, objections=OBJECTIONS)),
    "send_back what was accepted": (_bring_to("accepted"), _by_reviewer(review.send_back, objections=OBJECTIONS)),
    "request_recheck": (_bring_to("accepted"), SampleCity.recheck),
    "cancel_review": (_bring_to("accepted"), _by_reviewer(cancel.cancel_review, reason="read wrongly")),
    "accept_returns": (_bring_to("submitted"), SampleCity.accept_returns),
    "write_returns": (_prepare_nothing, SampleCity.write_returns),
    "undo_import": (
        SampleCity.write_returns,
        lambda town: bulk_undo.undo_import(town.upload, by=town.by["data_admin"]),
    ),
    "allocate": (_prepare_nothing, SampleCity.allocate),
    "allocate nothing any more": (_bring_to("submitted"), lambda town: town.allocate(None)),
    "set_baselines": (_prepare_nothing, SampleCity.baseline),
    "save_plan_cells by an adjustment": (
        _prepare_nothing,
        lambda town: town.save_cell("target", town.add.code, "value", "500", adjustment={"from_seq": 2, **ADJUSTMENT}),
    ),
    "adjust_target its value": (_prepare_nothing, lambda town: town.adjust(town.add, value=D(500))),
    "adjust_target how often": (SampleCity.close_all, lambda town: town.adjust(town.add, frequency="half")),
    "adjust_target the roll-up": (_report_level, lambda town: town.adjust(town.level, rollup="units_reached")),
    "adjust_target the measure": (_report_level, lambda town: town.adjust(town.level, measure="increment")),
    "open_period": (_prepare_nothing, lambda town: town.as_planner(periods.open_period, town.world.period(3))),
    "open_period ahead": (_prepare_nothing, lambda town: town.as_planner(periods.open_period, town.world.period(4))),
    "issue_plan": (_prepare_nothing, SampleCity.issue),
    "adopt_document": (SampleCity.decide_proposals, lambda town: town.as_planner(adopt.adopt_document, town.notice)),
}

_ONLY_IN_DRAFT = "only of a draft, which has no totals; its issue marks the whole plan"
_TEXT_ONLY = "words and order: no number hangs on them"
_ONLY_CHECKS = "what was submitted stands, whatever it will be held against from now on"
_ONLY_PROPOSED = "what is proposed is in no plan yet"
_ONLY_DEADLINES = "who must report and until when; totals count what was owed and what was said"

CHANGES_NO_TOTALS = {
    "save_progress": ("what is only typed counts nowhere", lambda town: fill_return(town.world, town.report)),
    "add_evidence": ("a photo is no number", lambda town: town.add_photo()),
    "remove_evidence": (
        "a photo is no number",
        lambda town: evidence.remove_evidence(town.add_photo(), by=town.by["clerk"]),
    ),
    "answer_objection": ("words to what was sent back; the numbers come with the next submission", SampleCity.answer),
    "start_review": ("the same submission goes on counting", _by_reviewer(review.start_review)),
    "grant_correction": (
        "what was accepted stands until its correction is accepted",
        _by_reviewer(review.grant_correction, reason="why"),
    ),
    "close_period": ("totals reach to the last period that has begun", SampleCity.close_all),
    "lock_period": (
        "as closing",
        lambda town: (town.close_all(), town.as_planner(periods.lock_period, town.world.period())),
    ),
    "reopen_period": (
        "it had begun before",
        lambda town: (town.close_all(), town.as_planner(periods.reopen_period, town.world.period(), reason="late")),
    ),
    "create_request": ("who asks changes nothing yet", lambda town: town.ask_plea()),
    "withdraw_request": (
        "as asking",
        lambda town: leave_requests.withdraw_request(town.ask_plea(), by=town.by["clerk"]),
    ),
    "refuse_request": (
        "as asking",
        lambda town: leave_requests.refuse_request(town.ask_plea(), by=town.by["reviewer"], answer="no"),
    ),
    "grant_request": ("leave to write; what stands goes on standing", lambda town: town.grant_plea()),
    "return_to_calendar": (
        _ONLY_DEADLINES,
        lambda town: town.as_planner(periods.return_to_calendar, town.follow_calendar()),
    ),
    "set_due_date": (
        _ONLY_DEADLINES,
        lambda town: town.as_planner(periods.set_due_date, town.period, due_on=town.period.end),
    ),
    "set_task_units": (
        _ONLY_DEADLINES,
        lambda town: (
            town.close_all(),
            town.as_planner(tasks.set_task_units, town.world.task, assists=[town.world.county]),
        ),
    ),
    "change_target": (_TEXT_ONLY, lambda town: town.as_planner(targets.change_target, town.add, name="another name")),
    "change_task": (_TEXT_ONLY, lambda town: town.as_planner(tasks.change_task, town.world.task, title="another")),
    "change_section": (
        _TEXT_ONLY,
        lambda town: town.as_planner(sections.change_section, town.plan.sections.first(), title="another"),
    ),
    "change_plan": (_TEXT_ONLY, lambda town: town.as_planner(plan.change_plan, town.plan, title="another")),
    "receive_document": (_ONLY_PROPOSED, SampleCity.document),
    "start_plan_from_document": (
        "another plan, a draft",
        lambda town: town.as_planner(
            documents.start_plan_from_document, unit=town.world.city, name="通知.txt", text="评选家庭40户。"
        ),
    ),
    "receive_scan": (_ONLY_PROPOSED, SampleCity.scan),
    "read_scan": (_ONLY_PROPOSED, lambda town: town.as_planner(scans.read_scan, town.scan(), text="评选家庭40户。")),
    "give_up_scan": (_ONLY_PROPOSED, lambda town: town.as_planner(scans.give_up_scan, town.scan())),
    "add_proposal": (_ONLY_PROPOSED, SampleCity.document),
    "decide_proposal": (_ONLY_PROPOSED, SampleCity.decide_proposals),
    "set_aside_document": (_ONLY_PROPOSED, lambda town: town.as_planner(documents.set_aside_document, town.document())),
    "add_rule": (_ONLY_CHECKS, lambda town: town.rule()),
    "add_usual_rules": (_ONLY_CHECKS, lambda town: town.as_planner(rules.add_usual_rules, town.plan)),
    "change_rule": (_ONLY_CHECKS, lambda town: town.as_planner(rules.change_rule, town.rule(), percent=D(5))),
    "switch_rule": (_ONLY_CHECKS, lambda town: town.as_planner(rules.switch_rule, town.rule(), False)),
    "move_rule": (_ONLY_CHECKS, lambda town: town.as_planner(rules.move_rule, town.rule(), -1)),
    "remove_rule": (_ONLY_CHECKS, lambda town: town.as_planner(rules.remove_rule, town.rule())),
    "close_plan": (
        "nothing changes any more",
        lambda town: (town.close_all(), town.as_planner(plan.close_plan, town.plan)),
    ),
    "set_group": (
        "a group is only a name for some units",
        lambda town: town.as_planner(participants.set_group, town.plan, "some", town.plan.participants.all()),
    ),
    "remove_group": (
        "a group is only a name for some units",
        lambda town: town.as_planner(
            participants.remove_group,
            town.as_planner(participants.set_group, town.plan, "some", town.plan.participants.all()),
        ),
    ),
    "create_plan": (
        "a draft has no totals; its issue marks the whole plan",
        lambda town: town.as_planner(plan.create_plan, unit=town.world.city, code="new-2022", title="new", year=2022),
    ),
    "choose_participants": (
        _ONLY_IN_DRAFT,
        lambda town: town.assert_refused(participants.choose_participants, town.plan, []),
    ),
    "delete_plan": (_ONLY_IN_DRAFT, lambda town: town.assert_refused(plan.delete_plan, town.plan)),
    "add_section": (_ONLY_IN_DRAFT, lambda town: town.assert_refused(sections.add_section, town.plan, "two")),
    "remove_section": (
        _ONLY_IN_DRAFT,
        lambda town: town.assert_refused(sections.remove_section, town.plan.sections.first()),
    ),
    "move_section": (
        _ONLY_IN_DRAFT,
        lambda town: town.assert_refused(sections.move_section, town.plan.sections.first(), 1),
    ),
    "add_task": (
        _ONLY_IN_DRAFT,
        lambda town: town.assert_refused(tasks.add_task, town.plan, section=town.plan.sections.first(), title="two"),
    ),
    "move_task": (_ONLY_IN_DRAFT, lambda town: town.assert_refused(tasks.move_task, town.world.task, 1)),
    "remove_task": (_ONLY_IN_DRAFT, lambda town: town.assert_refused(tasks.remove_task, town.world.task)),
    "add_target": (
        _ONLY_IN_DRAFT,
        lambda town: town.assert_refused(targets.add_target, town.plan, task=town.world.task, name="two"),
    ),
    "set_starts": (_ONLY_IN_DRAFT, lambda town: town.assert_refused(targets.set_starts, town.plan, {"L03": None})),
    "remove_target": (_ONLY_IN_DRAFT, lambda town: town.assert_refused(targets.remove_target, town.add)),
}

# What must be done before some of the actions.
PREPARATIONS = {
    "answer_objection": _bring_to("sent_back"),
    "start_review": _bring_to("submitted"),
    "grant_correction": _bring_to("accepted"),
    "close_period": _bring_to("submitted"),
    "lock_period": _bring_to("submitted"),
    "reopen_period": _bring_to("accepted"),
}

HELPERS = {
    "save_answer": "of an answer, typed or brought along by a submission",
    "save_and_require_answers": "of a submission, which marks",
    "apply_move_of_period": "of every move of a period, by hand or by the calendar",
    "save_move": "the end of every move of a return: it marks, except for the two moves above that change no total",
    "create_snapshot": "of a submission, which marks",
    "determine_effective_start": "of an allocation, which marks",
}
