"""Deciding proposals: corrected, accepted, dropped, reopened; and adding one by hand."""

from datetime import date
from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied

from audit.errors import Conflict, Refused
from targets.documents.actions.documents import set_aside_document
from targets.documents.actions.proposals import (
    accept_certain,
    add_proposal,
    decide_proposal,
    drop_branch,
    drop_remaining,
)
from targets.models import Proposal
from tests.targets.documents.sample_documents import PLAN

pytestmark = pytest.mark.django_db
D = Decimal


@pytest.fixture
def decide(document, place):
    """A function that decides the proposal of this name, with its latest version seen."""

    def decide(name, decision="accepted", /, **fields):
        row = document.proposals.filter(name=name).order_by("-kind").first()
        return decide_proposal(row, decision, by=place.planner, seen=row.version, **fields)

    return decide


def state(document, name):
    return document.proposals.filter(name=name).order_by("-kind").values_list("decision", flat=True).first()


def test_accepting_accepts_the_containing_parts(document, decide, place):
    changed = decide("开展宣讲")
    assert [row.name for row in changed] == ["开展宣讲", "开展巾帼宣讲活动", "加强思想引领"]
    assert state(document, "加强思想引领") == "accepted"
    row = document.proposals.get(name="开展宣讲")
    assert (row.decided_by, row.version) == (place.planner, 2)
    assert state(document, "培训妇女") == "open"


def test_dropped_parts_are_not_accepted_along(document, decide):
    decide("开展巾帼宣讲活动", "dropped")
    decide("开展宣讲")
    assert state(document, "开展巾帼宣讲活动") == "dropped"
    assert state(document, "加强思想引领") == "accepted"  # a target whose task was refused stays under its section


def test_correction_keeps_what_was_read(document, decide):
    decide("开展宣讲", value=D(80), name="基层宣讲", deadline=date(2020, 11, 30))
    row = document.proposals.get(name="基层宣讲")
    assert (row.value, row.deadline, row.decision) == (D(80), date(2020, 11, 30), "accepted")
    assert row.read == {"value": "100.000000", "name": "开展宣讲", "deadline": "2020-12-31"}
    assert row.text == "全年开展宣讲100场次以上"


def test_second_correction_keeps_what_was_read(document, decide):
    decide("开展宣讲", value=D(80))
    decide("开展宣讲", value=D(70))
    assert document.proposals.get(name="开展宣讲").read["value"] == "100.000000"


def test_reopened(document, decide):
    decide("开展宣讲", "dropped")
    decide("开展宣讲", "open")
    assert state(document, "开展宣讲") == "open"


@pytest.mark.parametrize(
    "name, fields, cell",
    [
        ("开展宣讲", {"value": None}, "value"),
        ("开展宣讲", {"value": D(-1)}, "value"),
        ("开展宣讲", {"unit": ""}, "unit"),
        ("开展宣讲", {"name": "  "}, "name"),
        ("开展宣讲", {"deadline": date(2019, 12, 31)}, "deadline"),
        ("新建巾帼示范基地", {"value2": None}, "value2"),
        ("新建巾帼示范基地", {"value": D(3)}, "value2"),
        ("合格率", {"direction": "exactly"}, "direction"),
        ("出台县级妇联改革方案", {"deadline": None}, "deadline"),
    ],
)
def test_faults_are_refused_by_field(document, decide, name, fields, cell):
    with pytest.raises(Refused) as refused:
        decide(name, **fields)
    assert cell in refused.value.cells
    assert state(document, name) == "open"


def test_dropped_proposals_may_be_faulty(document, decide):
    decide("开展宣讲", "dropped", value=None)
    assert state(document, "开展宣讲") == "dropped"


def test_decision_on_an_old_version_conflicts(document, decide, place):
    row = document.proposals.get(name="开展宣讲")
    decide("开展宣讲", "dropped")
    with pytest.raises(Conflict) as conflict:
        decide_proposal(row, "accepted", by=place.planner, seen=1)
    assert conflict.value.theirs == {"version": 2}
    assert [same.pk for same in decide_proposal(row, "dropped", by=place.planner, seen=1)] == [row.pk]  # both the same
    assert document.proposals.get(pk=row.pk).version == 2


@pytest.mark.parametrize("who", ["clerk", "leader", "county_planner", "outsider"])
def test_only_the_planner_decides(document, place, who):
    row, by = document.proposals.first(), getattr(place, who)
    for act in (
        lambda: decide_proposal(row, "accepted", by=by, seen=1),
        lambda: drop_branch(row, by=by),
        lambda: accept_certain(document, by=by),
        lambda: drop_remaining(document, by=by, seen=13),
        lambda: add_proposal(document, "task", 0, 5, by=by),
    ):
        with pytest.raises(PermissionDenied):
            act()
    assert set(document.proposals.values_list("decision", flat=True)) == {"open"}


def test_dropping_a_section_drops_its_parts(document, place):
    section = document.proposals.get(name="服务妇女创业")
    changed = drop_branch(section, by=place.planner)
    assert {row.name for row in changed} == {
        "服务妇女创业", "发放创业担保贷款", "妇女微家", "建设示范基地", "新建巾帼示范基地",
    }  # fmt: skip
    assert document.proposals.filter(decision="dropped").count() == 5


def test_only_what_is_sure_is_accepted_by_the_button_for_it(document, place):
    """As many as the list named, and nothing that contains them: a likely task with a sure number waits."""
    Proposal.objects.filter(document=document, kind="task").update(sure="likely")
    assert accept_certain(document, by=place.planner, seen=8) == 8
    accepted = document.proposals.filter(decision="accepted")
    assert set(accepted.values_list("sure", flat=True)) == {"sure"}
    assert accept_certain(document, by=place.planner, likely=True, seen=4) == 4
    waiting = document.proposals.filter(decision="open")
    assert {(row.name, row.sure) for row in waiting} == {("妇女微家", "unsure")}


@pytest.mark.parametrize("likely", [False, True])
def test_nothing_is_accepted_unread(document, place, likely):
    """Another number than the page listed."""
    with pytest.raises(Refused) as refused:
        accept_certain(document, by=place.planner, likely=likely, seen=10)
    assert refused.value.code == "seen"
    assert not document.proposals.filter(decision="accepted")


def test_certain_proposals_are_accepted_together(document, place):
    """But no number that is in doubt."""
    n = accept_certain(document, by=place.planner)
    assert n == 11
    waiting = document.proposals.filter(decision="open").values_list("name", flat=True)
    assert set(waiting) == {"发放创业担保贷款", "妇女微家"}


def test_certain_but_faulty_proposals_are_not_accepted(document, place):
    Proposal.objects.filter(name="出台县级妇联改革方案").update(deadline=None)
    accept_certain(document, by=place.planner)
    assert state(document, "出台县级妇联改革方案") == "open"


def test_remaining_proposals_are_dropped_together(document, place):
    accept_certain(document, by=place.planner)
    drop_remaining(document, by=place.planner, seen=2)
    dropped = document.proposals.filter(decision="dropped")
    assert set(dropped.values_list("name", "version")) == {("发放创业担保贷款", 2), ("妇女微家", 2)}
    assert document.proposals.filter(decision="accepted").count() == 11


def test_nothing_is_dropped_unseen(document, place):
    """A proposal was added since the page was shown."""
    accept_certain(document, by=place.planner)
    add_proposal(document, "target", 0, 5, by=place.planner)
    with pytest.raises(Refused) as refused:
        drop_remaining(document, by=place.planner, seen=2)
    assert refused.value.code == "seen"
    assert not document.proposals.filter(decision="dropped")


def test_added_by_hand(document, place):
    start = PLAN.index("由办公室牵头")
    row = add_proposal(document, "target", start, start + 6, by=place.planner, measure="increment", unit="次")
    assert (row.text, row.rule, row.decision) == ("由办公室牵头", "by_hand", "open")
    assert row.above.name == "开展巾帼宣讲活动"
    task = add_proposal(document, "task", PLAN.index("去年"), PLAN.index("去年") + 8, by=place.planner)
    assert (task.above.name, task.above.kind) == ("服务妇女创业", "section")


@pytest.mark.parametrize("start, end", [(5, 5), (9, 3), (0, 10_000), (-4, 3)])
def test_invalid_ranges_are_not_added(document, place, start, end):
    with pytest.raises(Refused):
        add_proposal(document, "target", start, end, by=place.planner)
    assert document.proposals.count() == 13


def test_documents_set_aside_are_not_decided(document, decide, place):
    set_aside_document(document, by=place.planner)
    with pytest.raises(Refused) as refused:
        decide("开展宣讲")
    assert refused.value.code == "left"


def test_part_of_another_document_is_refused(document, receive, decide):
    other = receive(PLAN.replace("100", "300"), name="另一份.txt")
    with pytest.raises(Refused):
        decide("开展宣讲", above=other.proposals.first())


def test_accepting_certain_proposals_leaves_a_heading_in_doubt_to_be_decided(document, place):
    Proposal.objects.filter(name="加强思想引领").update(sure="unsure")
    accept_certain(document, by=place.planner)
    assert state(document, "加强思想引领") == "open"


def test_hundreds_are_accepted_in_a_few_statements(document, place, django_assert_max_num_queries):
    first = document.proposals.first()
    rows = [
        Proposal(document=document, number=100 + n, kind="task", above=first, start=n, end=n + 1, text="x",
                 name=f"任务{n}", rule="item", sure="sure")
        for n in range(400)
    ]  # fmt: skip
    Proposal.objects.bulk_create(rows)
    with django_assert_max_num_queries(15):
        assert accept_certain(document, by=place.planner) == 411
