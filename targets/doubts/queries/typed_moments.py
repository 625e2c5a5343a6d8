"""Read who typed numbers for many units of a plan, and when."""

from collections.abc import Iterator

from django.db.models import Count

from accounts.models import Post
from targets.doubts import whole
from targets.doubts.whole import TypedMoment
from targets.models import Figure
from targets.models.report import Origin


def read_typed_moments(plan_id: int) -> list[TypedMoment]:
    """The moments at which people who may have typed for ``FAST_UNITS`` units did so, over all periods of the plan.

    Only such people are looked at: one types on the page for the units at which one holds or held a post. So in most
    offices it is one query, of the posts; a second one reads the figures of those units. What a workbook brought is
    written at one moment and is left out.
    """
    people = Post.objects.values("person_id").annotate(units=Count("unit_id", distinct=True))
    many = list(people.filter(units__gte=whole.FAST_UNITS).values_list("person_id", flat=True))
    return list(_read_moments(plan_id, many)) if many else []


def _read_moments(plan_id, people) -> Iterator[TypedMoment]:
    units = Post.objects.filter(person__in=people).values("unit_id")
    rows = Figure.objects.filter(
        report__period__plan_id=plan_id, report__participant__unit__in=units, origin=Origin.PAGE, typed_by__in=people
    )
    columns = ("report_id", "report__participant_id", "typed_by_id", "typed_at")
    for report_id, unit_id, person_id, at in rows.values_list(*columns).iterator():
        yield TypedMoment(report_id, unit_id, person_id, at.timestamp())
