"""Deciding on the page of a document, with a script and without one."""

import pytest

from targets.models import Proposal
from tests.targets.documents.test_document_pages import url

pytestmark = pytest.mark.django_db


@pytest.fixture
def page(planner):
    return planner


@pytest.fixture
def act(page, document):
    """Press a button of the form about the proposal of this name, as the page sends it."""

    def act(name, decision, /, *, script=False, **typed):
        row = document.proposals.filter(name=name).order_by("-kind").first()
        shown = page.get(url("document", document.pk), {"at": row.pk})
        form = shown.context["form"]
        fields = {each.html_name: each.value() for each in form}
        sent = {name: value for name, value in fields.items() if value is not None} | typed
        headers = {"X-Requested-With": "fetch"} if script else {}
        sent |= {"decision": decision, "seen": row.version}
        return page.post(url("proposal", document.pk, row.pk), sent, headers=headers)

    return act


def test_accept_without_script(page, document, act):
    answer = act("妇女微家", "accepted")
    assert document.proposals.get(name="妇女微家").decision == "accepted"
    following = document.proposals.get(name="发放创业担保贷款")
    assert answer.url == f"{url('document', document.pk)}?at={following.pk}#now"


def test_correct_without_script(document, act):
    act("妇女微家", "accepted", value="５", name="妇女微家（县区）", deadline="2020-10-31", each="")
    row = document.proposals.get(name="妇女微家（县区）")
    assert (row.value, str(row.deadline), row.each) == (5, "2020-10-31", "")
    assert row.definition == ""


def test_read_value_is_shown_with_the_correction(page, document, act):
    act("妇女微家", "accepted", value="5")
    row = document.proposals.get(name="妇女微家")
    assert "识别为：3" in page.get(url("document", document.pk), {"at": row.pk}).text


@pytest.mark.parametrize("bad", ["abc", "-1", "NaN", "1e5", ""])
def test_invalid_number_is_refused_and_kept_in_the_form(document, act, bad):
    answer = act("妇女微家", "accepted", value=bad)
    assert answer.status_code == 422
    assert answer.context["form"].errors["value"]
    assert document.proposals.get(name="妇女微家").decision == "open"


def test_script_gets_changed_lines_and_next_proposal(document, act):
    answer = act("开展宣讲", "accepted", script=True).json()
    changed = {str(row.pk) for row in document.proposals.filter(decision="accepted")}
    assert len(changed) == 3
    assert set(answer["lines"]) == set(answer["decisions"]) == changed
    assert answer["at"] == document.proposals.get(name="办好网上课堂").pk
    assert "还有 10 条待处理" in answer["counts"]


def test_script_gets_form_errors(document, act):
    answer = act("妇女微家", "accepted", script=True, value="x")
    assert answer.status_code == 422
    assert "不是数字" in answer.json()["now"]


def test_conflict_with_another_decision(page, document, act, place):
    row = document.proposals.get(name="妇女微家")
    Proposal.objects.filter(pk=row.pk).update(
        decision="dropped", version=2, decided_by=place.planner, decided_at="2020-01-01T00:00Z"
    )
    sent = {"decision": "open", "seen": 1}
    answer = page.post(url("proposal", document.pk, row.pk), sent, headers={"X-Requested-With": "fetch"})
    assert answer.status_code == 409
    assert "刚刚已处理" in answer.json()["message"]


def test_drop_branch(document, act):
    act("服务妇女创业", "dropped_below")
    assert document.proposals.filter(decision="dropped").count() == 5


@pytest.mark.parametrize("sent", [{}, {"decision": "burn", "seen": "1"}, {"decision": "open", "seen": "x"}])
def test_invalid_requests_are_refused(page, document, sent):
    row = document.proposals.first()
    assert page.post(url("proposal", document.pk, row.pk), sent).status_code == 400


def test_add_by_quote(page, document):
    page.post(url("proposal_new", document.pk), {"kind": "target", "quote": " 由办公室牵头 "})
    row = document.proposals.get(rule="by_hand")
    assert document.text[row.start : row.end] == row.text == "由办公室牵头"
    assert row.above.name == "开展巾帼宣讲活动"


def test_unknown_quote_is_refused(page, document):
    answer = page.post(url("proposal_new", document.pk), {"kind": "task", "quote": "没有这句话"}, follow=True)
    assert "请先在原文中选中一段文字" in answer.text
    assert not document.proposals.filter(rule="by_hand").exists()
    assert page.post(url("proposal_new", document.pk), {"kind": "nothing", "quote": "一、"}).status_code == 400


def test_unknown_unit_names_are_shown(page, document):
    row = document.proposals.get(name="开展巾帼宣讲活动")
    text = page.get(url("document", document.pk), {"at": row.pk}).text
    assert "计划中找不到这些单位：</strong> 档案局" in text


def test_measure_changed_to_milestone(document, act):
    act("新建巾帼示范基地", "accepted", measure="milestone")
    row = document.proposals.get(name="新建巾帼示范基地")
    assert (row.measure, row.value, row.value2, row.direction) == ("milestone", 1, None, "at_least")


def test_next_and_previous_follow_the_order_of_deciding(page, document, act):
    """The doubtful ones first, and back to what was decided just now."""
    act("妇女微家", "accepted")
    now = document.proposals.get(name="发放创业担保贷款")
    context = page.get(url("document", document.pk), {"at": now.pk}).context
    assert (context["before"].name, context["after"].name) == ("妇女微家", "加强思想引领")
