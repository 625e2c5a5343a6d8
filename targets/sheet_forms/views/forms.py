"""The pages of forms: the list of a plan's, and one of them with what was understood."""

from django.contrib import messages
from django.http import FileResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_safe

from audit.errors import Refused
from pages.downloads import set_file_name
from plans.queries import get_plan
from plans.views.common import plan_context
from sheets.writing import XLSX
from targets.models import SheetForm
from targets.sheet_forms.actions import answer_form, keep_form, receive_form, remove_form, stored_bytes
from targets.sheet_forms.forms import EmptyFormForm, KeepForm
from targets.sheet_forms.page import form_context
from targets.sheet_forms.queries import FormPlanNames, get_form, list_forms
from targets.sheet_forms.reach import find_owner, may_change, require_owner
from targets.sheet_forms.reading import understand_form
from targets.sheet_forms.stored_matches import store_matches
from targets.workbooks.forms import refuse_large_workbook
from targets.workbooks.office.shown_sheets import read_part


@refuse_large_workbook
@require_http_methods(["GET", "HEAD", "POST"])
def forms(request, plan_code):
    """GET lists the forms of a plan, POST receives an empty one and leads to what is understood of it."""
    plan = get_plan(request.user, plan_code)
    if request.method != "POST":
        return _list_page(request, plan, EmptyFormForm())
    require_owner(request.user)
    posted = EmptyFormForm(request.POST, request.FILES)
    if not posted.is_valid():
        return _list_page(request, plan, posted, status=400)
    try:
        form = receive_form(posted.cleaned_data["file"], by=request.user, plan=plan)
    except Refused as refused:
        return _list_page(request, plan, posted, list(refused.cells.values()) or [refused.message], status=400)
    if request.headers.get("X-Requested-With"):  # the script that shows how much was sent goes there itself
        return JsonResponse({"location": reverse("targets:sheet_form", args=[plan.code, form.pk])})
    return redirect("targets:sheet_form", plan.code, form.pk)


@require_http_methods(["GET", "HEAD", "POST"])
def form(request, plan_code, pk):
    """GET shows what the cells of a form get; POST answers its questions, keeps it or removes it."""
    found = get_form(request.user, plan_code, pk)
    if request.method != "POST":
        return _form_page(request, found)
    action = request.POST.get("action")
    try:
        if action == "keep":
            return _keep(request, found)
        if action == "remove":
            remove_form(found, by=request.user)
            messages.success(request, _("The form %(name)s was removed.") % {"name": found.name})
            return redirect("targets:sheet_forms", plan_code)
        _answer(request, found)
    except Refused as refused:
        messages.error(request, refused.message)
    return redirect("targets:sheet_form", plan_code, pk)


@require_safe
def empty_form(request, plan_code, pk):
    """The form as it was brought."""
    found = get_form(request.user, plan_code, pk)
    response = FileResponse(found.file.open("rb"), content_type=XLSX)
    set_file_name(response, found.file_name)
    response["X-Content-Type-Options"] = "nosniff"
    return response


def _keep(request, found):
    posted = KeepForm(request.POST)
    if not posted.is_valid():
        return _form_page(request, found, posted, status=400)
    keep_form(found, posted.cleaned_data["name"], posted.cleaned_data["na_text"], by=request.user)
    messages.success(request, _("The form is kept. It can be filled for every period."))
    return redirect("targets:sheet_form", found.plan.code, found.pk)


def _answer(request, found):
    """Keep the answers that were posted as ``answer:KEY``, and the correction of a label as ``key`` and ``meaning``."""
    posted = {name.partition(":")[2]: value for name, value in request.POST.items() if name.startswith("answer:")}
    posted = {key: value for key, value in posted.items() if value}
    if request.POST.get("key"):
        posted[request.POST["key"]] = request.POST.get("meaning", "")
    number = answer_form(found, posted, by=request.user, alike=request.POST.get("alike", ""))
    if number:
        done = ngettext("%(number)s answer saved.", "%(number)s answers saved.", number)
        messages.success(request, done % {"number": number})
    elif not posted:
        messages.warning(request, _("Nothing was chosen yet."))


def _list_page(request, plan, form, reasons=(), status=200):
    context = plan_context(request.user, plan) | {
        "lines": list_forms(request.user, plan),
        "form": form,
        "reasons": [{"text": reason} for reason in reasons],
        "may_keep": not plan.is_draft and find_owner(request.user) is not None,
    }
    return render(request, "sheet_forms/forms.html", context, status=status)


def _form_page(request, found: SheetForm, posted=None, status=200):
    understood = understand_form(found, stored_bytes(found), found.answers)
    matches = understood.reading.matches
    context = plan_context(request.user, found.plan) | form_context(understood, read_part(request.GET))
    context |= {
        "found": found,
        "may_change": may_change(request.user, found),
        "keep": posted or KeepForm(initial={"name": found.name, "na_text": found.na_text}),
        "answers_url": reverse("targets:sheet_form", args=[found.plan.code, found.pk]),
        "remove_fields": [("action", "remove")],
        "missing": FormPlanNames.read(found.plan).missing_in(matches, found.office.path),
        "is_outdated": found.is_kept and store_matches(matches) != found.matches,
    }
    return render(request, "sheet_forms/form.html", context, status=status)
