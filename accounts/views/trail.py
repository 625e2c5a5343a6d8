"""For audit administrators: the trail of the units below. It can be read and nothing else."""

from django.core.paginator import Paginator
from django.shortcuts import render
from django.views.decorators.http import require_GET

from accounts import policy
from accounts.forms.people import proposed_units
from accounts.forms.trail import TrailForm
from audit import queries, words
from audit.details import describe
from audit.models import Entry
from orgs import queries as units
from orgs.models import Unit

READ = policy.Verb.READ_TRAIL
A_PAGE = 100


@require_GET
def trail(request):
    policy.require_anywhere(request.user, READ)
    form = TrailForm(request.GET, by=request.user)
    found = Entry.objects.none()  # a filter that cannot be read must not answer with more than was asked for
    if form.is_valid():
        asked = dict(form.cleaned_data)
        found = queries.filter_entries(entries(request.user, asked.pop("unit")), **asked)
    page = Paginator(found, A_PAGE).get_page(request.GET.get("page"))
    context = {"form": form, "page": page, "rows": _rows(page), "units": proposed_units(form)}
    return render(request, "accounts/trail.html", context)


def _rows(page):
    """(entry, what was done, its details, the unit's name) of each entry of the page."""
    names = dict(Unit.objects.filter(code__in={e.unit_code for e in page}).values_list("code", "short_name"))
    return [
        (entry, words.verb_label(entry.verb), describe(entry.data), names.get(entry.unit_code, entry.unit_code))
        for entry in page
    ]


def entries(person, unit):
    """The entries that this person may read: of ``unit`` and all below it, or of the whole scope.

    What the jobs did belongs to no unit; it is shown to those whose scope begins at the top of a tree.
    """
    mine = policy.permitted_units(person, READ)
    if unit:
        return queries.entries_of_units(units.subtree(unit).values("code"))
    return queries.entries_of_units(mine.order_by().values("code"), without_unit=mine.filter(parent=None).exists())
