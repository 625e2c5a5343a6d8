"""The pages of units: the tree, one unit, and what its administrator changes."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts import policy
from accounts.forms.units import AddUnitForm, ChangeUnitForm, CloseUnitForm, NameForm, add_unit_refusal
from accounts.policy import Verb
from accounts.queries.units import MOST_ROWS, indented_units, may_see, visible_units
from audit.errors import Refused
from orgs import queries
from orgs.actions import units as actions
from orgs.models import Unit, UnitKind

# A federation comes from the divisions (loadunits); these three are added by hand.
_ADDED = (UnitKind.OFFICE, UnitKind.ZONE, UnitKind.MEMBER)


@require_GET
def unit_list(request):
    """The tree of the units that this person sees, or those that a search finds."""
    seen = visible_units(request.user)
    wanted = request.GET.get("q", "").strip()
    context = {"q": wanted, "most": queries.MOST_FOUND}
    if wanted:
        context["found"] = list(queries.search(wanted, seen))
    else:
        context["rows"], context["cut"] = indented_units(request.user)
        context["most_rows"] = MOST_ROWS
    return render(request, "accounts/units/list.html", context)


@require_GET
def unit_page(request, code):
    """One unit: what it is, what it is called, what hangs below it."""
    return _page(request, _seen(request, code), NameForm())


@require_http_methods(["GET", "POST"])
def unit_add(request, code, kind):
    """Add an office, a zone or a member body below the unit `code`."""
    parent = _managed(request, code)
    if kind not in _ADDED:
        raise Http404
    form = AddUnitForm(request.POST or None, parent=parent, kind=UnitKind(kind))
    if request.method == "POST" and form.is_valid():
        try:
            unit = actions.add_unit(parent, by=request.user, kind=kind, **form.cleaned_data)
        except Refused as refused:
            add_unit_refusal(form, refused)
        else:
            messages.success(request, _("%(name)s was added, code %(code)s.") % {"name": unit.name, "code": unit.code})
            return redirect("units:page", parent.code)
    return _form(request, parent, form, heading=_ADD_HEADINGS[kind](), submit=_("Add the unit"))


@require_http_methods(["GET", "POST"])
def unit_edit(request, code):
    """Change what a unit is called and where it stands among its neighbours."""
    unit = _managed(request, code)
    now = {field: getattr(unit, field) for field in ("name", "short_name", "position", "from_date")}
    form = ChangeUnitForm(request.POST or None, initial=now)
    if request.method == "POST" and form.is_valid():
        try:
            actions.change_unit(unit, by=request.user, **form.cleaned_data)
        except Refused as refused:
            add_unit_refusal(form, refused)
        else:
            messages.success(request, _("Saved."))
            return redirect("units:page", code)
    return _form(request, unit, form, heading=_("Change the unit"), submit=_("Save the changes"))


@require_http_methods(["GET", "POST"])
def unit_close(request, code):
    """End a unit after a day."""
    unit = _managed(request, code)
    form = CloseUnitForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            actions.close_unit(unit, by=request.user, **form.cleaned_data)
        except Refused as refused:
            add_unit_refusal(form, refused)
        else:
            messages.success(request, _("%(name)s is closed after that day.") % {"name": unit.full_name})
            return redirect("units:page", code)
    return _form(request, unit, form, heading=_("Close the unit"), submit=_("Close the unit"), danger=True)


@require_POST
def unit_reopen(request, code):
    """Take back a closing."""
    unit = _managed(request, code)
    try:
        actions.reopen_unit(unit, by=request.user)
    except Refused as refused:
        messages.error(request, refused.message)
    return redirect("units:page", code)


@require_POST
def name_add(request, code):
    """Let another name mean the unit."""
    unit = _managed(request, code)
    form = NameForm(request.POST)
    if form.is_valid():
        try:
            actions.add_alias(unit, form.cleaned_data["name"], by=request.user)
        except Refused as refused:
            add_unit_refusal(form, refused)
        else:
            messages.success(request, _("“%(name)s” means this unit now.") % form.cleaned_data)
            return redirect("units:page", code)
    return _page(request, unit, form, status=422)


@require_POST
def name_remove(request, code, pk):
    """Let a name mean the unit no longer."""
    unit = _managed(request, code)
    actions.remove_alias(get_object_or_404(unit.aliases, pk=pk), by=request.user)
    return redirect("units:page", code)


_ADD_HEADINGS = {
    UnitKind.OFFICE: lambda: _("Add an office"),
    UnitKind.ZONE: lambda: _("Add a development zone"),
    UnitKind.MEMBER: lambda: _("Add a member body"),
}


def _seen(request, code):
    unit = get_object_or_404(Unit.objects.select_related("parent"), code=code)
    if not may_see(request.user, unit):
        raise PermissionDenied
    return unit


def _managed(request, code):
    unit = get_object_or_404(Unit.objects.select_related("parent"), code=code)
    policy.require(request.user, Verb.MANAGE_UNITS, unit)
    return unit


def _page(request, unit, form, status=200):
    manages = policy.may(request.user, Verb.MANAGE_UNITS, unit)
    context = {
        "unit": unit,
        "above": [(over, may_see(request.user, over)) for over in queries.ancestors(unit)],
        "names": list(unit.aliases.all()),
        "children": list(visible_units(request.user).filter(parent=unit).order_by("position", "path")),
        "manages": manages,
        "adds": [(kind, _ADD_HEADINGS[kind]()) for kind in _ADDED] if manages and _holds_more(unit) else [],
        "form": form,
    }
    return render(request, "accounts/units/page.html", context, status=status)


def _holds_more(unit):
    return unit.kind == UnitKind.FEDERATION and unit.to_date is None


def _form(request, unit, form, *, heading, submit, danger=False):
    context = {"unit": unit, "form": form, "heading": heading, "submit": submit, "danger": danger}
    return render(request, "accounts/units/form.html", context, status=422 if form.is_bound else 200)
