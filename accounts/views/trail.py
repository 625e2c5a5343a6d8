"""For audit administrators: the audit trail of the units in scope, read-only."""

from django.core.paginator import Paginator
from django.shortcuts import render
from django.views.decorators.http import require_GET

from accounts import policy
from accounts.forms.people import suggested_units
from accounts.forms.trail import TrailFilterForm
from audit import queries
from audit.details import describe
from audit.models import Entry
from audit.verb_labels import verb_label
from orgs import queries as units
from orgs.models import Unit

READ = policy.Verb.READ_TRAIL
PAGE_SIZE = 100


@require_GET
def trail(request):
    """The entries in scope, filtered, newest first."""
    policy.require_anywhere(request.user, READ)
    form = TrailFilterForm(request.GET, by=request.user)
    found = Entry.objects.none()  # an invalid filter must not list more than was asked for
    if form.is_valid():
        asked = dict(form.cleaned_data)
        found = queries.filter_entries(readable_entries(request.user, asked.pop("unit")), **asked)
    page = Paginator(found, PAGE_SIZE).get_page(request.GET.get("page"))
    context = {"form": form, "page": page, "rows": _rows(page), "units": suggested_units(form)}
    return render(request, "accounts/trail.html", context)


def _rows(page):
    """(entry, label of the verb, details, name of the unit) for each entry of the page."""
    names = dict(Unit.objects.filter(code__in={e.unit_code for e in page}).values_list("code", "short_name"))
    return [
        (entry, verb_label(entry.verb), describe(entry.data), names.get(entry.unit_code, entry.unit_code))
        for entry in page
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
