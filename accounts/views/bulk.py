"""Many people at once: a template out, a filled-in workbook in, a preview, and a sheet of first passwords.

The rows are not stored between preview and confirmation: the page carries them, signed for this person and an hour.
"""

from datetime import date

from django.contrib import messages
from django.core import signing
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods

from accounts import policy
from accounts.actions.bulk import create_people
from accounts.actions.people import find_person_errors
from accounts.forms.bulk import PeopleFileForm
from accounts.models import Role
from accounts.people_workbook import MAX_PEOPLE, field_heads, read_people, write_people_template
from accounts.queries.clerkless import list_units_without_clerk
from accounts.views.confirmation import try_out
from audit.errors import Refused
from audit.models import Entry
from orgs.models import Unit
from pages.downloads import make_file_name, set_file_name
from pages.request_size import limit_request_size
from pages.workbook_problems import FILE_PROBLEMS
from sheets.limits import MAX_BYTES, MAX_MEGABYTES
from sheets.writing import XLSX

MANAGE = policy.Verb.MANAGE_PEOPLE
SALT, MAX_AGE = "accounts.people_import", 60 * 60  # seconds


@require_GET
def people_template(request):
    """The workbook to fill in, with a row for each unit that has no clerk."""
    policy.require_anywhere(request.user, MANAGE)
    response = HttpResponse(write_people_template(list_units_without_clerk(request.user)), content_type=XLSX)
    set_file_name(response, make_file_name(_("New people")))
    return response


def _respond_too_large(request):
    message = FILE_PROBLEMS["too_big"] % {"limit": MAX_MEGABYTES}
    return _form_page(request, PeopleFileForm(), message=message, status=413)


@never_cache
@limit_request_size(MAX_BYTES, _respond_too_large)
@require_http_methods(["GET", "POST"])
def people_import(request):
    """GET shows the form; POST previews a workbook, or adds the people of the preview and shows their passwords."""
    policy.require_anywhere(request.user, MANAGE)
    if request.method != "POST":
        return _form_page(request, PeopleFileForm())
    try:
        return _add(request) if "rows" in request.POST else _preview(request)
    except Refused as refused:
        return _form_page(request, PeopleFileForm(), message=refused.message, status=422)


def _preview(request):
    form = PeopleFileForm(request.POST, request.FILES)
    if not form.is_valid():
        return _form_page(request, form, status=422)
    rows = read_people(form.cleaned_data["file"].read(), by=request.user)
    _try_rows(rows, request.user)
    wrong = [error for row in rows for error in row.list_errors()]
    context = {"rows": rows, "wrong": [{"where": cell, "text": text} for cell, text in wrong], "heads": field_heads()}
    if not wrong:
        packed = [_pack(row.values) for row in rows]
        context["signed"] = signing.dumps([request.user.pk, packed], salt=SALT, compress=True)
    return render(request, "accounts/people_preview.html", context, status=422 if wrong else 200)


def _try_rows(rows, by):
    """Adds what the action would refuse to the errors of the rows that can be read."""
    readable = [row for row in rows if not row.errors]
    for row in rows:
        if row.errors:
            row.errors = find_person_errors(row.values) | row.errors
    try:
        try_out(create_people, [row.values for row in readable], by=by, with_passwords=False)
    except Refused as refused:
        for place, text in refused.cells.items():
            number, _colon, name = place.partition(":")
            readable[int(number)].errors[name or "username"] = text


def _add(request):
    try:
        person, packed = signing.loads(request.POST["rows"], salt=SALT, max_age=MAX_AGE)
    except signing.BadSignature:
        raise Refused(_("The preview is too old. Upload the workbook again.")) from None
    if person != request.user.pk:
        raise Refused(_("The preview is too old. Upload the workbook again."))
    units = Unit.objects.in_bulk({row["unit"] for row in packed})
    rows = [_unpack(row, units) for row in packed]
    try:
        made = create_people(rows, by=request.user)
    except Refused as refused:
        if _were_added(packed, request.user):  # the page of their passwords was loaded again
            told = _("These people have been added already. Passwords are not shown again: reset those not printed.")
            messages.warning(request, told)
            return redirect("accounts:people")
        texts = "；".join(
            f"{rows[int(place.split(':')[0])]['username']} {text}" for place, text in refused.cells.items()
        )
        raise Refused(f"{refused.message} {texts}") from None
    slips = [
        {"person": account, "password": password, "unit": row["unit"], "role": Role(row["role"]).label}
        for (account, password), row in zip(made, rows, strict=True)
    ]
    address = request.build_absolute_uri(reverse("accounts:login"))
    return render(request, "accounts/people_passwords.html", {"slips": slips, "address": address})


def _were_added(packed, by):
    """Whether this person has added all of these people."""
    names = {row["username"].strip() for row in packed}
    return Entry.objects.filter(verb="person.create", username=by.username, object_code__in=names).count() == len(names)


def _pack(values):
    from_date = values.get("from_date")
    return {**values, "unit": values["unit"].pk, "from_date": from_date.isoformat() if from_date else None}


def _unpack(row, units):
    from_date = row["from_date"]
    return {**row, "unit": units[row["unit"]], "from_date": date.fromisoformat(from_date) if from_date else None}


def _form_page(request, form, *, message="", status=200):
    context = {"form": form, "message": message, "max_people": MAX_PEOPLE}
    return render(request, "accounts/people_import.html", context, status=status)
