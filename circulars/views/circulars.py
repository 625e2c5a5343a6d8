"""Circulars: the list, a new one, its page, its changes, and its files."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts import policy
from accounts.policy import Verb
from circulars.actions import circulars as actions
from circulars.forms import CircularForm, FiguresForm, ReasonForm
from circulars.models import Circular
from circulars.queries.account import get_facts, list_paragraphs
from circulars.queries.circulars import (
    find_changes,
    get_circular,
    list_shown_lines,
    list_shown_units,
    sees_whole,
    visible_circulars,
)
from circulars.queries.document import list_words, make_annex, make_document, read_pdf, write_document
from circulars.queries.templates import usable_templates
from circulars.text.model import NumberRef, count_characters
from circulars.word.writer import break_title
from dashboards.views.common import with_query
from dashboards.words import get_basis_label
from pages.downloads import make_file_name, set_file_name
from pages.table_files import asked_kind, respond_table
from sheets.conversion import ConversionBusy, ConversionFailed, convert_file, find_program
from sheets.tables import SheetTable
from targets.results.place import find_place

WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
LENGTHS = (4000, 5000)  # characters: of a special matter, and of any (the rule of 2024, part 1)


@require_safe
def circulars(request):
    """All circulars that the person sees, the newest first."""
    found = list(visible_circulars(request.user))
    if kind := asked_kind(request):
        return respond_table(_make_list_table(found), kind, _("Circulars"))
    may_write = policy.may_anywhere(request.user, Verb.PUBLISH)
    return render(request, "circulars/list.html", {"circulars": found, "may_write": may_write})


@require_http_methods(["GET", "HEAD", "POST"])
def new(request, plan_code, unit_code):
    """A new circular of a unit: period, basis, heading, what it tells."""
    place = _get_place(request, plan_code, unit_code)
    policy.require(request.user, Verb.PUBLISH, place.participant)
    figures = FiguresForm(request.POST or None, periods=place.begun)
    suggested = {"title": _suggest_title(place), "issuer": suggest_issuer(place.participant.name)}
    templates = usable_templates(place.participant.path)
    form = CircularForm(request.POST or None, initial=suggested, templates=templates)
    if request.method == "POST" and figures.is_valid() and form.is_valid():
        chosen = find_place(
            request.user, plan_code, unit_code, figures.cleaned_data["period"], basis=figures.cleaned_data["basis"]
        )
        try:
            circular = actions.create_circular(chosen, fields=form.cleaned_data, by=request.user)
        except ValidationError as error:
            form.add_error(None, error.messages)
        else:
            return redirect("circulars:circular", circular.pk)
    return render(request, "circulars/new.html", {"place": place, "plan": place.plan, "figures": figures, "form": form})


@require_safe
def circular(request, pk):
    """The circular as it reads; for its writers with the means to change it."""
    found = get_circular(request.user, pk)
    facts = get_facts(found)
    writes = policy.may(request.user, Verb.PUBLISH, found.participant)
    units = list_shown_units(request.user, found, facts.units)
    annex = make_annex(found, units)
    if kind := asked_kind(request):
        return respond_table(SheetTable(found.title, annex.heads, annex.rows), kind, found.title)
    lines = list_shown_lines(request.user, found, facts)
    length = count_characters(list_paragraphs(found))
    links = policy.may(request.user, Verb.SEE_TOTALS, found.participant)
    context = {
        "circular": found,
        "plan": found.plan,
        "facts": facts,
        "basis_name": get_basis_label(found.basis),
        "writes": writes,
        "lines": [(line, _link_runs(found, line.paragraph or line.given, links=links)) for line in lines],
        "title_lines": break_title(found.title, list_words(found)),
        "annex": annex,
        "whole": sees_whole(request.user, found),
        "length": length,
        "limits": LENGTHS,
        "has_pdf": bool(found.pdf) or find_program() is not None,
        "too_long": length > LENGTHS[1],
        "changes": find_changes(request.user, found, facts) if writes or not found.is_draft else None,
        "form": _make_form(found) if writes and found.is_draft else None,
        "reason_form": ReasonForm(),
    }
    return render(request, "circulars/circular.html", context)


@require_safe
def word(request, pk):
    """The circular as a Word file."""
    found = get_circular(request.user, pk)
    return respond_word(_write_shown(request.user, found), found.title)


@require_safe
def pdf(request, pk):
    """The circular as a PDF: of a published one that which is kept, else made now. Without LibreOffice, the page, which
    the browser prints."""
    found = get_circular(request.user, pk)
    try:
        data = read_pdf(found) if sees_whole(request.user, found) else None
        if data is None:
            data = convert_file(_write_shown(request.user, found), ".docx", "pdf")
    except ConversionBusy:
        messages.warning(request, _("Other files are being made at the moment. Try again in a minute."))
        return circular(request, pk)
    except ConversionFailed:
        messages.warning(request, _("No PDF can be made here. Press “Print”, and choose “Save as PDF”."))
        return circular(request, pk)
    response = HttpResponse(data, content_type="application/pdf")
    set_file_name(response, make_file_name(found.title, extension="pdf"))
    return response


def _write_shown(person, found):
    """The Word file of what the person sees."""
    facts = get_facts(found)
    units = list_shown_units(person, found, facts.units)
    shown = [line.paragraph for line in list_shown_lines(person, found, facts) if line.paragraph is not None]
    return write_document(found, make_document(found, shown, units))


def respond_word(data: bytes, *names: str) -> HttpResponse:
    """A Word file to take away."""
    response = HttpResponse(data, content_type=WORD)
    set_file_name(response, make_file_name(*names, extension="docx"))
    return response


@require_POST
def change(request, pk):
    found, seen = _get_to_write(request, pk)
    form = _make_form(found, request.POST)
    if not form.is_valid():
        return _back(request, found, ValidationError([each for errors in form.errors.values() for each in errors]))
    return _act(
        request, found, lambda: actions.change_circular(found, fields=form.cleaned_data, by=request.user, seen=seen)
    )


@require_POST
def refresh(request, pk):
    found, seen = _get_to_write(request, pk)
    place = _find_own_place(request.user, found)
    return _act(request, found, lambda: actions.refresh_figures(found, place, by=request.user, seen=seen))


@require_POST
def edit(request, pk):
    found, seen = _get_to_write(request, pk)
    key, text = request.POST.get("key", ""), request.POST.get("text", "")
    text = "" if "leave_out" in request.POST else text
    return _act(
        request, found, lambda: actions.edit_paragraph(found, key, text, by=request.user, seen=seen), anchor=f"#{key}"
    )


@require_POST
def publish(request, pk):
    found, seen = _get_to_write(request, pk)
    return _act(request, found, lambda: actions.publish_circular(found, by=request.user, seen=seen))


@require_POST
def withdraw(request, pk):
    found, _seen = _get_to_write(request, pk)
    reason = request.POST.get("reason", "")
    return _act(request, found, lambda: actions.withdraw_circular(found, reason=reason, by=request.user))


@require_POST
def delete(request, pk):
    found, seen = _get_to_write(request, pk)
    try:
        actions.delete_draft(found, by=request.user, seen=seen)
    except ValidationError as error:
        return _back(request, found, error)
    return redirect("circulars:list")


def _make_form(found, posted=None):
    """The form of a draft; its own template may be chosen though a newer version is there."""
    templates = [*usable_templates(found.participant.path), *([found.template] if found.template else [])]
    initial = {name: getattr(found, name) for name in actions.FIELDS}
    return CircularForm(posted, initial=initial, templates=templates)


def _get_place(request, plan_code, unit_code):
    place = find_place(request.user, plan_code, unit_code)
    if place.period is None or not place.targets:
        raise Http404
    return place


def suggest_issuer(unit: str) -> str:
    """The federation of a unit that is called by its area alone: 临沧市 → 临沧市妇联."""
    return unit if "妇" in unit else _("Women's federation of %(area)s") % {"area": unit}


def _suggest_title(place):
    words = {"unit": suggest_issuer(place.participant.name), "period": place.shown_period.name}
    return _("On how the targets of %(unit)s stand at the end of %(period)s") % words


def _get_to_write(request, pk):
    found = get_circular(request.user, pk)
    policy.require(request.user, Verb.PUBLISH, found.participant)
    seen = request.POST.get("seen", "")
    return found, int(seen) if seen.isdecimal() and len(seen) < 10 else 0


def _act(request, found, action, anchor=""):
    try:
        action()
    except ValidationError as error:
        return _back(request, found, error)
    return redirect(reverse("circulars:circular", args=[found.pk]) + anchor)


def _back(request, found, error):
    for text in error.messages:
        messages.error(request, text)
    return redirect("circulars:circular", found.pk)


def _find_own_place(person, found):
    return find_place(person, found.plan.code, found.participant.code, found.period.code, basis=found.basis)


def _link_runs(found: Circular, paragraph, *, links: bool):
    """[(text, address of the number's page or "")] of a paragraph; ``links``: whether the person may open them."""
    return [(run.text, _address(found, run.ref) if links and run.ref else "") for run in paragraph.runs]


def _address(found: Circular, ref: NumberRef) -> str:
    names = [found.plan.code, ref.unit, found.period.code]
    if ref.target:
        return with_query(reverse("dashboards:total", args=[*names, ref.target]), found.basis)
    return with_query(reverse("dashboards:unit", args=names), found.basis)


def _make_list_table(found):
    heads = [_("Title"), _("Document number"), _("Plan"), _("Unit"), _("Period"), _("State"), _("Published")]
    rows = [
        [
            each.title, each.number, each.plan.title, each.participant.name, each.period.name, each.get_state_display(),
            each.published_at.date() if each.published_at else None,
        ]
        for each in found
    ]  # fmt: skip
    return SheetTable(_("Circulars"), heads, rows)
