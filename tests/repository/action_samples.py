"""Every action that writes rows from which totals are computed, called in a small plan.

``CHANGES_TOTALS``: actions that change totals, as (prepare, act); what ``act`` changes must be marked.
``CHANGES_NO_TOTALS``: actions that change no total, as (reason, act). ``HELPERS``: functions that only other actions
call. A name may be followed by words that tell several calls of one action apart.
"""

from plans.actions import participants, plan, sections, tasks
from targets.checks.actions import rules
from targets.documents.actions import adopt, documents, plan_heading, scans, take_back
from targets.evidence import actions as evidence
from targets.goals.actions import targets
from targets.periods.actions import leave_requests, periods
from targets.returns.actions import draft, submit
from targets.review.actions import cancel, review
from targets.shares.actions.split_figures import keep_split_figures
from targets.sheet_forms import actions as sheet_forms
from targets.workbooks.actions import answers as answers_to_books
from targets.workbooks.actions import discard
from targets.workbooks.actions import undo as bulk_undo
from tests.repository.sample_city import ADJUSTMENT, OBJECTIONS, D, SampleCity
from tests.targets.returns_world import fill_return


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
    "accept what waits": (_bring_to("submitted"), _by_reviewer(review.accept, waiting=True)),
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
    "answer_questions": (_ONLY_PROPOSED, lambda town: town.answer_about_workbook(answers_to_books.answer_questions)),
    "withdraw_answer": (_ONLY_PROPOSED, lambda town: town.withdraw_answer_about_workbook(answers_to_books)),
    "receive_form": (_ONLY_PROPOSED, SampleCity.bring_form),
    "answer_form": (
        _ONLY_PROPOSED,
        lambda town: town.as_planner(sheet_forms.answer_form, town.bring_form(), answers={}),
    ),
    "keep_form": (
        _ONLY_PROPOSED,
        lambda town: town.as_planner(sheet_forms.keep_form, town.bring_form(), "表", "不适用"),
    ),
    "remove_form": (_ONLY_PROPOSED, lambda town: town.as_planner(sheet_forms.remove_form, town.bring_form())),
    "discard_upload": (
        "what was never imported counts nowhere",
        lambda town: discard.discard_upload(town.bring_workbook()[0], by=town.by["data_admin"]),
    ),
    "discard_own_uploads": (
        "what was never imported counts nowhere",
        lambda town: town.bring_workbook() and discard.discard_own_uploads(town.period, by=town.by["data_admin"]),
    ),
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
    "take_back_document": (
        "what nobody has reported on goes with its totals, which are empty; restored shares are marked",
        lambda town: town.adopt_and(take_back.take_back_document, "notice"),
    ),
    "remove_written_part": (
        "as taking all of it back",
        lambda town: town.adopt_and(take_back.remove_written_part, "proposal"),
    ),
    "add_proposal": (_ONLY_PROPOSED, SampleCity.document),
    "decide_proposal": (_ONLY_PROPOSED, SampleCity.decide_proposals),
    "set_aside_with_draft": (
        _ONLY_IN_DRAFT,
        lambda town: town.assert_refused(plan_heading.set_aside_with_draft, town.document()),
    ),
    "confirm_heading": (
        _ONLY_IN_DRAFT,
        lambda town: town.assert_refused(
            plan_heading.confirm_heading, town.document(), plan_heading.PlanHeading("another", 2021)
        ),
    ),
    "set_aside_document": (_ONLY_PROPOSED, lambda town: town.as_planner(documents.set_aside_document, town.document())),
    "keep_split_figures": (
        "figures by which a breakdown may be split later; no share changes",
        lambda town: town.as_planner(keep_split_figures, town.root, "人口", 2019, {town.root: D(5)}),
    ),
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
    "delete_plan": (_ONLY_IN_DRAFT, lambda town: town.assert_refused(plan.delete_plan, town.plan, seen=0)),
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
    "take_back_document": SampleCity.adopt_and_take_back,
    "remove_written_part": SampleCity.adopt_and_take_back,
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
    "begin_waiting_review": "of accepting, sending back and rechecking what nobody reviewed yet",
    "open_for_correction": "of a granted correction, asked for or not",
    "settle_request": "of every answer to a request",
    "grant_waiting_correction": "of a correction that is granted on the page of the review",
    "close_outdated_request": "of a move of a return: it closes the request of which there is no need any more",
    "save_move": "the end of every move of a return: it marks, except for the two moves above that change no total",
    "create_snapshot": "of a submission, which marks",
    "determine_effective_start": "of an allocation, which marks",
}
