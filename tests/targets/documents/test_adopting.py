"""Adopting a confirmed document into a draft plan: all of it, in one transaction, once."""

from datetime import date
from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied

from audit.errors import Refused
from audit.models import Entry
from plans.models import TaskUnit
from plans.queries import tree
from targets.documents.actions import plan_writer
from targets.documents.actions.adopt import adopt_document
from targets.documents.actions.documents import set_aside_document
from targets.documents.actions.proposals import decide_proposal, drop_remaining
from targets.documents.queries import list_target_sources
from targets.models import Proposal
from tests.factories import set_issued
from tests.targets.documents.sample_documents import PLAN

pytestmark = pytest.mark.django_db
D = Decimal


def test_creates_sections_tasks_and_targets(adopted, plan):
    assert [(node.section.title, [each.task.title for each in node.tasks]) for node in tree(plan)] == [
        ("加强思想引领", ["开展巾帼宣讲活动", "办好网上课堂"]),
        ("服务妇女创业", ["建设示范基地", "发放创业担保贷款", "妇女微家"]),
        ("深化改革", ["出台县级妇联改革方案"]),
    ]
    found = {t.name: (t.code, t.task.title, t.value, t.value2, t.unit, t.measure) for t in plan.targets.all()}
    assert found == {
        "开展宣讲": ("L01", "开展巾帼宣讲活动", D(100), None, "场次", "running"),
        "培训妇女": ("L02", "办好网上课堂", D(25000), None, "人次", "running"),
        "合格率": ("L03", "办好网上课堂", D(90), None, "%", "ratio"),
        "发放创业担保贷款": ("L04", "发放创业担保贷款", D(5000), None, "万元", "running"),
        "妇女微家": ("L05", "妇女微家", D(2), None, "个", "running"),
        "新建巾帼示范基地": ("L06", "建设示范基地", D(1), D(2), "个", "running"),
        "出台县级妇联改革方案": ("L07", "出台县级妇联改革方案", D(1), None, "项", "milestone"),
    }


def test_numbers_are_stored_as_targets_store_them(adopted, plan):
    rate, money, each, milestone = (plan.targets.get(code=code) for code in ("L03", "L04", "L05", "L07"))
    assert (rate.scale, rate.decimals, rate.direction) == ("%", 1, "at_least")
    assert money.decimals == 2
    assert (each.rollup, "3 个" in each.definition, "每个县区" in each.definition) == ("units_reached", True, True)
    assert (milestone.deadline, milestone.value) == (date(2020, 4, 30), D(1))


def test_leading_and_assisting_units(adopted, plan, place):
    """办公室 leads; 各县区妇联 are both counties; an unknown name is left out."""
    units = {(row.unit.name, row.part) for row in TaskUnit.objects.filter(task__plan=plan)}
    assert units == {("办公室", "lead"), ("永德县", "assist"), ("凤庆县", "assist")}


def test_every_target_keeps_its_clause(adopted, plan):
    for target in plan.targets.all():
        (source,) = list_target_sources(target)
        assert source.document == adopted
        assert target.clause == source.text == adopted.text[source.start : source.end]
    row = adopted.proposals.get(name="开展巾帼宣讲活动")
    assert row.task == plan.tasks.get(code="T01")


def test_one_audit_record(adopted, place):
    entries = Entry.objects.exclude(verb__in=["plan.create", "plan.participants", "document.receive"])
    (entry,) = [each for each in entries if each.username == "planner" and each.verb != "session.login"]
    assert entry.verb == "document.accept"
    counts = {name: entry.data[name] for name in ("sections", "tasks", "targets", "altered", "removed")}
    assert counts == {"sections": 3, "tasks": 6, "targets": 7, "altered": 0, "removed": 0}
    assert entry.data["sha256"] == adopted.sha256


def test_adopting_twice_is_refused(adopted, plan, place):
    with pytest.raises(Refused) as refused:
        adopt_document(adopted, by=place.planner)
    assert refused.value.code == "accepted"
    assert (plan.sections.count(), plan.tasks.count(), plan.targets.count()) == (3, 6, 7)


def test_undecided_proposals_are_named(document, place, plan):
    with pytest.raises(Refused) as refused:
        adopt_document(document, by=place.planner)
    assert refused.value.code == "undecided"
    assert set(refused.value.cells) == {str(row.number) for row in document.proposals.all()}
    assert "开展宣讲" in str(refused.value)
    assert not plan.tasks.exists()


def test_faulty_proposals_are_named(document, accept_all, place, plan):
    accept_all(document)
    Proposal.objects.filter(name="新建巾帼示范基地").update(value2=D(0))
    with pytest.raises(Refused) as refused:
        adopt_document(document, by=place.planner)
    number = str(document.proposals.get(name="新建巾帼示范基地").number)
    assert set(refused.value.cells) == {number}
    assert "新建巾帼示范基地" in str(refused.value)
    assert not plan.sections.exists()


def test_all_or_nothing(document, accept_all, place, plan, monkeypatch):
    """Parts of the plan and the audit record are written together."""
    accept_all(document)

    def broken(**data):
        raise RuntimeError("no audit record")

    monkeypatch.setattr("targets.documents.actions.adopt.record", broken)
    with pytest.raises(RuntimeError):
        adopt_document(document, by=place.planner)
    document.refresh_from_db()
    assert document.is_open
    assert not plan.sections.exists()


def test_dropped_proposals_are_not_adopted(document, accept_all, place, plan):
    accept_all(document, dropped=["妇女微家", "合格率"])
    adopt_document(document, by=place.planner)
    assert plan.targets.count() == 5
    assert not plan.tasks.filter(title="妇女微家").exists()


def test_parts_of_dropped_proposals_move_up(document, accept_all, place, plan):
    """A target whose task is dropped gets its own; without its heading, in a section with the title of the document."""
    for name in ("加强思想引领", "开展巾帼宣讲活动"):
        row = document.proposals.get(name=name)
        decide_proposal(row, "dropped", by=place.planner, seen=row.version)
    adopt_document(accept_all(document), by=place.planner)
    target = plan.targets.get(name="开展宣讲")
    assert (target.task.title, target.task.section.title) == ("开展宣讲", "清河市妇联2020年工作要点")


def test_document_without_accepted_proposals_is_refused(document, place):
    for row in document.proposals.all():
        decide_proposal(row, "dropped", by=place.planner, seen=row.version)
    with pytest.raises(Refused) as refused:
        adopt_document(document, by=place.planner)
    assert refused.value.code == "nothing"


def test_existing_parts_are_kept(plan, place, accept_all, receive, full):
    adopt_document(accept_all(receive()), by=place.planner)
    assert plan.sections.filter(parent=None).first().title == "第一部分"
    assert plan.targets.get(name="农村劳动力培训").code == "L01"
    assert plan.targets.get(name="开展宣讲").code == "L02"


def test_codes_continue_existing_ones(plan, place, accept_all, receive, full):
    plan.targets.update(code="Z07")
    adopt_document(accept_all(receive()), by=place.planner)
    assert plan.targets.get(name="开展宣讲").code == "Z08"


@pytest.mark.parametrize("who", ["clerk", "leader", "county_planner", "outsider"])
def test_only_the_planner_adopts(document, accept_all, place, who, plan):
    accept_all(document)
    with pytest.raises(PermissionDenied):
        adopt_document(document, by=getattr(place, who))
    assert not plan.sections.exists()


def test_plan_issued_since(document, accept_all, place, plan):
    accept_all(document)
    set_issued(plan)
    with pytest.raises(Refused) as refused:
        adopt_document(document, by=place.planner)
    assert refused.value.code == "state"
    assert not plan.targets.exists()


def test_document_set_aside_is_not_adopted(document, accept_all, place):
    set_aside_document(accept_all(document), by=place.planner)
    with pytest.raises(Refused) as refused:
        adopt_document(document, by=place.planner)
    assert refused.value.code == "left"


def test_proposal_of_a_deleted_target_keeps_its_clause(adopted, plan, place):
    from targets.goals.actions.targets import remove_target

    remove_target(plan.targets.get(code="L05"), by=place.planner)
    row = adopted.proposals.get(name="妇女微家")
    assert (row.target, row.text) == (None, "每个县区至少建立妇女微家3个")


def test_depth_of_sections_is_limited(document, accept_all, place, monkeypatch):
    monkeypatch.setattr(plan_writer, "MAX_SECTION_DEPTH", -1)
    with pytest.raises(Refused) as refused:
        adopt_document(accept_all(document), by=place.planner)
    assert "加强思想引领" in str(refused.value)
    assert document.text == PLAN


def test_a_target_whose_task_was_refused_stays_under_its_section(document, place, plan):
    """Also where nobody had decided the section yet."""
    for name, decision in (("开展巾帼宣讲活动", "dropped"), ("开展宣讲", "accepted")):
        row = document.proposals.filter(name=name).order_by("-kind").first()
        decide_proposal(row, decision, by=place.planner, seen=row.version)
    drop_remaining(document, by=place.planner, seen=document.proposals.filter(decision="open").count())
    adopt_document(document, by=place.planner)
    target = plan.targets.get()
    assert (target.name, target.task.section.title) == ("开展宣讲", "加强思想引领")
    assert [section.title for section in plan.sections.all()] == ["加强思想引领"]
