"""A later version of a document: what it adds, changes and drops, each adopted over or left."""

from decimal import Decimal

import pytest

from audit.errors import Refused
from targets.documents.actions.adopt import adopt_document
from targets.documents.actions.proposals import decide_proposal
from targets.documents.queries import list_target_sources
from targets.documents.revision import list_differences
from tests.factories import set_issued
from tests.targets.documents.sample_documents import PLAN, REVISED

pytestmark = pytest.mark.django_db
D = Decimal


@pytest.fixture
def revised(adopted, receive):
    return receive(REVISED, name="修订稿.txt", revises=adopted)


def outcomes(document):
    found = {}
    for row in document.proposals.exclude(outcome="same"):
        found.setdefault(row.outcome, set()).add((row.kind, row.name))
    return found


def settle(document, place, leaving=()):
    for row in document.proposals.filter(decision="open").exclude(outcome="same"):
        decision = "dropped" if (row.kind, row.name) in leaving else "accepted"
        decide_proposal(row, decision, by=place.planner, seen=row.version)
    return adopt_document(document, by=place.planner)


def test_outcomes_of_a_revision(revised):
    assert outcomes(revised) == {
        "new": {("target", "举办培训班")},
        "changed": {("target", "开展宣讲"), ("task", "开展巾帼宣讲活动"), ("task", "建设示范基地")},
        "gone": {("target", "新建巾帼示范基地")},
    }


def test_differences_of_a_target(revised):
    row = revised.proposals.get(name="开展宣讲")
    row.target.plan = revised.plan
    ((_name, before, after),) = list_differences(row)
    assert (before, after) == ("100", "120")


def test_same_text_changes_nothing(adopted, receive):
    again = receive(PLAN + " ", name="再印.txt", revises=adopted)
    assert outcomes(again) == {}


def test_corrections_are_kept(document, accept_all, receive, place, plan):
    row = document.proposals.get(name="开展宣讲")
    decide_proposal(row, "accepted", by=place.planner, seen=1, value=D(90), name="基层宣讲")
    adopt_document(accept_all(document), by=place.planner)
    document.refresh_from_db()
    again = receive(PLAN + " ", name="再印.txt", revises=document)
    assert outcomes(again) == {}
    assert plan.targets.get(name="基层宣讲").value == 90


def test_revision_is_adopted(revised, adopted, place, plan):
    counts = settle(revised, place)
    assert counts == {"sections": 0, "tasks": 1, "targets": 1, "altered": 3, "removed": 1}
    target = plan.targets.get(name="开展宣讲")
    assert (target.value, target.code, target.clause) == (120, "L01", "全年开展宣讲120场次以上")
    assert [source.document for source in list_target_sources(target)] == [revised, adopted]
    assert not plan.targets.filter(name="新建巾帼示范基地").exists()
    assert "做好示范基地工作" in plan.tasks.get(title="建设示范基地").text
    assert (plan.sections.count(), plan.tasks.count(), plan.targets.count()) == (3, 7, 7)


def test_unchanged_targets_have_both_documents_as_sources(revised, adopted, place, plan):
    settle(revised, place)
    assert [source.document for source in list_target_sources(plan.targets.get(name="培训妇女"))] == [revised, adopted]


def test_dropped_changes_are_not_made(revised, place, plan):
    left = {("target", "开展宣讲"), ("target", "新建巾帼示范基地"), ("target", "举办培训班")}
    counts = settle(revised, place, leaving=left)
    assert (counts["targets"], counts["removed"]) == (0, 0)
    assert plan.targets.get(name="开展宣讲").value == 100
    assert plan.targets.filter(name="新建巾帼示范基地").exists()


def test_third_version_is_compared_with_the_second(revised, place, plan, receive):
    settle(revised, place, leaving={("target", "新建巾帼示范基地")})
    revised.refresh_from_db()
    third = receive(REVISED + " ", name="三稿.txt", revises=revised)
    assert outcomes(third) == {"gone": {("target", "新建巾帼示范基地")}}


def test_task_with_targets_is_not_removed(adopted, receive, place, plan):
    shorter = PLAN.replace("（一）建设示范基地。新建巾帼示范基地1—2个。\n", "")
    document = receive(shorter, name="删.txt", revises=adopted)
    assert outcomes(document) == {"gone": {("target", "新建巾帼示范基地"), ("task", "建设示范基地")}}
    with pytest.raises(Refused) as refused:
        settle(document, place, leaving={("target", "新建巾帼示范基地")})
    assert "建设示范基地" in str(refused.value)
    assert plan.tasks.filter(title="建设示范基地").exists()


def test_revision_of_an_issued_plan_adjusts_targets(adopted, receive, place, plan):
    set_issued(plan)
    document = receive(REVISED, name="修订稿.txt", revises=adopted, from_seq=3)
    gone = document.proposals.get(outcome="gone")
    with pytest.raises(Refused):
        decide_proposal(gone, "accepted", by=place.planner, seen=gone.version)
    settle(document, place, leaving={("target", "新建巾帼示范基地")})
    target = plan.targets.get(name="开展宣讲")
    shares = target.allocations.filter(participant__depth=0, replaced=False).order_by("from_seq")
    assert [(share.from_seq, share.amount) for share in shares][-1] == (3, D(120))
    assert shares.last().adjustment.document_number == "清妇发〔2020〕5号"
    assert plan.targets.filter(name="新建巾帼示范基地").exists()


def test_document_of_another_plan_cannot_be_revised(adopted, receive, place):
    from tests.factories import make_plan

    other = make_plan(place.city, "other-2021", year=2021)
    adopted.plan = other
    adopted.save()
    with pytest.raises(Refused):
        receive(REVISED, name="修订稿.txt", revises=adopted)


def test_what_was_refused_is_not_offered_again(document, accept_all, receive, place):
    """As long as it reads as it did; a number that the revision changes is offered."""
    adopt_document(accept_all(document, dropped=["开展宣讲", "培训妇女", "妇女微家"]), by=place.planner)
    document.refresh_from_db()
    revised = receive(REVISED, name="修订稿.txt", revises=document)
    decisions = dict(revised.proposals.filter(kind="target", outcome="new").values_list("name", "decision"))
    assert decisions == {
        "开展宣讲": "open", "培训妇女": "dropped", "妇女微家": "dropped", "举办培训班": "open",
    }  # fmt: skip
    row = revised.proposals.get(name="妇女微家")
    assert (row.decided_by, row.decided_at) == (place.planner, document.proposals.get(name="妇女微家").decided_at)
    decide_proposal(row, "accepted", by=place.planner, seen=row.version)  # it can be decided again


def test_a_refused_change_and_a_refused_removal_are_not_offered_again(revised, receive, place):
    leaving = {("target", "开展宣讲"), ("target", "新建巾帼示范基地")}
    settle(revised, place, leaving)
    revised.refresh_from_db()
    again = receive(REVISED + " ", name="再印.txt", revises=revised)
    open_ones = again.proposals.filter(decision="open").exclude(outcome="same")
    assert not open_ones.filter(name__in=["开展宣讲", "新建巾帼示范基地"])
