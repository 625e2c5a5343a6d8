"""Units that assist in a task: their contribution is optional."""

import pytest
from django.core.exceptions import PermissionDenied

from audit.errors import Refused
from orgs.models import UnitKind
from plans.models import TaskUnit
from targets.models import Allocation, Return, SnapshotProgress
from targets.periods.queries.periods import list_missing_returns
from targets.returns.actions.draft import ProgressInput, save_progress
from targets.returns.actions.submit import find_missing_items, submit_return
from targets.review.queries.review import list_periods_to_review, list_queue_returns
from targets.shares.actions.due_returns import ensure_returns
from targets.shares.queries.duties import list_led_tasks, list_owed_figures, list_reportable_tasks
from tests import factories
from tests.targets.returns_world import fill_and_submit, make_world

pytestmark = pytest.mark.django_db


@pytest.fixture
def world():
    """The county of ``make_world`` leads T01; an office of the city, which reports nothing else, assists in it."""
    world = make_world()
    world.office = factories.make_unit(
        "530900000000-BG", "办公室", parent=world.city, kind=UnitKind.OFFICE, level="city"
    )
    top = world.plan.participants.get(depth=0)
    world.helper = factories.make_participant(world.plan, world.office, top)
    TaskUnit.objects.create(task=world.task, unit=world.office, part=TaskUnit.Part.ASSIST)
    world.people["assistant"] = factories.make_person("assistant", ("clerk", world.office), name="人assistant")
    ensure_returns(world.plan)
    return world


def save_contribution(world, done="送了 20 本书", seq=1, state=""):
    report = world.report(seq, world.office.code)
    save_progress(report, world.task, ProgressInput(state, done), by=world.assistant, seen=0)
    return report


def missing_items(report):
    return find_missing_items(report, list_owed_figures(report))


def test_return_of_a_unit_that_only_assists_is_optional(world):
    made = dict(Return.objects.filter(period__seq=1).values_list("participant__short_name", "optional"))
    assert made == {"永德": False, "镇康": False, "办公室": True}
    assert missing_items(world.report(1, world.office.code)) == []


def test_optional_return_is_never_missing_but_reviewed_when_submitted(world):
    period = world.period(1)
    assert [each.missing for each in list_periods_to_review(world.reviewer) if each.period == period] == [2]
    listed = {
        status: {r.participant.short_name for r in list_queue_returns(world.reviewer, period, status)}
        for status in ("missing", "all")
    }
    assert listed == {"missing": {"永德", "镇康"}, "all": {"永德", "镇康"}}
    submit_return(save_contribution(world), by=world.assistant)
    assert [r.participant.short_name for r in list_queue_returns(world.reviewer, period)] == ["办公室"]
    assert next(e for e in list_periods_to_review(world.reviewer) if e.period == period).total == 3


def test_return_is_required_once_the_unit_leads_or_reports(world):
    share = factories.make_allocation(world.targets["add"], world.helper, 5)
    assert ensure_returns(world.plan) == 2
    assert not world.report(1, world.office.code).optional
    Allocation.objects.filter(pk=share.pk).update(own=None)
    assert ensure_returns(world.plan) == 2
    assert world.report(1, world.office.code).optional
    world.task.units.filter(unit=world.office).update(part=TaskUnit.Part.LEAD)
    assert ensure_returns(world.plan) == 2
    assert not world.report(2, world.office.code).optional
    assert ensure_returns(world.plan) == 0


def test_contribution_is_submitted_without_a_state(world):
    report = submit_return(save_contribution(world), by=world.assistant)
    progress = SnapshotProgress.objects.get(snapshot=report.submitted)
    assert (progress.task, progress.state, progress.done) == (world.task, "", "送了 20 本书")


def test_progress_of_an_unrelated_task_is_refused(world):
    other = factories.make_task(world.plan, "T02")
    with pytest.raises(Refused):
        save_progress(world.report(1, world.office.code), other, ProgressInput("", "x"), by=world.assistant, seen=0)
    with pytest.raises(PermissionDenied):
        save_progress(world.report(1, world.office.code), world.task, ProgressInput("", "x"), by=world.clerk, seen=0)


def test_reportable_tasks_list_led_tasks_first(world):
    mine = factories.make_task(world.plan, "T03", position=9)
    TaskUnit.objects.create(task=mine, unit=world.office, part=TaskUnit.Part.LEAD)
    assert [(t.code, t.part) for t in list_reportable_tasks(world.helper)] == [("T03", "lead"), ("T01", "assist")]
    assert [t.code for t in list_led_tasks(world.helper)] == ["T03"]
    assert [t.code for t in list_led_tasks(world.report().participant)] == ["T01"]


def test_progress_of_a_led_task_is_required(world):
    assert "T01" in {item.code for item in missing_items(world.report())}
    assert fill_and_submit(world, world.report()).state == "submitted"


def test_return_becomes_optional_when_nothing_is_due(world):
    """The share is removed and the task reassigned: the open return becomes optional."""
    Allocation.objects.filter(participant__unit=world.other).update(own=None)
    world.task.units.filter(unit=world.other).delete()
    assert ensure_returns(world.plan) == 2
    assert world.report(1, world.other.code).optional
    assert [r.participant.short_name for r in list_missing_returns(world.reviewer, world.period(1))] == ["永德"]
