"""Two people deciding about one document concurrently, in real transactions."""

import pytest

from audit.errors import Conflict
from audit.models import Entry
from targets.documents.actions.adopt import adopt_document
from targets.documents.actions.documents import receive_document, set_aside_document
from targets.documents.actions.proposals import accept_certain, add_proposal, decide_proposal
from targets.documents.actions.take_back import take_back_document
from targets.models import PlanDocument
from tests.targets.documents.sample_documents import PLAN
from tests.targets.returns.test_returns_race import race

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def confirmed(document, accept_all):
    return accept_all(document)


def test_adopted_twice_concurrently(confirmed, plan, place):
    done, refused = race(
        lambda: adopt_document(confirmed, by=place.planner), lambda: adopt_document(confirmed, by=place.planner)
    )
    assert done["targets"] == 7
    assert refused.code == "accepted"
    assert (plan.sections.count(), plan.tasks.count(), plan.targets.count()) == (3, 6, 7)


def test_taken_back_twice_concurrently(confirmed, plan, place):
    """Two people press the button at once: one act, one row in the trail, and the second is told."""
    adopt_document(confirmed, by=place.planner)
    counts, refused = race(
        lambda: take_back_document(confirmed, by=place.planner), lambda: take_back_document(confirmed, by=place.planner)
    )
    assert counts == {"removed": 16, "altered": 0}
    assert refused.code == "state"
    assert Entry.objects.filter(verb="document.take_back").count() == 1
    assert not plan.targets.exists()


def test_adopted_again_while_it_is_taken_back(confirmed, plan, place):
    adopt_document(confirmed, by=place.planner)
    _counts, done = race(
        lambda: take_back_document(confirmed, by=place.planner), lambda: adopt_document(confirmed, by=place.planner)
    )
    assert done["targets"] == plan.targets.count() == 7


def test_one_proposal_decided_twice_concurrently(document, place):
    row = document.proposals.get(name="开展宣讲")
    _done, conflict = race(
        lambda: decide_proposal(row, "dropped", by=place.planner, seen=1),
        lambda: decide_proposal(row, "accepted", by=place.planner, seen=1),
    )
    assert isinstance(conflict, Conflict)
    row.refresh_from_db()
    assert (row.decision, row.version) == ("dropped", 2)


def test_proposal_reopened_while_the_document_is_adopted(confirmed, plan, place):
    row = confirmed.proposals.get(name="开展宣讲")
    _done, refused = race(
        lambda: adopt_document(confirmed, by=place.planner),
        lambda: decide_proposal(row, "open", by=place.planner, seen=row.version),
    )
    assert refused.code == "accepted"
    assert confirmed.proposals.get(pk=row.pk).target == plan.targets.get(name="开展宣讲")


def test_set_aside_while_it_is_adopted(confirmed, plan, place):
    _done, refused = race(
        lambda: set_aside_document(confirmed, by=place.planner), lambda: adopt_document(confirmed, by=place.planner)
    )
    assert refused.code == "left"
    assert not plan.targets.exists()


def test_same_file_received_twice_concurrently(plan, place, tmp_path):
    def receive():
        return receive_document(plan, by=place.planner, name="要点.txt", data=PLAN.encode())

    one, other = race(receive, receive)
    assert one.pk == other.pk == PlanDocument.objects.get().pk
    assert len([path for path in tmp_path.rglob("*") if path.is_file()]) == 1


def test_two_proposals_added_concurrently(document, place):
    one, other = race(
        lambda: add_proposal(document, "task", 0, 5, by=place.planner),
        lambda: add_proposal(document, "task", 6, 9, by=place.planner),
    )
    assert {one.number, other.number} == {14, 15}


def test_target_added_to_the_plan_meanwhile(confirmed, plan, place, full):
    """Codes are assigned with the plan locked, so none is assigned twice."""
    from targets.goals.actions.targets import add_target

    task = plan.tasks.get()
    race(
        lambda: adopt_document(confirmed, by=place.planner),
        lambda: add_target(plan, by=place.planner, task=task, name="又一个", unit="个"),
    )
    codes = list(plan.targets.values_list("code", flat=True))
    assert len(codes) == len(set(codes)) == 9


def test_certain_proposals_accepted_while_one_is_dropped(document, place):
    row = document.proposals.get(name="开展宣讲")
    race(
        lambda: decide_proposal(row, "dropped", by=place.planner, seen=1),
        lambda: accept_certain(document, by=place.planner),
    )
    row.refresh_from_db()
    assert row.decision == "dropped"
