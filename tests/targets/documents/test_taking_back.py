"""What a document wrote is taken back in one act, until somebody has reported on it: what stood before stands again."""

from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied
from django.forms.models import model_to_dict
from django.urls import reverse

from audit.errors import Refused
from audit.models import Entry
from plans.models import TaskUnit
from targets.documents.actions.adopt import adopt_document
from targets.documents.actions.proposals import accept_certain, decide_proposal
from targets.documents.actions.take_back import take_back_document
from targets.goals.actions.targets import add_target
from targets.models import Allocation
from tests.factories import make_allocation, set_issued
from tests.targets.documents.sample_documents import REVISED

pytestmark = pytest.mark.django_db
D = Decimal


def picture(plan):
    """All that stands in the plan, by primary keys."""
    found = {(each._meta.model_name, each.pk): model_to_dict(each) for each in plan.sections.all()}
    found |= {(each._meta.model_name, each.pk): model_to_dict(each) for each in plan.tasks.all()}
    found |= {(each._meta.model_name, each.pk): model_to_dict(each) for each in plan.targets.all()}
    found |= {("unit", row.task_id, row.unit_id): row.part for row in TaskUnit.objects.filter(task__plan=plan)}
    for row in Allocation.objects.filter(target__plan=plan, replaced=False):
        found["share", row.target_id, row.participant_id, row.from_seq] = (row.amount, row.own)
    return found


def accept_rest(document, place):
    for row in document.proposals.filter(decision="open").exclude(outcome="same"):
        decide_proposal(row, "accepted", by=place.planner, seen=row.version)


def test_the_first_reading_leaves_nothing(adopted, plan, place):
    counts = take_back_document(adopted, by=place.planner)
    assert picture(plan) == {}
    assert counts == {"removed": 16, "altered": 0}
    adopted.refresh_from_db()
    assert adopted.is_open
    assert Entry.objects.get(verb="document.take_back").data["removed"] == 16


def test_it_can_be_decided_and_adopted_again(adopted, plan, place):
    take_back_document(adopted, by=place.planner)
    row = adopted.proposals.get(name="合格率")
    decide_proposal(row, "dropped", by=place.planner, seen=row.version)
    adopt_document(adopted, by=place.planner)
    assert plan.targets.count() == 6
    assert not plan.targets.filter(name="合格率").exists()


def test_a_revision_of_a_draft_puts_back_what_it_changed_and_took_out(adopted, receive, plan, place):
    target = plan.targets.get(name="新建巾帼示范基地")
    make_allocation(target, plan.participants.get(depth=0), 1)
    before = picture(plan)
    revised = receive(REVISED, name="修订稿.txt", revises=adopted)
    accept_rest(revised, place)
    adopt_document(revised, by=place.planner)
    assert picture(plan) != before
    take_back_document(revised, by=place.planner)
    assert picture(plan) == before
    source = adopted.proposals.get(name="新建巾帼示范基地", kind="target")
    assert source.target == target
    assert revised.proposals.get(outcome="gone").target == target
    adopt_document(revised, by=place.planner)  # and again
    assert not plan.targets.filter(name="新建巾帼示范基地").exists()


def test_a_revision_of_an_issued_plan_puts_back_the_shares(adopted, receive, plan, place):
    root = plan.participants.get(depth=0)
    for target in plan.targets.all():
        make_allocation(target, root, target.value)
    set_issued(plan)
    plan.documents.update(accepted_at="2020-01-01T00:00Z")
    type(plan).objects.filter(pk=plan.pk).update(issued_at="2020-01-02T00:00Z")
    plan.refresh_from_db()
    before = picture(plan)
    adopted.refresh_from_db()
    revised = receive(REVISED, name="修订稿.txt", revises=adopted, from_seq=2)
    for row in revised.proposals.filter(decision="open").exclude(outcome="same"):
        decision = "dropped" if row.outcome == "gone" else "accepted"
        decide_proposal(row, decision, by=place.planner, seen=row.version)
    adopt_document(revised, by=place.planner)
    assert plan.targets.get(name="开展宣讲").value == 120
    take_back_document(revised, by=place.planner)
    assert picture(plan) == before


def test_only_once(adopted, plan, place):
    """Two people press the button: the second is told."""
    take_back_document(adopted, by=place.planner)
    with pytest.raises(Refused) as refused:
        take_back_document(adopted, by=place.planner)
    assert refused.value.code == "state"


def test_what_was_added_by_hand_is_not_deleted_with_it(adopted, plan, place):
    task = plan.tasks.get(code="T01")
    add_target(plan, by=place.planner, task=task, name="另加的目标", unit="个", value=D(3))
    before = picture(plan)
    with pytest.raises(Refused) as refused:
        take_back_document(adopted, by=place.planner)
    assert "另加的目标" in str(refused.value)
    assert picture(plan) == before


def test_not_after_the_issue(adopted, plan, place):
    set_issued(plan)
    with pytest.raises(Refused) as refused:
        take_back_document(adopted, by=place.planner)
    assert refused.value.code == "state"


def test_the_latest_document_first(adopted, receive, plan, place):
    revised = receive(REVISED, name="修订稿.txt", revises=adopted)
    accept_rest(revised, place)
    adopt_document(revised, by=place.planner)
    with pytest.raises(Refused):
        take_back_document(adopted, by=place.planner)
    take_back_document(revised, by=place.planner)
    take_back_document(adopted, by=place.planner)
    assert picture(plan) == {}


@pytest.mark.parametrize("who", ["clerk", "leader", "county_planner", "outsider"])
def test_only_the_planner(adopted, place, who):
    with pytest.raises(PermissionDenied):
        take_back_document(adopted, by=getattr(place, who))


def test_by_its_button(adopted, plan, planner):
    page = planner.get(reverse("targets:document", args=[plan.code, adopted.pk])).content.decode()
    assert "3 个部分、6 项任务、7 个目标" in page
    planner.post(reverse("targets:document_press", args=[plan.code, adopted.pk, "back"]))
    assert picture(plan) == {}


def test_accepting_again_keeps_nothing_of_the_first_time(adopted, plan, place):
    take_back_document(adopted, by=place.planner)
    accept_certain(adopted, by=place.planner)
    adopt_document(adopted, by=place.planner)
    assert plan.targets.count() == 7
