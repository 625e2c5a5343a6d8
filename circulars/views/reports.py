"""Reports on a plan at a unit: the draft of the year's summary, duty papers, the work of reviewers."""

import zipfile
from io import BytesIO

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_safe

from accounts import policy
from accounts.policy import Verb
from circulars.queries.duties import read_duties
from circulars.queries.review_work import may_see_all, read_review_work
from circulars.queries.year import read_year
from circulars.text.model import CircularText, NumberRef, count_characters
from circulars.text.year import write_year
from circulars.views.circulars import LENGTHS, respond_word, suggest_issuer
from circulars.word.duty import DAY, list_target_rows, list_task_rows, write_duty
from circulars.word.writer import break_title, write_circular
from dashboards.views.common import with_query
from pages.downloads import make_file_name, set_file_name
from pages.formats import format_number
from pages.table_files import asked_kind, respond_table
from plans.models import Participant
from plans.queries import get_plan
from sheets.tables import FormattedNumber, SheetTable, TableCell
from targets.results.place import ACCEPTED, SUBMITTED, find_place


@require_safe
def year(request, plan_code, unit_code):
    """The draft of the year's summary, each number with its link."""
    place = _get_year_place(request, plan_code, unit_code)
    facts, sections = read_year(request.user, place)
    paragraphs = write_year(facts, sections)
    context = _context(request, place.plan, place.participant, "year") | {
        "place": place,
        "title_lines": break_title(_title_of_year(place), [place.participant.name, f"{place.plan.year}年"]),
        "lines": [
            (each, [(run.text, _address(place, run.ref) if run.ref else "") for run in each.runs])
            for each in paragraphs
        ],
        "length": count_characters(paragraphs),
        "limit": LENGTHS[1],
        "bases": [
            (value, label, value == place.basis)
            for value, label in ((ACCEPTED, _("As accepted")), (SUBMITTED, _("As submitted")))
        ],
    }
    return render(request, "circulars/year.html", context)


@require_safe
def year_word(request, plan_code, unit_code):
    """The draft as a Word file, in which it is edited further."""
    place = _get_year_place(request, plan_code, unit_code)
    title, today = _title_of_year(place), timezone.localdate()
    text = CircularText(
        title=title, paragraphs=write_year(*read_year(request.user, place)), day=DAY.format(today),
        issuer=suggest_issuer(place.participant.name), words=[place.participant.name, f"{place.plan.year}年"],
    )  # fmt: skip
    return respond_word(write_circular(text), title)


@require_safe
def duties(request, plan_code, unit_code):
    """What a unit owes, with those below it to choose from."""
    plan, participant = _get_participant(request, plan_code, unit_code)
    (paper,) = read_duties(plan, [participant])
    if kind := asked_kind(request):
        return respond_table(_make_duty_table(paper, plan.year), kind, participant.short_name, _("Duty paper"))
    context = _context(request, plan, participant, "duties") | {
        "paper": paper,
        "below": _list_below(request, plan, participant),
    }
    return render(request, "circulars/duties.html", context)


@require_safe
def duty_word(request, plan_code, unit_code):
    """The duty paper of a unit as a Word file."""
    plan, participant = _get_participant(request, plan_code, unit_code)
    (paper,) = read_duties(plan, [participant])
    return respond_word(write_duty(plan, paper), participant.short_name, _("Duty paper"))


@require_safe
def duties_zip(request, plan_code, unit_code):
    """The duty papers of the units directly below, each a Word file, in one archive."""
    plan, participant = _get_participant(request, plan_code, unit_code)
    papers = [paper for paper in read_duties(plan, _list_below(request, plan, participant)) if paper.owes]
    if not papers:
        raise Http404
    stream = BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for number, paper in enumerate(papers, 1):
            name = make_file_name(f"{number:02}-{paper.participant.short_name}", _("Duty paper"), extension="docx")
            archive.writestr(name, write_duty(plan, paper))
    response = HttpResponse(stream.getvalue(), content_type="application/zip")
    set_file_name(response, make_file_name(participant.short_name, _("Duty papers"), extension="zip"))
    return response


@require_safe
def reviews(request, plan_code, unit_code):
    """What the reviewers of a unit's subtree did; of one period, or of the year."""
    plan, participant = _get_participant(request, plan_code, unit_code)
    if not may_see_all(request.user, participant) and not policy.may_anywhere(request.user, Verb.REVIEW):
        raise PermissionDenied
    periods = [period for period in plan.periods.order_by("seq") if period.begun]
    chosen = next((each for each in periods if each.code == request.GET.get("period")), None)
    works = read_review_work(request.user, plan, participant, chosen)
    if kind := asked_kind(request):
        return respond_table(_make_review_table(works), kind, participant.short_name, _("Work of reviewers"))
    context = _context(request, plan, participant, "reviews") | {
        "works": works,
        "all": may_see_all(request.user, participant),
        "periods": periods,
        "chosen": chosen,
    }
    return render(request, "circulars/reviews.html", context)


def _get_year_place(request, plan_code, unit_code):
    basis = SUBMITTED if request.GET.get("basis") == SUBMITTED else ACCEPTED
    place = find_place(request.user, plan_code, unit_code, basis=basis)
    policy.require(request.user, Verb.SEE_RETURN, place.participant)
    if place.period is None or not place.targets:
        raise Http404
    return place


def _get_participant(request, plan_code, unit_code):
    plan = get_plan(request.user, plan_code)
    participant = Participant.objects.filter(plan=plan, unit__code=unit_code).first()
    if participant is None or plan.is_draft or not policy.may(request.user, Verb.SEE_PLAN, participant):
        raise Http404
    return plan, participant


def _list_below(request, plan, participant):
    below = plan.participants.filter(parent=participant).order_by("position", "path")
    return [each for each in below if policy.may(request.user, Verb.SEE_PLAN, each)]


def _context(request, plan, participant, at):
    """What the three pages share: the tabs that the person may open."""
    pages = [("year", _("Summary of the year"), policy.may(request.user, Verb.SEE_RETURN, participant))]
    pages.append(("duties", _("Duty paper"), policy.may(request.user, Verb.SEE_PLAN, participant)))
    sees_work = may_see_all(request.user, participant) or policy.may_anywhere(request.user, Verb.REVIEW)
    pages.append(("reviews", _("Work of reviewers"), sees_work))
    tabs = [
        {"url": reverse(f"circulars:{name}", args=[plan.code, participant.code]), "label": label, "active": name == at}
        for name, label, may in pages
        if may
    ]
    return {"plan": plan, "participant": participant, "tabs": tabs}


def _title_of_year(place):
    words = {"unit": suggest_issuer(place.participant.name), "year": place.plan.year}
    return _("Summary of the work of %(unit)s in %(year)s") % words


def _address(place, ref: NumberRef) -> str:
    names = [place.plan.code, ref.unit, place.shown_period.code]
    if ref.target:
        return with_query(reverse("dashboards:total", args=[*names, ref.target]), place.basis)
    return with_query(reverse("dashboards:unit", args=names), place.basis)


def _make_duty_table(paper, year):
    heads = [_("No."), _("Target or task"), _("What is owed or which part"), _("By when")]
    rows: list[list[TableCell]] = [[*row] for row in (*list_target_rows(paper, year), *list_task_rows(paper, year))]
    return SheetTable(paper.participant.short_name, heads, rows)


def _make_review_table(works):
    heads = [
        _("Reviewer"), _("Reviews for"), _("Returns reviewed"), pgettext("a count", "Accepted"), _("Sent back"),
        _("Under review now"), _("Days to a decision"), _("Longest"),
    ]  # fmt: skip
    rows = [
        [
            each.name, each.unit, len(each.reviewed), each.accepted, each.sent_back, each.waiting,
            *(_make_days(days) for days in (each.days, each.longest)),
        ]
        for each in works
    ]  # fmt: skip
    return SheetTable(_("Work of reviewers"), heads, rows)


def _make_days(days):
    return None if days is None else FormattedNumber(days, "0.0", format_number(days, 1))
