"""The templates of circulars: the list with the fields that may be used, a new one, their files."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts import policy
from accounts.policy import Verb
from circulars.actions.templates import receive_template, remove_template
from circulars.forms import TemplateForm
from circulars.queries.templates import get_template, list_own_offices, read_bytes, visible_templates
from circulars.views.circulars import respond_word
from circulars.word.example import make_example
from circulars.word.fields import FIELDS
from circulars.word.problems import describe_refusal
from circulars.word.template_check import MAX_BYTES, TemplateRefused
from circulars.word.template_fill import fill_template, write_sample
from pages.request_size import limit_request_size
from pages.table_files import asked_kind, respond_table
from sheets.tables import SheetTable


def _respond_too_large(request):
    policy.require_anywhere(request.user, Verb.PUBLISH)
    form = TemplateForm(offices=list_own_offices(request.user))
    return _render_list(request, form, [describe_refusal(TemplateRefused("too_big"))], status=413)


@limit_request_size(MAX_BYTES, _respond_too_large)
@require_http_methods(["GET", "HEAD", "POST"])
def templates(request):
    """GET lists the templates and the fields; POST brings one."""
    policy.require_anywhere(request.user, Verb.PUBLISH)
    if kind := asked_kind(request):
        return respond_table(_make_table(visible_templates(request.user)), kind, _("Templates of circulars"))
    offices = list_own_offices(request.user)
    if request.method != "POST":
        return _render_list(request, TemplateForm(offices=offices))
    form = TemplateForm(request.POST, request.FILES, offices=offices)
    if not form.is_valid():
        return _render_list(request, form, status=400)
    data = form.cleaned_data
    try:
        found = receive_template(data["file"], office=data["office"], name=data["name"], by=request.user)
    except ValidationError as error:
        return _render_list(request, form, error.messages, status=400)
    said = _("“%(name)s” is kept as version %(n)s. Look at its preview.")
    messages.success(request, said % {"name": found.name, "n": found.version})
    return redirect("circulars:templates")


@require_safe
def sample(request):
    """A template to begin with."""
    policy.require_anywhere(request.user, Verb.PUBLISH)
    return respond_word(write_sample(), _("Sample of a template"))


@require_safe
def template_file(request, pk):
    """A template as it was brought."""
    found = get_template(request.user, pk)
    return respond_word(read_bytes(found), found.name, f"v{found.version}")


@require_safe
def preview(request, pk):
    """A template filled with a made-up circular."""
    found = get_template(request.user, pk)
    return respond_word(fill_template(read_bytes(found), make_example()), found.name, _("Preview"))


@require_POST
def remove(request, pk):
    found = get_template(request.user, pk)
    try:
        remove_template(found, by=request.user)
    except ValidationError as error:
        messages.error(request, error.message)
    else:
        messages.success(request, _("The template %(name)s was removed.") % {"name": found.name})
    return redirect("circulars:templates")


def _render_list(request, form, reasons=(), status=200):
    found = list(visible_templates(request.user))
    context = {
        "templates": [(each, policy.may(request.user, Verb.PUBLISH, each.office)) for each in found],
        "fields": FIELDS,
        "form": form,
        "reasons": [{"text": reason} for reason in reasons],
    }
    return render(request, "circulars/templates.html", context, status=status)


def _make_table(found):
    heads = [_("Template"), _("Version"), _("Unit"), _("Brought by"), _("Brought on")]
    rows = [[each.name, each.version, each.office.name, each.by.name, each.at.date()] for each in found]
    return SheetTable(_("Templates of circulars"), heads, rows)
