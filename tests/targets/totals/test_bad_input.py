"""What should not come, and shapes that are rare: nothing of it makes a total wrong."""

from decimal import Decimal

import pytest
from django.db import transaction
from django.urls import reverse

from audit.errors import Refused
from plans.models import TaskUnit
from targets.models import Figure, Mark, Return, Total
from targets.models.numbers import LIMIT
from targets.models.report import Origin
from targets.returns.actions.draft import FigureInput, save_figure
from targets.returns.actions.submit import submit_return
from targets.review.actions import review
from targets.totals.reading import read_totals
from targets.totals.settle import settle
from targets.totals.stale_marks import mark_stale
from tests.factories import (
    make_allocation,
    make_participants,
    make_person,
    make_plan,
    make_target,
    make_unit,
    set_issued,
)
from tests.targets.returns_world import answer_all
from tests.targets.totals.helpers import assert_totals_correct, report_all
from tests.targets.workbooks.import_scenario import YONGDE, ImportScenario, receive_preview

pytestmark = pytest.mark.django_db
D = Decimal


def deep_plan(levels, *, owing, measures=("increment",), open_seq=1):
    """A plan over a chain of ``levels`` units; those whose depth is in ``owing`` report every target."""
    units = [make_unit("530000000000")]
    for n in range(1, levels):
        units.append(make_unit(f"5300{n:02d}000000", parent=units[-1]))
    plan = make_plan(units[0])
    places = list(make_participants(plan).values())
    plan.targets_made = [make_target(plan, f"L{n}", measure=measure) for n, measure in enumerate(measures)]
    set_issued(plan, open_seq=open_seq)
    for depth in owing:
        for target in plan.targets_made:
            make_allocation(target, places[depth], D(10))
        for period in plan.periods.filter(seq__lte=open_seq):
            Return.objects.create(participant=places[depth], period=period)
    plan.clerk = make_person("clerk", *[("clerk", unit) for unit in units])
    plan.reviewer = make_person("reviewer", ("reviewer", units[0]))
    plan.places, plan.root = places, places[0]
    with transaction.atomic():
        mark_stale(plan_id=plan.pk)
    return plan


def report_of(plan, depth, seq=1):
    return Return.objects.get(participant=plan.places[depth], period__plan=plan, period__seq=seq)


def total(plan, place, seq=1, target=0):
    """A participant's total, stored or derived."""
    target = plan.targets_made[target]
    return read_totals(plan.pk, [place.pk])[place.pk, target.pk][seq]


# --- shapes ---------------------------------------------------------------------------------------------------------


def test_a_plan_of_a_single_unit():
    plan = deep_plan(1, owing=[0])
    assert settle(plan.pk)
    assert (total(plan, plan.root).submitted, total(plan, plan.root).owing) == (None, 1)
    report_all(plan, report_of(plan, 0), 7)
    assert settle(plan.pk)
    assert (total(plan, plan.root).submitted, total(plan, plan.root).reported) == (7, 1)
    assert not Mark.objects.exists()


def test_ten_levels_deep_and_everybody_reports():
    plan = deep_plan(10, owing=range(10), measures=("increment", "level"))
    for depth in range(10):
        report_all(plan, report_of(plan, depth), 10**depth)
    assert_totals_correct(plan)
    for depth, place in enumerate(plan.places):
        wanted = sum(10**below for below in range(depth, 10))
        for target in (0, 1):
            found = total(plan, place, target=target)
            assert (found.submitted, found.reported, found.owing) == (wanted, 10 - depth, 10 - depth)


def test_a_parent_that_also_reports():
    plan = deep_plan(3, owing=[1, 2], measures=("level",))
    report_all(plan, report_of(plan, 1), 5)
    assert_totals_correct(plan)
    assert (total(plan, plan.places[1]).submitted, total(plan, plan.places[1]).owing) == (5, 2)
    report_all(plan, report_of(plan, 2), 3)
    assert_totals_correct(plan)
    assert [total(plan, place).submitted for place in plan.places] == [8, 8, 3]
    report = report_of(plan, 1)
    review.send_back(report, by=plan.reviewer, objections=[review.Objection("look again")])
    assert_totals_correct(plan)
    assert [total(plan, place).submitted for place in plan.places] == [3, 3, 3]


# --- what is skipped, and what is gone --------------------------------------------------------------------------------


def test_a_unit_that_skips_a_period_is_carried_forward():
    plan = deep_plan(2, owing=[1], measures=("increment", "level"), open_seq=3)
    report_all(plan, report_of(plan, 1, 1), 5)
    report_all(plan, report_of(plan, 1, 3), 9)
    assert_totals_correct(plan)
    for target, values in ((0, [5, 5, 14]), (1, [5, 5, 9])):
        found = [total(plan, plan.root, seq, target) for seq in (1, 2, 3)]
        assert [each.submitted for each in found] == values
        assert [(each.reported, each.carried) for each in found] == [(1, 0), (0, 1), (1, 0)]
    report_all(plan, report_of(plan, 1, 2), 7)  # late, but not never
    assert_totals_correct(plan)
    assert [total(plan, plan.root, seq, 0).submitted for seq in (1, 2, 3)] == [5, 12, 21]
    assert [total(plan, plan.root, seq, 1).submitted for seq in (1, 2, 3)] == [5, 7, 9]


def test_what_is_taken_back_is_not_reported_any_more():
    """Not zero, and not what it was: nobody has said anything."""
    plan = deep_plan(2, owing=[1], measures=("increment", "level"))
    report = report_of(plan, 1)
    report_all(plan, report, 5)
    assert_totals_correct(plan)
    review.send_back(report, by=plan.reviewer, objections=[review.Objection("wrong")])
    assert_totals_correct(plan)
    for target in (0, 1):
        found = total(plan, plan.root, target=target)
        assert (found.submitted, found.reported, found.carried, found.owing) == (None, 0, 0, 1)


def test_a_cell_that_is_owed_no_more_falls_back_when_its_return_comes_again():
    plan = deep_plan(2, owing=[1], measures=("increment", "level"))
    report = report_of(plan, 1)
    report_all(plan, report, 5)
    assert_totals_correct(plan)
    review.send_back(report, by=plan.reviewer, objections=[review.Objection("wrong")])
    gone = plan.targets_made[0]
    gone.allocations.update(own=None, amount=None)  # what an adjustment leaves behind, and its mark
    with transaction.atomic():
        mark_stale(plan_id=plan.pk, participant_id=report.participant_id, target_id=gone.pk)
    submit_return(report, by=plan.clerk, answers=answer_all(report))
    assert not report.snapshots.latest("number").figures.filter(target=gone).exists()
    assert_totals_correct(plan)
    assert (total(plan, plan.root).submitted, total(plan, plan.root).owing) == (None, 0)
    assert total(plan, plan.root, target=1).submitted == 5


# --- numbers out of range ---------------------------------------------------------------------------------------------

OUT_OF_RANGE = [LIMIT, D("1e30"), D(-1), D("Infinity"), D("NaN"), D("sNaN"), D("1e-9")]


@pytest.mark.parametrize("number", OUT_OF_RANGE, ids=str)
@pytest.mark.parametrize("origin", [Origin.PAGE, Origin.API])
def test_a_figure_out_of_range_is_refused_with_its_cell(number, origin):
    plan = deep_plan(2, owing=[1], measures=("ratio",))
    for typed in (FigureInput(value=number, base=D(1)), FigureInput(value=D(1), base=number)):
        with pytest.raises(Refused) as refused:
            save_figure(report_of(plan, 1), plan.targets_made[0], typed, by=plan.clerk, seen=0, origin=origin)
        assert refused.value.cells.keys() == {"L0"}
    assert not Figure.objects.exists()


@pytest.mark.parametrize("raw", [str(LIMIT), "1" + "0" * 60, "1e15", "-1", "NaN", "∞"])
def test_a_page_names_the_cell_that_is_out_of_range(client, raw):
    plan = deep_plan(2, owing=[1])
    client.force_login(plan.clerk)
    report = report_of(plan, 1)
    address = reverse("targets:return_figure", args=[plan.code, report.period.code, report.participant.code])
    answer = client.post(address, {"cell": "L0", "seen": 0, "value": raw}, content_type="application/json")
    assert answer.status_code == 422
    assert not Figure.objects.exists()
    most = {"cell": "L0", "seen": 0, "value": str(LIMIT - 1)}
    assert client.post(address, most, content_type="application/json").status_code == 200
    assert Figure.objects.get().value == LIMIT - 1


@pytest.mark.parametrize("raw", [10**14, "1e14", "1" + "0" * 60])
def test_a_workbook_names_the_cell_that_is_out_of_range(raw, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    scene = ImportScenario()
    result = receive_preview(scene.filled_template(D8=raw), by=scene.admin, period=scene.period).result
    assert [(each.cell, each.unit, each.target) for each in result.refused] == [("D8", YONGDE, "L01")]


def test_the_greatest_figures_still_add_up():
    plan = deep_plan(3, owing=[1, 2], measures=("increment",), open_seq=4)
    for seq in (1, 2, 3, 4):
        for depth in (1, 2):
            report_all(plan, report_of(plan, depth, seq), LIMIT - 1)
    assert_totals_correct(plan)
    assert total(plan, plan.root, 4).submitted == 8 * (LIMIT - 1)


# --- marks ------------------------------------------------------------------------------------------------------------


def test_marks_of_what_is_no_more_and_of_what_never_was():
    plan = deep_plan(2, owing=[1])
    report_all(plan, report_of(plan, 1), 5)
    assert_totals_correct(plan)
    before = sorted(Total.objects.values_list())
    with transaction.atomic():
        mark_stale(plan_id=plan.pk, participant_id=2**62)
        mark_stale(plan_id=plan.pk, participant_id=plan.root.pk, target_id=2**62)
        mark_stale(plan_id=plan.pk, participant_id=plan.root.pk, from_seq=32_000)  # a period that no calendar has
        mark_stale(plan_id=plan.pk, target_id=2**62)
    assert_totals_correct(plan)
    assert sorted(Total.objects.values_list()) == before


def test_whoever_leads_a_task_and_owes_nothing_changes_no_number():
    plan = deep_plan(2, owing=[])
    TaskUnit.objects.create(task=plan.tasks.get(), unit=plan.places[1].unit, part="lead")
    Return.objects.create(participant=plan.places[1], period=plan.periods.get(seq=1))
    assert settle(plan.pk)
    assert read_totals(plan.pk, [place.pk for place in plan.places]) == {}
