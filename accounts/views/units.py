"""The tree of units, one unit, and the forms that change it."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts import policy
from accounts.forms.units import AddUnitForm, ChangeUnitForm, CloseUnitForm, UnitAliasForm, add_unit_refusal
from accounts.policy import Verb
from accounts.queries.consequences import UNIT_CLOSE
from accounts.queries.units import MAX_ROWS, indented_units, may_see, visible_units
from accounts.views.confirmation import is_confirmed, render_question, try_out
from accounts.views.list_files import make_units_table
from audit.errors import Refused
from orgs import queries
from orgs.actions import units as actions
from orgs.models import Unit, UnitKind
from pages.table_files import asked_kind, respond_table

# Federations are created by loadunits; units of these kinds are added on the pages.
_ADDABLE_KINDS = (UnitKind.OFFICE, UnitKind.ZONE, UnitKind.MEMBER)


@require_GET
def unit_list(request):
    """The tree of visible units, or the results of a search."""
    visible = visible_units(request.user)
    wanted = request.GET.get("q", "").strip()
    if kind := asked_kind(request):
        found = queries.search(wanted, visible) if wanted else None
        return respond_table(make_units_table(request.user, found), kind, _("Units"))
    context = {"q": wanted, "most": queries.MAX_FOUND}
    context["manages"] = policy.may_anywhere(request.user, Verb.MANAGE_UNITS)
    if wanted:
        context["found"] = list(queries.search(wanted, visible))
    else:
        context["rows"], context["cut"] = indented_units(request.user)
        context["most_rows"] = MAX_ROWS
    return render(request, "accounts/units/list.html", context)


@require_GET
def unit_page(request, code):
    """One unit: its fields, aliases and children."""
    return _render_unit(request, _get_visible_unit(request, code), UnitAliasForm())


@require_http_methods(["GET", "POST"])
def unit_add(request, code, kind):
    """Add an office, a zone or a member body below the unit `code`."""
    parent = _get_managed_unit(request, code)
    if kind not in _ADDABLE_KINDS:
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
    return _render_form(request, parent, form, heading=_ADD_HEADINGS[kind](), submit=_("Add the unit"))


@require_http_methods(["GET", "POST"])
def unit_edit(request, code):
    """Change the names, position and first day of a unit."""
    unit = _get_managed_unit(request, code)
    initial = {field: getattr(unit, field) for field in ("name", "short_name", "position", "from_date")}
    form = ChangeUnitForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            actions.change_unit(unit, by=request.user, **form.cleaned_data)
        except Refused as refused:
            add_unit_refusal(form, refused)
        else:
            messages.success(request, _("Saved."))
            return redirect("units:page", code)
    return _render_form(request, unit, form, heading=_("Change the unit"), submit=_("Save the changes"))


@require_http_methods(["GET", "POST"])
def unit_close(request, code):
    """Set the last day of a unit, after a page that says what hangs on it."""
    unit = _get_managed_unit(request, code)
    form = CloseUnitForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            if not is_confirmed(request):
                try_out(actions.close_unit, unit, by=request.user, **form.cleaned_data)
                return _ask_before_closing(request, unit, form)
            actions.close_unit(unit, by=request.user, **form.cleaned_data)
        except Refused as refused:
            add_unit_refusal(form, refused)
        else:
            messages.success(request, _("%(name)s is closed after that day.") % {"name": unit.full_name})
            return redirect("units:page", code)
    return _render_form(request, unit, form, heading=_("Close the unit"), submit=_("Close the unit"), danger=True)


def _ask_before_closing(request, unit, form):
    words = {"name": unit.full_name, "day": form.cleaned_data["to_date"]}
    return render_question(
        request, form, act=UNIT_CLOSE, subject=unit, submit=_("Close the unit"),
        heading=_("Close %(name)s?") % words,
        lead=_("Its last day would be %(day)s. Plans issued later leave it out; it can be opened again.") % words,
        none=_("No open unit, no post, no plan and no return hangs on it."),
        crumbs=[(reverse("units:list"), _("Units")), (reverse("units:page", args=[unit.code]), unit.short_name)],
        cancel=reverse("units:page", args=[unit.code]),
    )  # fmt: skip


@require_POST
def unit_reopen(request, code):
    """Remove the last day of a unit."""
    unit = _get_managed_unit(request, code)
    try:
        actions.reopen_unit(unit, by=request.user)
    except Refused as refused:
        messages.error(request, refused.message)
    return redirect("units:page", code)


@require_POST
def name_add(request, code):
    """Add an alias."""
    unit = _get_managed_unit(request, code)
    form = UnitAliasForm(request.POST)
    if form.is_valid():
        try:
            actions.add_alias(unit, form.cleaned_data["name"], by=request.user)
        except Refused as refused:
            add_unit_refusal(form, refused)
        else:
            messages.success(request, _("“%(name)s” means this unit now.") % form.cleaned_data)
            return redirect("units:page", code)
    return _render_unit(request, unit, form, status=422)


@require_POST
def name_remove(request, code, pk):
    """Remove an alias."""
    unit = _get_managed_unit(request, code)
    actions.remove_alias(get_object_or_404(unit.aliases, pk=pk), by=request.user)
    return redirect("units:page", code)


_ADD_HEADINGS = {
    UnitKind.OFFICE: lambda: _("Add an office"),
    UnitKind.ZONE: lambda: _("Add a development zone"),
    UnitKind.MEMBER: lambda: _("Add a member body"),
}


def _get_visible_unit(request, code):
    unit = get_object_or_404(Unit.objects.select_related("parent"), code=code)
    if not may_see(request.user, unit):
        raise PermissionDenied
    return unit


def _get_managed_unit(request, code):
    unit = get_object_or_404(Unit.objects.select_related("parent"), code=code)
    policy.require(request.user, Verb.MANAGE_UNITS, unit)
    return unit


def _render_unit(request, unit, form, status=200):
    manages = policy.may(request.user, Verb.MANAGE_UNITS, unit)
    context = {
        "unit": unit,
        "above": [(over, may_see(request.user, over)) for over in queries.ancestors(unit)],
        "names": list(unit.aliases.all()),
        "children": list(visible_units(request.user).filter(parent=unit).order_by("position", "path")),
        "manages": manages,
        "adds": [(kind, _ADD_HEADINGS[kind]()) for kind in _ADDABLE_KINDS]
        if manages and _accepts_children(unit)
        else [],
        "form": form,
    }
    return render(request, "accounts/units/page.html", context, status=status)


def _accepts_children(unit):
    return unit.kind == UnitKind.FEDERATION and unit.to_date is None


def _render_form(request, unit, form, *, heading, submit, danger=False):
    context = {"unit": unit, "form": form, "heading": heading, "submit": submit, "danger": danger}
    return render(request, "accounts/units/form.html", context, status=422 if form.is_bound else 200)
