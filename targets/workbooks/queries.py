"""Which workbooks a person may download and upload, and which were uploaded."""

from types import SimpleNamespace
from typing import Any

from django.db.models import Exists, F, OuterRef, Prefetch
from django.db.models.functions import Coalesce
from django.http import Http404
from django.shortcuts import get_object_or_404
from django.utils import timezone

from accounts import policy
from accounts.models import Person
from accounts.policy import Verb
from plans.models import Participant, Period, Plan
from plans.queries import get_plan, visible_plans
from targets.models import Return, ReturnBefore, Upload
from targets.models.report import with_leave
from targets.workbooks.reach import (
    WRITING,
    may_write_anywhere,
    reading_paths_q,
    require_read_anywhere,
    writing_paths_q,
)

MAX_ANSWERS = 200  # answers listed on one page; of many places that are alike each is one


def answers_context(upload: Upload) -> dict[str, Any]:
    """The answers of an upload as its pages list them: the latest ``answers``, ``answers_count`` in all, and how many
    ``more_answers`` are not listed. Two queries."""
    count = upload.answers.count()
    latest = list(upload.answers.select_related("by").order_by("-id")[:MAX_ANSWERS])
    return {"answers": latest[::-1], "answers_count": count, "more_answers": count - len(latest)}


def list_plans_with_workbooks(person):
    """Issued plans in which somebody reports to this person, the latest first, each with its ``begun`` periods."""
    below = Participant.objects.filter(reading_paths_q(person), plan=OuterRef("pk"))
    begun = Period.objects.exclude(state=Period.State.PLANNED).order_by("-seq")
    return (
        visible_plans(person)
        .filter(Exists(below))
        .exclude(state=Plan.State.DRAFT)
        .prefetch_related(Prefetch("periods", begun, to_attr="begun"))
        .order_by("-year", "unit__path", "code")
    )


def get_workbook_period(person, plan_code, period_code):
    """The period, for a person who may download workbooks. Raises Http404 when the person may not see the plan."""
    require_read_anywhere(person)
    plan = get_plan(person, plan_code)
    if plan.is_draft:
        raise Http404
    period = get_object_or_404(plan.periods.exclude(state=Period.State.PLANNED), code=period_code)
    period.plan = plan
    return period


def may_import(person, period):
    """Whether the period, or a return of it that has leave, takes workbooks from this person now."""
    if not may_write_anywhere(person):
        return False
    ours = Return.objects.filter(writing_paths_q(person, "participant__path"), period=period)
    return period.state == Period.State.OPEN or ours.filter(with_leave(timezone.localdate())).exists()


def list_uploads(person, period):
    """The uploads of a period that this person may see, the latest first.

    A workbook shows figures of all its units. It is visible to the person who uploaded it, to people who see every
    return of the plan, and to data administrators above, who are responsible for the same units.
    """
    found = _with_percent(Upload.objects.filter(period=period).select_related("by", "undone_by"))
    if may_see_all_uploads(person, period.plan):
        return found
    people = Person.objects.filter(uploads__period=period).distinct()
    return found.filter(by__in=[each for each in people if each.pk == person.pk or _is_above(person, each)])


def _with_percent(uploads):
    """With ``percent``: how far the worker is with each, while it reads (``progress``) and while it imports."""
    return uploads.annotate(percent=Coalesce(F("step__percent"), F("progress")))


def may_see_all_uploads(person, plan):
    below = SimpleNamespace(path=f"{plan.unit.path}*/")  # not the unit's own clerk, who sees its own return only
    return policy.may(person, Verb.SEE_RETURN, below)


def get_upload(person, plan_code, period_code, pk):
    """An upload that ``list_uploads`` lists for this person. Raises Http404 otherwise."""
    plan = get_plan(person, plan_code)
    upload = get_object_or_404(
        _with_percent(Upload.objects.select_related("period__plan__unit", "by", "undone_by")),
        pk=pk,
        period__plan=plan,
        period__code=period_code,
    )
    if not may_see_all_uploads(person, plan) and not may_undo(person, upload):
        raise Http404
    return upload


def get_clerks_return(person, period, codes):
    """The code of the unit whose return a clerk goes on with after an import into the units ``codes``, "" for none:
    that of the only one, for a person who fills it in."""
    if len(codes) != 1:
        return ""
    (code,) = codes
    found = Participant.objects.filter(policy.paths_q(person, Verb.FILL), plan=period.plan_id, unit__code=code)
    return code if found.exists() else ""


def list_units_of(upload):
    """The codes of the units into whose returns an upload was imported."""
    written = ReturnBefore.objects.filter(upload=upload).values_list("report__participant__unit__code", flat=True)
    return set(written) if upload.applied_at else set()


def may_undo(person, upload):
    """Whether this person may undo this import: the person who uploaded it, or a data administrator above them."""
    return upload.by_id == person.pk or _is_above(person, upload.by)


def _is_above(person, other):
    """Whether ``person`` may import for every unit for which ``other`` may."""
    places = [SimpleNamespace(path=path) for verb in WRITING for _reach, path in policy.grants(other, verb)]
    return bool(places) and all(policy.may(person, Verb.IMPORT, place) for place in places)
