"""Receiving a document: the file is stored, proposals are created, and the plan is not changed."""

import hashlib
from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied
from django.utils import timezone

from audit.errors import Refused
from audit.models import Entry
from plans.actions.plan import delete_plan
from plans.models import Plan
from reader.model import Confidence
from reader.reading import read
from targets.documents.actions.documents import receive_document, set_aside_document, start_plan_from_document
from targets.documents.reading.drafts import draft_proposals
from targets.models import PlanDocument, Proposal
from targets.models.document import ProposalKind
from tests.factories import set_issued
from tests.targets.documents import sample_documents
from tests.targets.documents.sample_documents import PLAN

pytestmark = pytest.mark.django_db
D = Decimal


def test_file_is_stored_unchanged(document, place):
    data = PLAN.encode()
    assert document.file.read() == data
    assert (document.size, document.sha256) == (len(data), hashlib.sha256(data).hexdigest())
    assert (document.name, document.by, document.title) == ("要点.txt", place.planner, "清河市妇联2020年工作要点")
    assert document.number == "清妇发〔2020〕5号"
    entry = Entry.objects.get(verb="document.receive")
    assert entry.data == {"file": "要点.txt", "sha256": document.sha256, "proposals": 13}


def test_plan_is_not_changed(document, plan):
    assert not plan.sections.exists()
    assert not plan.tasks.exists()
    assert not plan.targets.exists()
    assert set(document.proposals.values_list("decision", flat=True)) == {"open"}


def test_every_proposal_has_its_range(document):
    for row in document.proposals.all():
        assert document.text[row.start : row.end] == row.text
        assert row.rule


def test_heading_that_is_a_task_becomes_one_proposal(document):
    """“（一）开展巾帼宣讲活动。…” is heading and task in one, and stands in the section above."""
    task = document.proposals.get(name="开展巾帼宣讲活动")
    assert (task.kind, task.above.name, task.above.kind) == (ProposalKind.TASK, "加强思想引领", ProposalKind.SECTION)
    assert task.lead == ["办公室"]
    assert document.proposals.filter(kind=ProposalKind.SECTION).count() == 3


def promise(document, name):
    row = document.proposals.get(name=name, kind=ProposalKind.TARGET)
    return row.value, row.value2, row.unit, row.measure, row.direction, row.scale


@pytest.mark.parametrize(
    "name, expected",
    [
        ("开展宣讲", (D(100), None, "场次", "running", "at_least", "")),
        ("培训妇女", (D(25000), None, "人次", "running", "at_least", "")),  # 2.5万人次: counted one by one
        ("合格率", (D(90), None, "%", "ratio", "at_least", "%")),
        ("发放创业担保贷款", (D(5000), None, "万元", "running", "at_least", "")),  # money as it is written
        ("新建巾帼示范基地", (D(1), D(2), "个", "running", "range", "")),
        ("出台县级妇联改革方案", (D(1), None, "项", "milestone", "at_least", "")),
    ],
)
def test_fields_of_targets(document, name, expected):
    assert promise(document, name) == expected


def test_other_details_are_in_the_definition(document):
    about = document.proposals.get(name="发放创业担保贷款")
    assert "约数" in about.definition or "approximate" in about.definition
    assert document.proposals.get(name="出台县级妇联改革方案").deadline == date(2020, 4, 30)


@pytest.mark.parametrize("who", ["clerk", "leader", "county_planner", "outsider"])
def test_only_the_planner_receives_documents(plan, place, who):
    with pytest.raises(PermissionDenied):
        receive_document(plan, by=getattr(place, who), name="a.txt", data=PLAN.encode())
    assert not PlanDocument.objects.exists()


def test_only_the_planner_sets_it_aside(document, place):
    with pytest.raises(PermissionDenied):
        set_aside_document(document, by=place.county_planner)


def test_same_file_is_not_read_twice(document, receive):
    assert receive() == document
    assert Proposal.objects.count() == 13


def test_a_file_set_aside_can_be_read_again(document, receive, place):
    set_aside_document(document, by=place.planner)
    assert receive().pk != document.pk
    with pytest.raises(Refused) as refused:
        set_aside_document(document, by=place.planner)
    assert refused.value.code == "left"


def test_adopted_file_is_not_read_again(adopted, receive):
    with pytest.raises(Refused) as refused:
        receive()
    assert refused.value.code == "accepted"


@pytest.mark.parametrize("data", [b"", b"   \n\n ", b"\x89PNG\r\n\x1a\n....", b"Rar!\x1a\x07"])
def test_unreadable_files_are_refused(plan, place, data, tmp_path):
    with pytest.raises(Refused) as refused:
        receive_document(plan, by=place.planner, name="坏.doc", data=data)
    assert "坏.doc" in str(refused.value)
    assert not PlanDocument.objects.exists()
    assert not [path for path in tmp_path.rglob("*") if path.is_file()]


def test_pasted_text_is_stored_as_a_file(plan, place):
    document = receive_document(plan, by=place.planner, name="粘贴的文字.txt", text=PLAN.replace("\n", "\r\n"))
    assert document.text == PLAN
    assert document.file.read().decode() == PLAN


def test_too_long_text_is_refused(plan, place):
    with pytest.raises(Refused):
        receive_document(plan, by=place.planner, name="a.txt", text="好" * 500_001)


def test_file_of_a_repeated_upload_is_deleted(document, receive, tmp_path):
    receive()
    assert len([path for path in tmp_path.rglob("*") if path.is_file()]) == 1


def test_supplement_needs_an_open_period(plan, receive):
    set_issued(plan)
    for wrong in (None, 9):
        with pytest.raises(Refused) as refused:
            receive(from_seq=wrong)
        assert "from_seq" in refused.value.cells
    plan.periods.filter(seq=1).update(state="locked")
    with pytest.raises(Refused):
        receive(from_seq=1)
    assert receive(from_seq=2).from_seq == 2


def test_start_plan_from_document(place):
    document = start_plan_from_document(by=place.planner, unit=place.city, name="要点.txt", data=PLAN.encode())
    plan = document.plan
    assert (plan.title, plan.document_number, plan.is_draft) == ("清河市妇联2020年工作要点", "清妇发〔2020〕5号", True)
    assert plan.code == f"530900-{plan.year}"
    assert plan.periods.exists()
    assert document.proposals.count() == 13


def test_document_of_a_new_plan_is_read_once(place, monkeypatch):
    readings = []

    def read_document(received, *, settle_year):
        readings.append(sample_documents.reading(received.text, year=settle_year(None)))
        return readings[-1]

    monkeypatch.setattr("targets.documents.actions.documents.read_document", read_document)
    start_plan_from_document(by=place.planner, unit=place.city, name="要点.txt", data=PLAN.encode())
    assert len(readings) == 1


@pytest.mark.parametrize("who", ["clerk", "leader", "county_planner", "outsider"])
def test_only_the_planner_starts_a_plan(place, who):
    with pytest.raises(PermissionDenied):
        start_plan_from_document(by=getattr(place, who), unit=place.city, name="要点.txt", data=PLAN.encode())


def test_no_plan_is_created_from_an_unreadable_document(place):
    before = Plan.objects.count()
    with pytest.raises(Refused):
        start_plan_from_document(by=place.planner, unit=place.city, name="图.png", data=b"\x89PNG\r\n\x1a\n....")
    assert Plan.objects.count() == before


def test_misread_year_becomes_this_year(place, monkeypatch):
    def read_document(received, *, settle_year):
        return sample_documents.reading(received.text, year=settle_year(1800))

    monkeypatch.setattr("targets.documents.actions.documents.read_document", read_document)
    document = start_plan_from_document(by=place.planner, unit=place.city, name="要点.txt", data=PLAN.encode())
    assert document.plan.year == timezone.localdate().year


def test_deleting_a_draft_deletes_its_documents(document, plan, place):
    delete_plan(plan, by=place.planner, seen=0)
    assert not PlanDocument.objects.exists()


def test_invisible_characters_in_a_name_are_removed(receive):
    assert receive(name="要点\u202etxt.exe\n").name == "要点txt.exe"


def test_target_without_a_name_is_not_certain():
    reading = read("某市妇联2024年工作要点\n一、服务大局\n培训妇女500人次。\n")
    nameless = replace(reading, targets=(replace(reading.targets[0], name=" ", sure=Confidence.SURE),))
    target = next(draft for draft in draft_proposals(nameless) if draft.kind == ProposalKind.TARGET)
    assert target.fields["sure"] == "unsure"
    assert target.fields["name"]


# A letter and a weather report, as they come by mistake instead of a plan.
TEXTS_WITHOUT_A_PLAN = [
    "今天天气很好",
    "各位姐妹：\n\n感谢大家一年来的关心和支持，祝大家新年快乐、阖家幸福。\n\n清河市妇女联合会\n2020年1月20日\n",
    "明天白天多云，东北风二到三级，最高气温十二度，夜间有小雨。请出行时注意安全。",
]


@pytest.mark.parametrize("text", TEXTS_WITHOUT_A_PLAN)
def test_no_plan_is_made_of_a_text_without_anything_to_plan(place, text):
    plans = Plan.objects.count()
    with pytest.raises(Refused) as refused:
        start_plan_from_document(by=place.planner, unit=place.city, name="通知.txt", data=text.encode())
    assert "没有找到部分、任务或目标" in refused.value.message
    assert Plan.objects.count() == plans
