"""What plans and returns know of the things that hang on a unit or a post (``pages.consequences``)."""

from collections.abc import Iterator

from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import Post, Role
from accounts.queries.consequences import POST_END, UNIT_CLOSE
from orgs.models import Unit
from pages.consequences import Consequence, count_things, register
from plans.models import Plan, TaskUnit
from targets.models import Plea, Return
from targets.models.report import State, open_now
from targets.returns.queries.returns import TO_FILL


def register_all() -> None:
    """Called once, when Django starts."""
    register(UNIT_CLOSE, list_of_unit, order=1)
    register(POST_END, list_of_post, order=1)


def list_of_unit(unit: Unit) -> Iterator[Consequence]:
    """Plans, tasks, returns and requests of a unit that is to be closed; a fixed number of queries."""
    in_force = Plan.objects.filter(state=Plan.State.ISSUED)
    yield from count_things(_("%(number)s plans in force are its own."), _titles(in_force.filter(unit=unit)))
    others = in_force.filter(participants__unit=unit).exclude(unit=unit)
    yield from count_things(
        _("It takes part in %(number)s plans in force, which keep it: what it owes there stays owed."), _titles(others)
    )
    drafts = Plan.objects.filter(unit=unit, state=Plan.State.DRAFT)
    yield from count_things(_("%(number)s drafts of plans are its own."), _titles(drafts))
    led = TaskUnit.objects.filter(unit=unit, part=TaskUnit.Part.LEAD, task__plan__state=Plan.State.ISSUED)
    tasks = led.select_related("task").order_by("task__plan_id", "task__code")
    yield from count_things(_("It leads %(number)s tasks."), (f"{row.task.code} {row.task.title}" for row in tasks))
    yield from _list_returns(unit)


def list_of_post(post: Post) -> Iterator[Consequence]:
    """The work that waits for the holder of a post."""
    if post.role == Role.CLERK:
        yield from _list_returns(post.unit)
    if post.role == Role.REVIEWER:
        under_way = Return.objects.filter(reviewer=post.person, state=State.UNDER_REVIEW)
        found = under_way.filter(participant__path__startswith=post.unit.path)
        yield from count_things(_("%(number)s returns are under this person's review."), _return_names(found))
    if post.role == Role.PLANNER:
        drafts = Plan.objects.filter(unit=post.unit, state=Plan.State.DRAFT)
        yield from count_things(_("%(number)s drafts of plans are there."), _titles(drafts))


def _list_returns(unit):
    returns = Return.objects.filter(participant__unit=unit)
    to_fill = returns.filter(TO_FILL, open_now(timezone.localdate()))
    begun = to_fill.filter(figures__isnull=False).distinct()
    yield from count_things(_("%(number)s returns wait to be filled in and submitted."), _return_names(to_fill))
    yield from count_things(_("%(number)s of them hold figures that nobody has submitted."), _return_names(begun))
    waiting = returns.filter(state__in=(State.SUBMITTED, State.UNDER_REVIEW))
    yield from count_things(_("%(number)s submitted returns are not accepted yet."), _return_names(waiting))
    pleas = Plea.objects.filter(report__participant__unit=unit, state=Plea.State.WAITING)
    asked = pleas.select_related("report__period__plan").order_by("pk")
    yield from count_things(
        _("%(number)s requests wait for an answer."),
        (f"{each.get_kind_display()}：{each.report.period.name}" for each in asked),
    )


def _titles(plans):
    return plans.order_by("-year", "code").values_list("title", flat=True)


def _return_names(returns):
    found = returns.select_related("period__plan", "participant").order_by("period__due_on", "pk")
    return (f"{each.participant.short_name} {each.period.name} {each.period.plan.title}" for each in found)
