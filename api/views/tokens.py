"""The pages of tokens: the list, a new one, revoking one."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts import policy
from accounts.forms.people import add_refusal, suggested_units
from accounts.policy import Verb
from api.actions.tokens import create_token, revoke_token
from api.forms import TokenForm
from api.queries.tokens import manageable_tokens
from audit.errors import Refused
from pages.table_files import asked_kind, respond_table
from sheets.tables import SheetTable


@require_GET
def token_list(request):
    """The tokens of the units whose people one looks after."""
    policy.require_anywhere(request.user, Verb.MANAGE_PEOPLE)
    tokens = list(manageable_tokens(request.user))
    if kind := asked_kind(request):
        return respond_table(_make_table(tokens), kind, _("Tokens"))
    return render(request, "api/tokens.html", {"tokens": tokens})


@never_cache
@require_http_methods(["GET", "POST"])
def token_new(request):
    """Make a token, then show its secret: rendered without a redirect, because it is not stored."""
    policy.require_anywhere(request.user, Verb.MANAGE_PEOPLE)
    form = TokenForm(request.POST or None, by=request.user)
    if form.is_valid():
        try:
            token, secret = create_token(by=request.user, **form.cleaned_data)
        except Refused as refused:
            add_refusal(form, refused)
        else:
            return render(request, "api/token_once.html", {"token": token, "secret": secret})
    return render(request, "api/token_new.html", {"form": form, "units": suggested_units(form)})


@require_POST
def token_revoke(request, pk):
    """End a token at once."""
    policy.require_anywhere(request.user, Verb.MANAGE_PEOPLE)
    token = get_object_or_404(manageable_tokens(request.user), pk=pk)
    try:
        revoke_token(token, by=request.user)
    except Refused as refused:
        messages.error(request, refused.message)
    else:
        messages.success(request, _("The token of %(name)s is revoked: it opens nothing any more.") % {"name": token})
    return redirect("tokens:list")


def describe_state(token):
    """Whether a token counts, in words."""
    if token.revoked_at:
        return _("revoked")
    return _("ended") if token.is_ended else _("counts")


def _make_table(tokens):
    heads = [
        _("System that reads"), _("Unit"), _("It reads"), _("Ending of the secret"), _("Last day"), _("Last used"),
        _("State"),
    ]  # fmt: skip
    rows = [
        [token.name, token.unit.name, token.get_role_display(), token.ending, token.last_day,
         f"{localtime(token.used_at):%Y-%m-%d %H:%M}" if token.used_at else "", describe_state(token)]
        for token in tokens
    ]  # fmt: skip
    return SheetTable(_("Tokens"), heads, rows)
