"""An office's own form, filled: what will stand in it and what stays blank, and the workbook."""

from dataclasses import dataclass

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from accounts import policy
from pages.downloads import make_file_name, set_file_name
from plans.models import Participant, Period
from plans.views.common import plan_context
from sheets.files.grid import cell_name
from sheets.files.xlsx.packed import has_macros
from sheets.forms.filling import fill_form, make_line, write_period_texts
from sheets.forms.model import FormMatches
from sheets.office.model import PeriodSpan
from sheets.writing import XLSX
from targets.models import SheetForm
from targets.results.place import ACCEPTED, SUBMITTED
from targets.sheet_forms.actions import stored_bytes
from targets.sheet_forms.form_numbers import FormAsked, FormNumbers, list_fillable_units, read_form_numbers
from targets.sheet_forms.queries import FormPlanNames, get_form
from targets.sheet_forms.stored_matches import read_matches
from targets.totals.queries.freshness import get_freshness

MACROS = "application/vnd.ms-excel.sheet.macroEnabled.12"


@dataclass(frozen=True)
class FormToFill:
    """A form with the period, basis and unit that were chosen; ``units`` are those that may be chosen, none for a form
    that names its units."""

    form: SheetForm
    matches: FormMatches
    periods: list[Period]
    period: Period
    basis: str
    units: list[Participant]
    unit: Participant | None

    @property
    def asked(self) -> FormAsked:
        return FormAsked(self.form.plan, self.periods, self.period, self.basis, self.unit.code if self.unit else "")


@require_safe
def filled_form(request, plan_code, pk):
    """Choose period, basis and, of a form that names no unit, the unit; see what stays blank before the download."""
    chosen = _read_choice(request, plan_code, pk)
    if chosen is None:
        return render(request, "sheet_forms/filled_form_early.html", {"plan_code": plan_code, "pk": pk})
    numbers = _read_numbers(request, chosen)
    texts = _write_texts(chosen)
    plan = chosen.form.plan
    context = plan_context(request.user, plan) | {
        "chosen": chosen,
        "form": chosen.form,
        "begun": [each for each in chosen.periods if each.begun],
        "bases": [(SUBMITTED, _("As submitted")), (ACCEPTED, _("As accepted"))],
        "filled": sum(cell.value is not None for _place, cell in numbers.cells),
        "places": len(numbers.cells),
        "formulas": sum(place.formula for place in chosen.matches.places),
        "numbers": numbers,
        "out_of_reach": _name_units(plan, numbers.out_of_reach),
        "unknown_cells": [(cell_name(u.row, u.column), u.sheet, u.text, u.is_unit) for u in chosen.matches.unknown],
        "missing": FormPlanNames.read(plan).missing_in(chosen.matches, chosen.form.office.path),
        "titles": list(dict.fromkeys(texts[0].values())),
        "unchanged": texts[1],
        "download": _file_url(chosen),
        "freshness": get_freshness(plan.pk),
    }
    return render(request, "sheet_forms/filled_form.html", context)


@require_safe
def filled_form_file(request, plan_code, pk):
    """The filled workbook."""
    chosen = _read_choice(request, plan_code, pk)
    if chosen is None:
        raise Http404
    numbers = _read_numbers(request, chosen)
    data = stored_bytes(chosen.form)
    texts = _write_texts(chosen)[0]
    if chosen.unit:
        lines = chosen.matches.unit_lines
        texts |= {(each.sheet, each.row, each.column): make_line(each.text, chosen.unit.name) for each in lines}
    macros = has_macros(data)
    response = HttpResponse(fill_form(data, numbers.cells, texts), content_type=MACROS if macros else XLSX)
    unit = chosen.unit.short_name if chosen.unit else ""
    extension = "xlsm" if macros else "xlsx"
    name = make_file_name(chosen.form.name, unit, chosen.period.name, extension=extension)
    set_file_name(response, name)
    response["X-Content-Type-Options"] = "nosniff"
    return response


def _read_choice(request, plan_code, pk) -> FormToFill | None:
    """What is asked for; None while no period of the plan has begun. Raises Http404."""
    form = get_form(request.user, plan_code, pk)
    if not form.is_kept:
        raise Http404
    periods = list(form.plan.periods.order_by("seq"))
    begun = [each for each in periods if each.begun]
    if not begun:
        return None
    wanted = request.GET.get("period", "")
    period = next((each for each in begun if each.code == wanted), None if wanted else begun[-1])
    matches = read_matches(form)
    units = list_fillable_units(request.user, form.plan) if matches.is_of_one_unit else []
    unit = _choose_unit(request, units)
    if period is None or (units and unit is None):
        raise Http404
    basis = ACCEPTED if request.GET.get("basis") == ACCEPTED else SUBMITTED
    return FormToFill(form, matches, periods, period, basis, units, unit)


def _choose_unit(request, units) -> Participant | None:
    """The unit that is asked for, else that of one's own post, else the first; None for one that may not be chosen."""
    wanted = request.GET.get("unit", "")
    if wanted:
        return next((each for each in units if each.code == wanted), None)
    own = {post.unit_code for post in policy.held_posts(request.user)}
    return next((each for each in units if each.code in own), units[0] if units else None)


def _read_numbers(request, chosen: FormToFill) -> FormNumbers:
    return read_form_numbers(chosen.asked, chosen.matches, by=request.user, na_text=chosen.form.na_text)


def _write_texts(chosen: FormToFill) -> tuple[dict[tuple[str, int, int], str], list[str]]:
    """The texts with the period, and those that stay as they are although the period is another."""
    matches, period = chosen.matches, chosen.period
    new = PeriodSpan(period.start, period.end, period.code)
    texts = write_period_texts(matches.periods, matches.first, matches.last, new)
    is_same = (matches.first, matches.last) == (period.start, period.end)
    before = {(each.sheet, each.row, each.column): each.text for each in matches.periods}
    unchanged = [] if is_same else [text for at, text in texts.items() if text == before[at]]
    return texts, unchanged


def _name_units(plan, codes) -> list[str]:
    names = (
        dict(plan.participants.filter(unit__code__in=codes).values_list("unit__code", "short_name")) if codes else {}
    )
    return [names.get(code, code) for code in codes]


def _file_url(chosen) -> str:
    url = reverse("targets:sheet_form_filled_file", args=[chosen.form.plan.code, chosen.form.pk])
    query = f"?period={chosen.period.code}&basis={chosen.basis}"
    return url + query + (f"&unit={chosen.unit.code}" if chosen.unit else "")
