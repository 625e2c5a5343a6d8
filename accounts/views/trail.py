"""For audit administrators: the audit trail of the units in scope, read-only."""

from django.core.paginator import Paginator
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from accounts import policy
from accounts.forms.people import suggested_units
from accounts.forms.trail import TrailFilterForm
from audit import queries
from audit.details import describe, name_object
from audit.models import Entry
from audit.verb_labels import verb_label
from audit.words import find_words
from orgs import queries as units
from orgs.models import Unit
from pages.table_files import asked_kind, respond_table
from sheets.limits import MAX_TEXT
from sheets.tables import SheetTable

READ = policy.Verb.READ_TRAIL
PAGE_SIZE = 100
MAX_FILE_ROWS = 20_000  # rows of one file, some 5 s and 1 MB; more by narrower filters


@require_GET
def trail(request):
    """The entries in scope, filtered, newest first."""
    form, found = _find(request)
    page = Paginator(found, PAGE_SIZE).get_page(request.GET.get("page"))
    context = {
        "form": form,
        "page": page,
        "rows": _rows(page),
        "units": suggested_units(form),
        "max_rows": MAX_FILE_ROWS,
        "too_many": page.paginator.count > MAX_FILE_ROWS,
        "query": request.GET.urlencode(),
    }
    return render(request, "accounts/trail.html", context)


@require_GET
def trail_file(request):
    """The same entries as a file, the newest first, at most MAX_FILE_ROWS."""
    form, found = _find(request)
    if not form.is_valid():
        return redirect(f"{reverse('accounts:trail')}?{request.GET.urlencode()}")
    heads = [_("Time"), _("Person"), _("Login name"), _("Address"), _("What was done"), _("To what"),
             _("Unit"), _("Code of the unit"), _("More")]  # fmt: skip
    rows = (_file_row(*row) for row in _rows(found[:MAX_FILE_ROWS]))
    table = SheetTable(_("Audit trail"), heads, rows, sheet=_("Audit trail"))
    return respond_table(table, asked_kind(request), _("Audit trail"), timezone.localdate())


def _find(request):
    """(form, the entries that it asks for). Raises PermissionDenied for who may read no trail."""
    policy.require_anywhere(request.user, READ)
    form = TrailFilterForm(request.GET, by=request.user)
    if not form.is_valid():
        return form, Entry.objects.none()  # an invalid filter must not list more than was asked for
    asked = dict(form.cleaned_data)
    return form, queries.filter_entries(readable_entries(request.user, asked.pop("unit")), **asked)


def _file_row(entry, done, thing, details, unit_name):
    more = "；".join(f"{key} {value}" for key, value in details)
    return [
        timezone.make_naive(entry.at), entry.name, entry.username, entry.address or "",
        str(done), thing, unit_name, entry.unit_code, more[:MAX_TEXT],
    ]  # fmt: skip


def _rows(entries):
    """(entry, label of the verb, what it is about, details, name of the unit) for each of these entries."""
    entries = list(entries)
    codes = {entry.unit_code for entry in entries}
    names = dict(Unit.objects.filter(code__in=codes).values_list("code", "short_name"))
    words = find_words(entries)
    return [
        (
            each,
            verb_label(each.verb),
            name_object(each, words[each.pk]),
            describe(each.data, words[each.pk]),
            names.get(each.unit_code, each.unit_code),
        )
        for each in entries
    ]


def readable_entries(person, unit):
    """The entries of ``unit`` and its subtree, or of the person's whole scope if ``unit`` is None.

    Entries of background jobs have no unit; they are listed if the scope contains a root.
    """
    in_scope = policy.permitted_units(person, READ)
    if unit:
        return queries.entries_of_units(units.subtree(unit).values("code"))
    with_root = in_scope.filter(parent=None).exists()
    return queries.entries_of_units(in_scope.order_by().values("code"), without_unit=with_root)
