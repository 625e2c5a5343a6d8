"""How much of the returns that a person has to fill in is filled in."""

from collections import defaultdict
from collections.abc import Sequence

from plans.models import TaskUnit
from targets.models import Allocation, Figure, Progress, Return
from targets.returns.actions.draft import FigureInput, ProgressInput
from targets.returns.actions.submit import find_missing_figures, find_progress_faults


def count_filled(reports: Sequence[Return]) -> dict[int, tuple[int, int]]:
    """Return id → (filled, owed), as the page of the return counts: a target due is one thing, a task led is its state
    and the text that goes with it.

    A figure that lacks something (its denominator) is not filled. Four queries for any number of returns, which have
    period and participant at hand.
    """
    if not reports:
        return {}
    targets, tasks = _list_owed_targets(reports), _list_led_tasks(reports)
    figures, progress = _read_figures(reports), _read_progress(reports)
    counts = {}
    for report in reports:
        owed = targets[report.pk]
        missing = {item.code for item in find_missing_figures(owed, figures[report.pk])}
        led = [_count_task(progress[report.pk].get(task)) for task in tasks[report.pk]]
        filled, asked = sum(n for n, _all in led), sum(every for _n, every in led)
        counts[report.pk] = (len(owed) - len(missing) + filled, len(owed) + asked)
    return counts


def _count_task(progress):
    """(filled, owed) of a task, as ``itemsOf`` of the page (static/returns/return_fields.js) counts it."""
    if progress is None or not progress.state:
        return int(progress is not None and bool(progress.done.strip() or progress.obstacle.strip())), 2
    if progress.state == Progress.TaskState.NOT_STARTED:
        return 1, 1
    return 2 - len(find_progress_faults(progress)), 2


def _list_owed_targets(reports):
    """Return id → the targets of which its unit owes an own share in its period."""
    held = Allocation.objects.filter(participant__in={each.participant_id for each in reports}, replaced=False)
    by_participant = defaultdict(list)
    for row in held.select_related("target").order_by("from_seq"):
        by_participant[row.participant_id].append(row)
    owed = {}
    for report in reports:
        seq, in_force = max(report.period.seq, 1), {}
        for row in by_participant[report.participant_id]:
            if row.from_seq <= seq:
                in_force[row.target_id] = row  # the one that begins last
        due = [row.target for row in in_force.values() if row.own is not None]
        owed[report.pk] = [target for target in due if report.period.falls_due(target.frequency)]
    return owed


def _list_led_tasks(reports):
    """Return id → the ids of the tasks that its unit leads and that begin by the end of its period."""
    led = TaskUnit.objects.filter(
        part=TaskUnit.Part.LEAD,
        unit__in={each.participant.unit_id for each in reports},
        task__plan__in={each.period.plan_id for each in reports},
    ).values_list("unit_id", "task__plan_id", "task_id", "task__start_on")
    by_place = defaultdict(list)
    for unit, plan, task, start_on in led:
        by_place[unit, plan].append((task, start_on))
    return {
        each.pk: [
            task
            for task, start_on in by_place[each.participant.unit_id, each.period.plan_id]
            if start_on is None or start_on <= each.period.end
        ]
        for each in reports
    }


def _read_figures(reports):
    found: dict[int, dict[int, FigureInput]] = defaultdict(dict)
    names = ("value", "base", "na", "reason", "done_on")
    for report, target, *content in Figure.objects.filter(report__in=reports).values_list("report", "target", *names):
        found[report][target] = FigureInput(*content)
    return found


def _read_progress(reports):
    found: dict[int, dict[int, ProgressInput]] = defaultdict(dict)
    names = ("state", "done", "obstacle", "next_step")
    for report, task, *content in Progress.objects.filter(report__in=reports).values_list("report", "task", *names):
        found[report][task] = ProgressInput(*content)
    return found
