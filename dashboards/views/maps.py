"""The page on which an administrator brings the office's own map."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts import policy
from accounts.policy import Verb
from audit.errors import Refused
from dashboards.actions.maps import delete_map, describe_problem, save_map
from dashboards.forms import INTERNAL, REVIEWED, OfficeMapForm, describe_use
from dashboards.maps.geojson import MAX_BYTES, UnreadableMap
from dashboards.models import OfficeMap
from orgs.models import Unit
from pages.request_size import limit_request_size

TOO_LARGE = 413


def _respond_too_large(request):
    messages.error(request, describe_problem(UnreadableMap("too_big")))
    return render(request, "dashboards/office_map_too_large.html", status=TOO_LARGE)


@limit_request_size(MAX_BYTES, _respond_too_large)
@require_http_methods(["GET", "HEAD", "POST"])
def office_map(request, unit_code):
    """The map of a unit; POST takes a new one, or with ``delete`` removes it."""
    unit = Unit.objects.filter(code=unit_code).first()
    if unit is None:
        raise Http404
    policy.require(request.user, Verb.MANAGE_UNITS, unit)
    if request.method == "POST" and "delete" in request.POST:
        delete_map(unit, by=request.user)
        messages.success(request, _("The map was removed."))
        return redirect(request.path)
    found = OfficeMap.objects.filter(unit=unit).first()
    data, files = (request.POST, request.FILES) if request.method == "POST" else (None, None)
    form = OfficeMapForm(data, files, initial=_initial(found))
    if form.is_valid() and _save(request, unit, form):
        return redirect(request.path)
    context = {"unit": unit, "form": form} | (_build_map_context(unit, found) if found else {})
    return render(request, "dashboards/office_map.html", context, status=422 if form.is_bound else 200)


def _build_map_context(unit, found):
    count = len(found.shapes["areas"])
    return {"map": found, "use": describe_use(found), "count": count, "missing": _list_missing(unit, found)}


def _initial(found):
    if found is None:
        return {}
    return {
        "use": INTERNAL if found.internal else REVIEWED, "review_number": found.review_number, "source": found.source,
    }  # fmt: skip


def _save(request, unit, form):
    fields = form.cleaned_data
    try:
        save_map(
            unit, fields["file"].read(), source=fields["source"], review_number=fields["review_number"], by=request.user
        )
    except Refused as refused:
        form.add_error(next((name for name in refused.cells if name in form.fields), None), str(refused.message))
        return False
    messages.success(request, _("The map was taken. What did not match is listed below."))
    return True


def _list_missing(unit, found):
    """The areas right below the unit, and right below these, that the map has neither whole nor in parts."""
    below = Unit.objects.filter(path__startswith=unit.path, kind__in=("federation", "zone"), to_date=None)
    near = below.filter(parent__in=Unit.objects.filter(parent=unit)) | below.filter(parent=unit)
    drawn = list(Unit.objects.filter(code__in=found.shapes["areas"]).values_list("path", flat=True))
    return [unit.short_name for unit in near.order_by("path") if not any(path.startswith(unit.path) for path in drawn)]
