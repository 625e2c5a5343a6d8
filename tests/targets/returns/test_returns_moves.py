"""Every move of a return from every state by every person, compared with the table of the design."""

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, connection, transaction

from accounts.models import Post
from audit.errors import Refused
from audit.models import Entry
from targets.models import Mark
from targets.models.report import MOVES, State
from targets.returns.actions.draft import ProgressInput, save_progress
from targets.returns.actions.submit import submit_return, withdraw_return
from targets.review.actions import review
from targets.review.actions.recheck import request_recheck
from tests.targets.returns_world import answer_all, bring_to_state, fill_and_submit, fill_return, make_world

STATES = ["draft", "withdrawn", "submitted", "under_review", "accepted", "correcting", "sent_back"]
CLERKS = {"clerk", "colleague"}
REVIEWERS = {"reviewer", "second_reviewer", "province_reviewer"}  # above the county; the county's own reviewer is not
# move -> (people who may make it, states it may start from, state it leads to); the design, "States".
EXPECTED_MOVES = {
    "submit": (CLERKS, {"draft", "withdrawn", "sent_back", "correcting"}, "submitted"),
    "withdraw": (CLERKS, {"submitted"}, "draft"),
    "start": (REVIEWERS, {"submitted"}, "under_review"),
    "accept": (REVIEWERS, {"under_review"}, "accepted"),
    "send_back": (REVIEWERS, {"submitted", "under_review", "accepted", "correcting"}, "sent_back"),
    "recheck": ({"province_reviewer"}, {"under_review", "accepted", "correcting"}, "submitted"),  # to the city
    "correct": (REVIEWERS, {"accepted"}, "accepted"),
}


@pytest.fixture
def world(db):
    return make_world()


def make_move(world, report, verb, person):
    objection = review.Objection("口径不符", target=world.targets["run"])
    return {
        "submit": lambda: submit_return(report, by=person, answers=answer_all(report)),
        "withdraw": lambda: withdraw_return(report, by=person),
        "start": lambda: review.start_review(report, by=person),
        "accept": lambda: review.accept(report, by=person),
        "send_back": lambda: review.send_back(report, by=person, objections=[objection]),
        "recheck": lambda: request_recheck(report, by=person, to=city_participant(world), objections=[objection]),
        "correct": lambda: review.grant_correction(report, by=person, reason="口径调整"),
    }[verb]()


def city_participant(world):
    """The city's participant, between its counties and the province."""
    return world.plan.participants.get(depth=0)


def try_move(world, report, verb, person):
    """Make a move and roll it back; returns its new state, or why it was refused.

    ", but changed" is appended when a refused move has changed a stored row.
    """
    before = read_stored_state(report)
    try:
        with transaction.atomic():
            moved = make_move(world, report, verb, person)
            assert Entry.objects.count() == before["entries"] + 1
            transaction.set_rollback(True)
            return str(moved.state)
    except Refused as refused:
        result = "refused" if refused.code == "state" else refused.code
    except PermissionDenied:
        result = "forbidden"
    return result if read_stored_state(report) == before else f"{result}, but changed"


def read_stored_state(report):
    row = type(report).objects.filter(pk=report.pk).values().get()
    return row | {
        "entries": Entry.objects.count(),
        "marks": Mark.objects.count(),
        "snapshots": report.snapshots.count(),
        "objections": report.sent_back.count(),
    }


def test_allowed_moves_match_the_design():
    stored_states = {"withdrawn": "draft", "correcting": "accepted"}
    for verb, (_who, starts, end) in EXPECTED_MOVES.items():
        assert MOVES[verb] == dict.fromkeys({State(stored_states.get(s, s)) for s in starts}, State(end)), verb


@pytest.mark.parametrize("state", STATES)
def test_each_move_by_each_person(world, state):
    report = fill_return(world, world.report()) if state == "draft" else bring_to_state(world, world.report(), state)
    actual, expected = {}, {}
    for verb, (who, starts, end) in EXPECTED_MOVES.items():
        for name, person in world.people.items():
            actual[verb, name] = try_move(world, report, verb, person)
            expected[verb, name] = "forbidden" if name not in who else end if state in starts else "refused"
    assert actual == expected


@pytest.mark.parametrize("verb, state", [("submit", "draft"), ("withdraw", "submitted")])
@pytest.mark.parametrize("period_state", ["planned", "closed", "locked"])
def test_clerk_moves_need_an_open_period(world, verb, state, period_state):
    report = fill_return(world, world.report()) if state == "draft" else bring_to_state(world, world.report(), state)
    world.plan.periods.update(state=period_state)
    with pytest.raises(Refused) as refused:
        make_move(world, report, verb, world.clerk)
    assert refused.value.code == "period"


@pytest.mark.parametrize(
    "verb, state",
    [
        ("start", "submitted"),
        ("accept", "under_review"),
        ("send_back", "accepted"),
        ("recheck", "accepted"),
        ("correct", "accepted"),
    ],
)
def test_reviewer_moves_are_refused_in_a_locked_period(world, verb, state):
    report = bring_to_state(world, world.report(), state)
    world.plan.periods.update(state="locked")
    with pytest.raises(Refused) as refused:
        make_move(world, report, verb, world.province_reviewer)
    assert refused.value.code == "period"


@pytest.mark.parametrize(
    "verb, state",
    [
        ("submit", "draft"),
        ("withdraw", "submitted"),
        ("start", "submitted"),
        ("accept", "under_review"),
        ("send_back", "under_review"),
        ("recheck", "accepted"),
        ("correct", "accepted"),
    ],
)
def test_move_is_rolled_back_when_its_audit_entry_fails(world, verb, state):
    """A constraint on the audit table fails the insert, as a full disk or a lost connection would."""
    report = fill_return(world, world.report()) if state == "draft" else bring_to_state(world, world.report(), state)
    with connection.cursor() as cursor:
        cursor.execute(f"ALTER TABLE audit_entry ADD CONSTRAINT no CHECK (verb <> 'return.{verb}') NOT VALID")
    before = read_stored_state(report)
    person = world.clerk if verb in ("submit", "withdraw") else world.province_reviewer
    with pytest.raises(IntegrityError), transaction.atomic():
        make_move(world, report, verb, person)
    assert read_stored_state(report) == before


def test_accept_is_refused_to_the_submitter(world):
    Post.objects.create(person=world.clerk, unit=world.city, role="reviewer")
    report = review.start_review(fill_and_submit(world, world.report()), by=world.reviewer)
    with pytest.raises(Refused) as refused:
        review.accept(report, by=world.clerk)
    assert refused.value.code == "own"
    assert review.accept(report, by=world.reviewer).state == "accepted"


def test_accept_is_refused_to_the_author_of_a_single_cell(world):
    Post.objects.create(person=world.colleague, unit=world.city, role="reviewer")
    report = fill_return(world, world.report())
    save_progress(report, world.task, ProgressInput("behind", "", "缺经费"), by=world.colleague, seen=1)
    report = review.start_review(submit_return(report, by=world.clerk, answers=answer_all(report)), by=world.reviewer)
    with pytest.raises(Refused):
        review.accept(report, by=world.colleague)


@pytest.mark.parametrize("verb", ["accept", "send_back"])
def test_decision_on_an_outdated_submission_is_refused(world, verb):
    """Submission 1 is sent back and submitted again; a reviewer who still has submission 1 on screen decides."""
    report = bring_to_state(world, world.report(), "sent_back")
    review.start_review(submit_return(report, by=world.clerk, answers=answer_all(report)), by=world.second_reviewer)
    decide = {
        "accept": lambda: review.accept(report, by=world.reviewer, seen=1),
        "send_back": lambda: review.send_back(report, by=world.reviewer, objections=[review.Objection("有误")], seen=1),
    }[verb]
    with pytest.raises(Refused) as refused:
        decide()
    assert refused.value.code == "seen"
    assert review.accept(report, by=world.reviewer, seen=2).accepted.number == 2


def test_send_back_and_correction_need_a_reason(world):
    report = bring_to_state(world, world.report(), "under_review")
    for objections in ([], [review.Objection("   ", target=world.targets["add"])]):
        with pytest.raises(Refused):
            review.send_back(report, by=world.reviewer, objections=objections)
    with pytest.raises(Refused):
        review.grant_correction(bring_to_state(world, world.report(2), "accepted"), by=world.reviewer, reason="  ")


def test_submitted_and_accepted_snapshots_after_each_move(world):
    """Sending back clears both snapshots, a correction keeps the accepted one (the design, "Two bases")."""
    report = bring_to_state(world, world.report(), "accepted")
    first = report.accepted
    review.grant_correction(report, by=world.reviewer, reason="更正")
    report = submit_return(report, by=world.clerk)
    assert (report.accepted, report.submitted.number) == (first, 2)
    report = review.send_back(report, by=world.reviewer, objections=[review.Objection("仍不符")])
    assert (report.accepted, report.submitted) == (first, None)
    report = review.start_review(submit_return(report, by=world.clerk, answers=answer_all(report)), by=world.reviewer)
    report = review.accept(report, by=world.reviewer)
    assert report.accepted == report.submitted
    report = review.send_back(report, by=world.reviewer, objections=[review.Objection("有误")])
    assert (report.accepted, report.submitted) == (None, None)


# --- refused moves say who has the return, and what can be done ------------------------------------------------------


@pytest.mark.parametrize(
    "state, action, who, instead",
    [
        ("under_review", "withdraw", "人reviewer", "取消审核"),
        ("accepted", "withdraw", "人reviewer", "申请更正"),
        ("draft", "withdraw", "您手中", "上报"),
        ("submitted", "submit", "等待审核", "撤回"),
        ("under_review", "submit", "人reviewer", "退回"),
        ("accepted", "submit", "人reviewer", "申请更正"),
        ("draft", "start", "永德", "催报"),
        ("sent_back", "start", "永德", "重新上报"),
        ("accepted", "start", "人reviewer", "撤销审定"),
        ("submitted", "accept", "还没有开始审核", "开始审核"),
        ("submitted", "correct", "还没有审定", "退回"),
    ],
)
def test_refused_move_says_who_has_it_and_what_can_be_done(world, state, action, who, instead):
    report = bring_to_state(world, world.report(), state)
    acts = {
        "withdraw": lambda: withdraw_return(report, by=world.clerk),
        "submit": lambda: submit_return(report, by=world.clerk),
        "start": lambda: review.start_review(report, by=world.reviewer),
        "accept": lambda: review.accept(report, by=world.reviewer),
        "correct": lambda: review.grant_correction(report, by=world.reviewer, reason="再核"),
    }
    with pytest.raises(Refused) as refused:
        acts[action]()
    words = str(refused.value.message)
    assert who in words
    assert instead in words
    assert "现在不能" not in words
