"""What a draft still lacks before it can be issued: all of it at once."""

from dataclasses import dataclass

from django.db.models import Exists, F, OuterRef
from django.utils import timezone
from django.utils.translation import gettext as _

from orgs.models import Unit
from plans.models import Plan, TaskUnit
from targets.goals.fields import find_faults
from targets.models import Allocation, Proposal, Target
from targets.models.target import Direction, Measure, RollUp, Start


@dataclass(frozen=True)
class MissingPlanItem:
    """One thing that is missing. ``kind`` is "plan", "task", "target" or "baseline" (of a target); ``code`` which."""

    kind: str
    code: str
    name: str
    text: str


def list_missing_items(plan: Plan) -> list[MissingPlanItem]:
    """Everything that the plan lacks, in the order in which a planner would mend it. A handful of queries."""
    return [*_of_plan(plan), *_of_tasks(plan), *_of_targets(plan)]


def list_missing_leads(plan: Plan) -> list[MissingPlanItem]:
    """The tasks that nobody leads although targets stand under them. The plan can be issued without: units report the
    targets, but nobody says how the task stands."""
    led = TaskUnit.objects.filter(task=OuterRef("pk"), part=TaskUnit.Part.LEAD)
    tasks = plan.tasks.filter(~Exists(led), Exists(Target.objects.filter(task=OuterRef("pk"))))
    words = _("No unit leads it: its targets are reported, but nobody says how the task stands.")
    return [
        MissingPlanItem("task", task.code, task.title, words)
        for task in tasks.order_by("section__position", "position")
    ]


def _of_plan(plan):
    if not plan.tasks.exists():
        yield MissingPlanItem("plan", plan.code, plan.title, _("There is no task yet."))
    if not plan.participants.filter(depth__gt=0).exists():
        yield MissingPlanItem("plan", plan.code, plan.title, _("Nobody takes part yet: choose the units."))
    today = timezone.localdate()
    ended = Unit.objects.filter(participations__plan=plan, to_date__lt=today)
    strange = Unit.objects.filter(participations__plan=plan).exclude(path__startswith=plan.unit.path)
    for unit in ended:
        yield MissingPlanItem(
            "plan", plan.code, plan.title, _("%(unit)s has ended, so cannot take part.") % {"unit": unit}
        )
    for unit in strange:
        yield MissingPlanItem(
            "plan", plan.code, plan.title, _("%(unit)s is no longer below the plan's unit.") % {"unit": unit}
        )


def _of_tasks(plan):
    named = TaskUnit.objects.filter(task__plan=plan).values("unit")
    taking_part = set(plan.participants.filter(unit__in=named).values_list("unit_id", flat=True))
    for task in plan.tasks.order_by("section__position", "position").prefetch_related("units__unit", "targets"):
        leads = [row.unit for row in task.units.all() if row.part == TaskUnit.Part.LEAD]
        if not leads and not task.targets.all():
            yield MissingPlanItem(
                "task", task.code, task.title, _("No unit leads it, and it has no target: nobody reports it.")
            )
        for unit in leads:
            if unit.pk not in taking_part:
                words = _("%(unit)s leads it but does not take part in the plan.") % {"unit": unit.short_name}
                yield MissingPlanItem("task", task.code, task.title, words)


def _of_targets(plan):
    periods = list(plan.periods.all())
    without_start = {target.pk for target in list_targets_without_start(plan)}
    summed = _list_summed_each(plan)
    for target in plan.targets.all():
        target.plan = plan
        for words in [*_missing_fields(target), *find_faults(target, periods).values()]:
            yield MissingPlanItem("target", target.code, target.name, words)
        if target.pk in summed:
            words = _("The document gives its number for each (%(each)s), but it is stored as a sum. Choose “ratio” or "
                      "“units that reached theirs”, or give the number of the whole.")  # fmt: skip
            yield MissingPlanItem("target", target.code, target.name, words % {"each": summed[target.pk]})
        if target.pk in without_start:
            yield MissingPlanItem(
                "baseline", target.code, target.name, _("Give its baseline, or say that none is known.")
            )


def _list_summed_each(plan):
    """{target id: 每名执委} of targets that a document demands of each, and that are added up with that same number."""
    demanded = Proposal.objects.filter(target__plan=plan, target__rollup=RollUp.SUM, value=F("target__value"))
    demanded = demanded.exclude(each="").exclude(target__measure__in=(Measure.RATIO, Measure.MILESTONE))
    return dict(demanded.values_list("target", "each"))


def list_targets_without_start(plan: Plan) -> list[Target]:
    """The levels and ratios of which nobody has said where their progress begins; a baseline of a unit says it, too."""
    unsaid = plan.targets.filter(measure__in=(Measure.LEVEL, Measure.RATIO), baseline=None, start=Start.NOT_SAID)
    begun = Allocation.objects.filter(target=OuterRef("pk"), baseline__isnull=False)
    return [target for target in unsaid.exclude(Exists(begun)) if target.has_start]


def _missing_fields(target):
    if target.value is None:
        yield _("It has no value.")
    if target.direction == Direction.RANGE and target.value2 is None:
        yield _("Its range has no upper end.")
    if target.is_milestone and target.deadline is None:
        yield _("A milestone needs a deadline.")
