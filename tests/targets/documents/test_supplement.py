"""A supplement to an issued plan: what it adds is owed and reported from its period on."""

from decimal import Decimal

import pytest
from django.urls import reverse

from audit.errors import Refused
from audit.models import Entry
from plans.models import TaskUnit
from targets.documents.actions.adopt import adopt_document
from targets.documents.actions.documents import receive_document
from targets.documents.actions.proposals import accept_certain, decide_proposal
from targets.documents.actions.take_back import remove_written_part, take_back_document
from targets.models import Allocation, Mark, Return, Total
from targets.returns.actions.draft import FigureInput, save_figure
from targets.returns.queries.return_page import draft_task_lines
from targets.shares.queries.duties import list_duties, list_led_task_progress
from targets.totals.reading import read_totals
from targets.totals.settle import settle
from tests.targets.documents.sample_documents import SUPPLEMENT
from tests.targets.returns_world import fill_and_submit, make_world

pytestmark = pytest.mark.django_db
D = Decimal


@pytest.fixture
def place():
    """The city of the returns' tests: its plan is issued, its first two periods open."""
    return make_world()


@pytest.fixture
def plan(place):
    return place.plan


@pytest.fixture
def supplement(plan, place):
    document = receive_document(plan, by=place.planner, name="通知.txt", data=SUPPLEMENT.encode(), from_seq=2)
    accept_certain(document, by=place.planner)
    return document


def test_supplement_adds_to_the_plan(supplement, plan, place):
    before = list(plan.targets.values_list("code", "value"))
    assert adopt_document(supplement, by=place.planner)["targets"] == 1
    assert list(plan.targets.values_list("code", "value"))[: len(before)] == before
    target = plan.targets.get(name="评选美丽庭院")
    assert (target.code, target.value, target.task.code) == ("L06", 300, "T02")
    assert plan.documents.get().from_seq == 2


def test_target_is_owed_from_its_period_on(supplement, plan, place):
    adopt_document(supplement, by=place.planner)
    target = plan.targets.get(name="评选美丽庭院")
    (share,) = Allocation.objects.filter(target=target)
    assert (share.participant.depth, share.amount, share.from_seq) == (0, 300, 2)
    assert target.task.start_on == plan.periods.get(seq=2).start


def test_share_is_owed_from_its_period_on(supplement, plan, place):
    adopt_document(supplement, by=place.planner)
    target = plan.targets.get(name="评选美丽庭院")
    member = plan.participants.get(unit=place.county)
    Allocation.objects.create(target=target, participant=member, amount=100, own=100, from_seq=2)
    owed = [[duty.target for duty in list_duties(member, place.period(seq))] for seq in (1, 2)]
    assert [target in each for each in owed] == [False, True]


def test_totals_include_the_target(supplement, plan, place):
    settle(plan.pk)
    assert not Mark.objects.exists()
    adopt_document(supplement, by=place.planner)
    assert Mark.objects.exists()
    settle(plan.pk)
    root = plan.participants.get(depth=0)
    target = plan.targets.get(name="评选美丽庭院")
    assert (root.pk, target.pk) in read_totals(plan.pk, [root.pk], target_ids=[target.pk])


def test_earlier_returns_are_kept(supplement, plan, place):
    report = fill_and_submit(place, place.report())
    adopt_document(supplement, by=place.planner)
    report.refresh_from_db()
    assert report.state == "submitted"
    assert Return.objects.filter(period__plan=plan).count() == 4


def test_only_participants_lead_tasks(supplement, plan, place):
    """办公室 is no participant of this plan: the task is without a leader rather than with one who never reports."""
    adopt_document(supplement, by=place.planner)
    assert not plan.tasks.get(code="T02").units.exists()


def test_leading_unit_gets_its_return(plan, place):
    text = SUPPLEMENT.replace("办公室", "永德")
    Return.objects.filter(period__seq=2, participant__unit=place.county).delete()
    document = receive_document(plan, by=place.planner, name="通知.txt", data=text.encode(), from_seq=2)
    document.proposals.filter(kind="task").update(lead=["永德"])
    accept_certain(document, by=place.planner)
    adopt_document(document, by=place.planner)
    assert plan.tasks.get(code="T02").units.get().unit == place.county
    assert Return.objects.filter(period__seq=2, participant__unit=place.county).exists()


def test_earlier_returns_do_not_ask_for_the_task(plan, place):
    """The first period is open, too; its return asks of what it asked, and is complete without the new task."""
    document = receive_document(plan, by=place.planner, name="通知.txt", data=SUPPLEMENT.encode(), from_seq=2)
    document.proposals.filter(kind="task").update(lead=["永德"])
    accept_certain(document, by=place.planner)
    adopt_document(document, by=place.planner)
    asked = [[line.task.code for line in draft_task_lines(place.report(seq))] for seq in (1, 2)]
    assert asked == [["T01"], ["T01", "T02"]]
    assert [[code for code, _title, _said in list_led_task_progress(place.report(seq))] for seq in (1, 2)] == asked
    assert fill_and_submit(place, place.report()).state == "submitted"


def test_leading_unit_has_no_earlier_return(plan, place):
    Return.objects.all().delete()
    TaskUnit.objects.all().delete()
    Allocation.objects.all().delete()
    document = receive_document(plan, by=place.planner, name="通知.txt", data=SUPPLEMENT.encode(), from_seq=2)
    document.proposals.filter(kind="task").update(lead=["永德"])
    accept_certain(document, by=place.planner)
    adopt_document(document, by=place.planner)
    assert list(Return.objects.values_list("period__seq", "participant__short_name")) == [(2, "永德")]


def test_period_locked_since(supplement, plan, place):
    plan.periods.filter(seq=2).update(state="locked")
    with pytest.raises(Refused) as refused:
        adopt_document(supplement, by=place.planner)
    assert refused.value.code == "state"
    assert plan.targets.count() == 5


def test_closed_plan_is_not_changed(supplement, plan, place):
    plan.state = "closed"
    plan.save()
    for act in (
        lambda: adopt_document(supplement, by=place.planner),
        lambda: decide_proposal(supplement.proposals.first(), "dropped", by=place.planner, seen=2),
        lambda: receive_document(plan, by=place.planner, name="b.txt", data="再发".encode(), from_seq=2),
    ):
        with pytest.raises(Refused) as refused:
            act()
        assert refused.value.code == "state"


def test_target_that_each_unit_must_reach(plan, place):
    """“每个县区至少3个” in an issued plan: the value is how many counties take part."""
    text = SUPPLEMENT + "每个县区至少建立妇女微家3个。\n"
    document = receive_document(plan, by=place.planner, name="通知.txt", data=text.encode(), from_seq=2)
    accept_certain(document, by=place.planner)
    for row in document.proposals.filter(decision="open"):
        decide_proposal(row, "accepted", by=place.planner, seen=row.version)
    adopt_document(document, by=place.planner)
    target = plan.targets.get(name="妇女微家")
    assert (target.value, target.rollup) == (2, "units_reached")


def test_clause_is_shown_on_the_return(supplement, plan, place, client):
    """Where the clerk reads the definition of what she fills in."""
    adopt_document(supplement, by=place.planner)
    target = plan.targets.get(name="评选美丽庭院")
    member = plan.participants.get(unit=place.county)
    Allocation.objects.create(target=target, participant=member, amount=100, own=100, from_seq=2)
    client.force_login(place.clerk)
    address = reverse("targets:return", args=[plan.code, "2020Q2", place.county.code])
    assert 'data-clause="年底前评选美丽庭院300户以上"' in client.get(address).text


LEADERLESS = """关于开展普法宣传的通知
一、加强思想引领
（二）办好网上课堂。办好普法课堂。合格率达到90%。
"""


@pytest.fixture
def leaderless(plan, place):
    """A supplement whose only task has neither a lead nor a target."""
    document = receive_document(plan, by=place.planner, name="普法.txt", data=LEADERLESS.encode(), from_seq=2)
    for row in document.proposals.exclude(kind="target"):
        decide_proposal(row, "accepted", by=place.planner, seen=row.version)
    for row in document.proposals.filter(kind="target"):
        decide_proposal(row, "dropped", by=place.planner, seen=row.version)
    document.proposals.filter(kind="task").update(lead=[])
    return document


def test_a_task_without_a_lead_does_not_come_into_an_issued_plan(leaderless, plan, place):
    """The same as when a plan is issued: nobody would report it."""
    before = plan.tasks.count()
    with pytest.raises(Refused) as refused:
        adopt_document(leaderless, by=place.planner)
    assert refused.value.code == "missing"
    task = leaderless.proposals.filter(kind="task").first()
    assert set(refused.value.cells) == {str(task.number)}
    assert task.name in str(refused.value)
    assert plan.tasks.count() == before


def test_one_unit_leads_all_tasks_for_which_none_is_named(leaderless, plan, place):
    adopt_document(leaderless, by=place.planner, lead=place.county)
    task = plan.tasks.order_by("-pk").first()
    assert list(task.units.values_list("unit_id", "part")) == [(place.county.pk, "lead")]


def test_a_supplement_is_taken_back(supplement, plan, place):
    before = list(plan.targets.values_list("pk")), list(plan.tasks.values_list("pk"))
    adopt_document(supplement, by=place.planner)
    settle(plan.pk)
    take_back_document(supplement, by=place.planner)
    assert (list(plan.targets.values_list("pk")), list(plan.tasks.values_list("pk"))) == before
    assert Mark.objects.exists()
    settle(plan.pk)
    assert not Total.objects.exclude(target__in=plan.targets.all()).exists()


def test_not_once_somebody_has_reported_on_it(supplement, plan, place):
    adopt_document(supplement, by=place.planner)
    target = plan.targets.get(name="评选美丽庭院")
    member = plan.participants.get(unit=place.county)
    Allocation.objects.create(target=target, participant=member, amount=100, own=100, from_seq=2)
    report = place.report(seq=2)
    save_figure(report, target, FigureInput(value=D(5)), by=place.people["clerk"], seen=0)
    with pytest.raises(Refused) as refused:
        take_back_document(supplement, by=place.planner)
    assert refused.value.code == "reported"
    row = supplement.proposals.get(kind="target")
    with pytest.raises(Refused) as refused:
        remove_written_part(row, by=place.planner)
    assert refused.value.code == "reported"
    assert plan.targets.filter(pk=target.pk).exists()


@pytest.mark.parametrize("kind", ["task", "target"])
def test_a_wrong_part_of_a_supplement_is_deleted(supplement, plan, place, kind):
    before = plan.tasks.count(), plan.targets.count()
    adopt_document(supplement, by=place.planner)
    remove_written_part(supplement.proposals.get(kind=kind), by=place.planner)
    assert plan.targets.count() == before[1]
    assert plan.tasks.count() == before[0] + (kind == "target")
    assert Entry.objects.filter(verb="document.remove_part").exists()


def test_a_supplement_with_nothing_in_it_says_what_was_found(plan, place, client):
    """Not that all is decided: a planner would look for what came into the plan."""
    text = "关于召开座谈会的通知\n\n各县妇联：\n    请于3月2日前派2人参加座谈会。\n"
    document = receive_document(plan, by=place.planner, name="通知.txt", data=text.encode(), from_seq=2)
    document.proposals.all().delete()
    client.force_login(place.planner)
    address = reverse("targets:document", args=[plan.code, document.pk])
    page = client.get(address).text
    assert "没有读出任何部分、任务或目标" in page
    assert "全部处理完了" not in page
    assert 'data-dialog="take"' not in page
    answer = client.post(reverse("targets:document_press", args=[plan.code, document.pk, "take"]), follow=True)
    assert "一条也没有采纳" in answer.text
    assert plan.documents.get().accepted_at is None


def test_a_supplement_of_which_all_was_left_out_says_so(supplement, plan, place, client):
    client.force_login(place.planner)
    address = reverse("targets:document", args=[plan.code, supplement.pk])
    assert "全部处理完了" in client.get(address).text
    n = supplement.proposals.update(decision="dropped")
    page = client.get(address).text
    assert f"{n} 条都没有采纳" in page
    assert "全部处理完了" not in page


def test_a_document_that_changes_nothing_says_so(supplement, plan, place, client):
    adopt_document(supplement, by=place.planner)
    again = receive_document(
        plan, by=place.planner, name="通知.txt", data=SUPPLEMENT.encode() + b"\n", from_seq=2, revises=supplement
    )
    again.proposals.update(outcome="same", decision="open")
    client.force_login(place.planner)
    assert "这份文件与计划没有不同" in client.get(reverse("targets:document", args=[plan.code, again.pk])).text
    press = reverse("targets:document_press", args=[plan.code, again.pk, "take"])
    text = client.post(press, follow=True).text
    assert "计划里都已经有了" in text
    assert "0 个部分" not in text
