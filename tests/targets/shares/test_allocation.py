"""Breaking targets down: drafts, first shares after issue, adjustments, and who may."""

from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied
from django.utils import timezone

from audit.errors import Conflict, Refused
from audit.models import Entry
from plans.models import Period, Plan
from targets.models import Adjustment, Allocation, Mark, Return
from targets.shares.actions.allocate import allocate
from targets.shares.actions.versions import complete_shares
from tests import factories as make

pytestmark = pytest.mark.django_db
D = Decimal
WHY = {"reason": "Two counties merged", "document_number": "〔2020〕7号"}


@pytest.fixture
def city():
    """A province of two cities; Lincang has an office and two counties."""
    province = make.make_unit("530000000000", "Yunnan")
    lincang = make.make_unit("530900000000", "Lincang", parent=province)
    for code in ("530922000000", "530923000000"):
        make.make_unit(code, parent=lincang)
    make.make_unit("530900000000-01", "Office", parent=lincang, kind="office")
    make.make_unit("530100000000", "Kunming", parent=province)
    return lincang


@pytest.fixture
def planner(city):
    return make.make_person("planner", ("planner", city))


@pytest.fixture
def plan(city):
    plan = make.make_plan(city)
    make.make_participants(plan)
    make.make_target(plan, "L01", 100)
    make.make_target(plan, "L02", 70, measure="ratio", scale="%", decimals=1)
    make.make_target(plan, "L03", 1, measure="milestone")
    return plan


def top(plan):
    return plan.participants.get(depth=0)


def rows(plan, **by):
    return {
        (row.target.code, row.participant.code, row.from_seq): (row.amount, row.own)
        for row in Allocation.objects.filter(target__plan=plan, replaced=False, **by).select_related(
            "target", "participant"
        )
    }


YI, ER = "530922000000", "530923000000"


def test_a_draft_is_broken_down_in_place(plan, planner):
    changes = allocate(plan, top(plan), {("L01", YI): D(60), ("L01", ER): D(30)}, by=planner)
    assert len(changes) == 2
    assert rows(plan, target__code="L01") == {
        ("L01", "530900000000", 1): (D(100), None),  # the top owes the target's value
        ("L01", YI, 1): (D(60), D(60)),  # nobody below: all of it is its own
        ("L01", ER, 1): (D(30), D(30)),
    }
    allocate(plan, top(plan), {("L01", YI): D(50), ("L01", ER): None, ("L01", "530900000000"): D(5)}, by=planner)
    assert rows(plan, target__code="L01") == {
        ("L01", "530900000000", 1): (D(100), D(5)),
        ("L01", YI, 1): (D(50), D(50)),
    }
    assert not Mark.objects.exists()  # nothing is totalled yet
    assert Entry.objects.filter(verb="allocation.save").earliest("id").data["cells"] == {
        f"L01:{YI}": [None, "60"],
        f"L01:{ER}": [None, "30"],
    }


def test_saving_what_stands_changes_nothing(plan, planner):
    cells = {("L01", YI): D(60)}
    allocate(plan, top(plan), cells, by=planner)
    before = Entry.objects.count()
    assert allocate(plan, top(plan), cells, by=planner) == []
    assert Entry.objects.count() == before


@pytest.mark.parametrize(
    "code, value",
    [("L01", "-1"), ("L01", "1.5"), ("L01", "1e14"), ("L02", "70.55"), ("L03", "2"), ("L03", "0.5"), ("L09", "1")],
)
def test_one_wrong_cell_and_nothing_is_saved(plan, planner, code, value):
    with pytest.raises(Refused) as refused:
        allocate(plan, top(plan), {("L01", ER): D(3), (code, YI): D(value)}, by=planner)
    assert list(refused.value.cells) == [f"{code}:{YI}"]
    assert not Allocation.objects.exists()


def test_units_that_are_not_directly_below_are_refused(plan, planner):
    with pytest.raises(Refused) as refused:
        allocate(plan, top(plan), {("L01", "530100000000"): D(1)}, by=planner)
    assert list(refused.value.cells) == ["L01:530100000000"]


def test_rates_have_decimals_and_milestones_are_one(plan, planner):
    allocate(plan, top(plan), {("L02", YI): D("70.5"), ("L03", YI): D(1), ("L03", ER): D(0)}, by=planner)
    assert rows(plan)["L02", YI, 1] == (D("70.5"), D("70.5"))
    assert rows(plan)["L03", ER, 1] == (D(0), D(0))  # zero is not empty


def test_first_shares_after_issue_need_no_reason_and_make_returns(plan, planner):
    make.set_issued(plan, open_seq=1)
    allocate(plan, top(plan), {("L01", YI): D(60)}, by=planner)
    assert rows(plan)["L01", YI, 1] == (D(60), D(60))
    assert Return.objects.get().participant.code == YI
    marked = set(
        Mark.objects.filter(target_id=plan.targets.get(code="L01").pk).values_list("participant_id", "from_seq")
    )
    assert marked == {(plan.participants.get(unit__code=YI).pk, 0)}, "what stands above is settled with it"
    assert not Adjustment.objects.exists()


def test_first_shares_count_from_the_first_period_that_has_not_ended(plan, planner):
    make.set_issued(plan, open_seq=2)
    plan.periods.filter(seq=1).update(state=Period.State.CLOSED)
    allocate(plan, top(plan), {("L01", YI): D(60)}, by=planner)
    assert ("L01", YI, 2) in rows(plan)


def test_changing_what_was_given_out_needs_an_adjustment(plan, planner):
    allocate(plan, top(plan), {("L01", YI): D(60)}, by=planner)
    make.set_issued(plan)
    with pytest.raises(Refused) as refused:
        allocate(plan, top(plan), {("L01", YI): D(50)}, by=planner)
    assert refused.value.code == "adjustment"
    assert set(refused.value.cells) == {"from_seq", "reason", "document_number"}


def test_an_adjustment_keeps_what_stood_before(plan, planner):
    allocate(plan, top(plan), {("L01", YI): D(60), ("L01", ER): D(40)}, by=planner)
    make.set_issued(plan)
    allocate(plan, top(plan), {("L01", YI): D(50)}, by=planner, from_seq=3, **WHY)
    allocate(plan, top(plan), {("L01", YI): D(45)}, by=planner, from_seq=3, **WHY)
    made = Allocation.objects.filter(participant__unit__code=YI).order_by("id")
    assert [(row.from_seq, row.amount, row.own, row.replaced) for row in made] == [
        (1, D(60), D(60), False),
        (3, D(50), D(50), True),
        (3, D(45), D(45), False),
    ]
    assert made[2].adjustment.reason == "Two counties merged"
    assert Mark.objects.filter(from_seq=0).exists()
    with pytest.raises(Refused) as refused:  # an earlier version would end when the later one begins
        allocate(plan, top(plan), {("L01", YI): D(1)}, by=planner, from_seq=2, **WHY)
    assert list(refused.value.cells) == [f"L01:{YI}"]


def test_what_moves_from_one_unit_to_another_counts_from_the_same_period(plan, planner):
    allocate(plan, top(plan), {("L01", YI): D(60)}, by=planner)
    make.set_issued(plan, open_seq=1)
    allocate(plan, top(plan), {("L01", YI): None, ("L01", ER): D(60)}, by=planner, from_seq=2, **WHY)
    assert rows(plan)["L01", YI, 2] == (None, None)
    assert rows(plan)["L01", ER, 2] == (D(60), D(60))
    assert ("L01", ER, 1) not in rows(plan)


def test_what_was_taken_back_is_not_given_again_without_a_reason(plan, planner):
    allocate(plan, top(plan), {("L01", YI): D(60)}, by=planner)
    make.set_issued(plan)
    allocate(plan, top(plan), {("L01", YI): None}, by=planner, from_seq=2, **WHY)
    with pytest.raises(Refused):
        allocate(plan, top(plan), {("L01", YI): D(60)}, by=planner)


def test_a_reported_share_says_so_when_it_is_taken_back(plan, planner):
    allocate(plan, top(plan), {("L01", YI): D(60)}, by=planner)
    make.set_issued(plan, open_seq=1)
    _report(plan, YI, "L01", D(5), planner)
    with pytest.raises(Refused) as refused:
        allocate(plan, top(plan), {("L01", YI): None}, by=planner)
    assert "2020年一季度" in refused.value.cells[f"L01:{YI}"]
    allocate(plan, top(plan), {("L01", YI): None}, by=planner, from_seq=2, **WHY)
    assert rows(plan)["L01", YI, 1] == (D(60), D(60))


def _report(plan, unit_code, target_code, value, person):
    participant, period = plan.participants.get(unit__code=unit_code), plan.periods.get(seq=1)
    report, _made = Return.objects.get_or_create(participant=participant, period=period)
    report.figures.create(
        target=plan.targets.get(code=target_code), value=value, typed_by=person, typed_at=timezone.now()
    )


def test_a_locked_period_is_not_adjusted(plan, planner):
    allocate(plan, top(plan), {("L01", YI): D(60)}, by=planner)
    make.set_issued(plan)
    plan.periods.filter(seq=1).update(state=Period.State.LOCKED)
    with pytest.raises(Refused) as refused:
        allocate(plan, top(plan), {("L01", YI): D(50)}, by=planner, from_seq=1, **WHY)
    assert list(refused.value.cells) == ["from_seq"]


def test_a_closed_plan_is_left_alone(plan, planner):
    make.set_issued(plan)
    Plan.objects.filter(pk=plan.pk).update(state=Plan.State.CLOSED)
    with pytest.raises(Refused):
        allocate(plan, top(plan), {("L01", YI): D(60)}, by=planner)


def test_the_city_of_a_province_breaks_down_what_it_was_given(city, planner):
    province = city.parent
    plan = make.make_plan(province, "province")
    people = make.make_participants(plan)
    make.make_target(plan, "P1", 500)
    above = make.make_person("above", ("planner", province))
    allocate(plan, people["530000000000"], {("P1", city.code): D(200)}, by=above)
    assert rows(plan)["P1", city.code, 1] == (D(200), None)  # it has others below it: its own share is its own choice
    make.set_issued(plan)
    allocate(plan, people[city.code], {("P1", city.code): D(20), ("P1", YI): D(190)}, by=planner)
    assert rows(plan)["P1", city.code, 1] == (D(200), D(20))
    assert rows(plan)["P1", YI, 1] == (D(190), D(190))
    with pytest.raises(PermissionDenied):
        allocate(plan, people["530000000000"], {("P1", city.code): D(1)}, by=planner)


@pytest.mark.parametrize("role", ["leader", "clerk", "reviewer", "data_admin", "system_admin", "audit_admin"])
def test_only_planners_allocate(plan, city, role):
    with pytest.raises(PermissionDenied):
        allocate(plan, top(plan), {("L01", YI): D(1)}, by=make.make_person("other", (role, city)))
    assert not Allocation.objects.exists()


def test_a_planner_elsewhere_is_refused(plan, city):
    kunming = city.parent.children.get(code="530100000000")
    with pytest.raises(PermissionDenied):
        allocate(plan, top(plan), {("L01", YI): D(1)}, by=make.make_person("kunming", ("planner", kunming)))


def test_the_draft_of_a_province_is_broken_down_by_the_province(city, planner):
    plan = make.make_plan(city.parent, "province")
    people = make.make_participants(plan)
    make.make_target(plan, "P1", 500)
    with pytest.raises(PermissionDenied):
        allocate(plan, people[city.code], {("P1", YI): D(1)}, by=planner)


def test_whoever_saves_second_is_told(plan, planner):
    """Both looked at an empty column; a cell that only one of them touched is no conflict."""
    empty = {("L01", YI): None, ("L01", ER): None}
    allocate(plan, top(plan), {("L01", YI): D(60), ("L01", ER): None}, by=planner, seen=empty)
    with pytest.raises(Conflict) as conflict:
        allocate(plan, top(plan), {("L01", YI): D(50), ("L01", ER): D(7)}, by=planner, seen=empty)
    assert conflict.value.theirs == {f"L01:{YI}": D(60)}
    assert "60" in conflict.value.cells[f"L01:{YI}"]
    assert "50" in conflict.value.cells[f"L01:{YI}"]
    allocate(plan, top(plan), {("L01", YI): None, ("L01", ER): D(7)}, by=planner, seen=empty)
    assert rows(plan, target__code="L01")["L01", YI, 1] == (D(60), D(60))
    assert rows(plan, target__code="L01")["L01", ER, 1] == (D(7), D(7))


def test_two_who_typed_the_same_agree(plan, planner):
    empty = {("L01", YI): None}
    allocate(plan, top(plan), {("L01", YI): D(60)}, by=planner, seen=empty)
    assert allocate(plan, top(plan), {("L01", YI): D(60)}, by=planner, seen=empty) == []


def test_when_the_trail_cannot_be_written_nothing_is_saved(plan, planner, monkeypatch):
    def broken(**_words):
        raise RuntimeError("disk full")

    monkeypatch.setattr("targets.shares.actions.allocate.record", broken)
    with pytest.raises(RuntimeError):
        allocate(plan, top(plan), {("L01", YI): D(60)}, by=planner)
    assert not Allocation.objects.exists()


def test_shares_are_completed_when_participants_came_and_went(plan, planner):
    leaf = plan.participants.get(unit__code=YI)
    target = plan.targets.get(code="L01")
    make.make_allocation(target, leaf, D(60), own=None)  # it had others below it when this was typed
    complete_shares(plan)
    assert rows(plan)["L01", YI, 1] == (D(60), D(60))
    assert rows(plan)["L02", "530900000000", 1] == (D(70), None)
    assert rows(plan)["L03", "530900000000", 1] == (D(1), None)


def test_a_plan_of_one_unit_owes_everything_itself(city):
    kunming = city.parent.children.get(code="530100000000")
    plan = make.make_plan(kunming, "alone")
    make.make_participants(plan)
    make.make_target(plan, "K1", 12)
    complete_shares(plan)
    assert rows(plan) == {("K1", kunming.code, 1): (D(12), D(12))}


def test_the_number_of_queries_does_not_grow_with_the_cells(plan, planner, django_assert_max_num_queries):
    for n in range(4, 24):
        make.make_target(plan, f"L{n:02}", 100)
    cells = {(t.code, unit): D(1) for t in plan.targets.all() for unit in (YI, ER)}
    make.set_issued(plan)
    allocate(plan, top(plan), {("L01", YI): D(2)}, by=planner)
    with django_assert_max_num_queries(18):
        assert len(allocate(plan, top(plan), cells, by=planner, from_seq=1, **WHY)) == len(cells)


def test_a_first_breakdown_is_corrected_until_a_period_opens(plan, planner):
    """The plan was issued without it: nobody has a return yet, so a slip needs no document."""
    make.set_issued(plan)
    allocate(plan, top(plan), {("L01", YI): D(60)}, by=planner)
    allocate(plan, top(plan), {("L01", YI): D(50), ("L01", ER): D(50)}, by=planner)
    assert (rows(plan)["L01", YI, 1], Adjustment.objects.count()) == ((D(50), D(50)), 0)
    plan.periods.filter(seq=1).update(state=Period.State.OPEN)
    with pytest.raises(Refused) as refused:
        allocate(plan, top(plan), {("L01", YI): D(40)}, by=planner)
    assert refused.value.code == "adjustment"
    plan.periods.filter(seq=1).update(state=Period.State.CLOSED)
    with pytest.raises(Refused):
        allocate(plan, top(plan), {("L01", YI): D(40)}, by=planner)
