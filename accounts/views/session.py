"""Login, logout and changing one's own password."""

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import update_session_auth_hash
from django.contrib.auth.views import LoginView, LogoutView
from django.db import transaction
from django.http import JsonResponse
from django.shortcuts import redirect, render, resolve_url
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods

from accounts.actions import passwords
from accounts.forms.session import LoginForm, OwnPasswordForm
from accounts.lockout import count_failures
from accounts.manageable_people import audit_unit_of
from accounts.models import Person
from audit.actions import record

MAX_NAME = 150  # characters of a typed login name that are recorded


class Login(LoginView):
    """Django's login view with audit entries; django-axes counts failures and locks."""

    template_name = "accounts/login.html"
    authentication_form = LoginForm
    redirect_authenticated_user = True

    def get_context_data(self, **kwargs):
        """Adds ``why``, the reason for which the login has to be repeated (fedwork.middleware.LoginFirst), and whether
        the login leads back to a page."""
        why = self.request.GET.get("why", "")
        leads_back = self.get_redirect_url() not in ("", resolve_url("targets:home"))
        return super().get_context_data(**kwargs) | {"why": why, "leads_back": leads_back}

    @transaction.atomic
    def form_valid(self, form):
        person = form.get_user()
        record(by=person, verb="session.login", on=person.username, unit=audit_unit_of(person))
        return super().form_valid(form)

    @transaction.atomic
    def form_invalid(self, form):
        if typed := form.data.get("username", "").replace("\0", "").strip():
            _record_failure(self.request, typed)
        return super().form_invalid(form)


def _record_failure(request, typed):
    """The attempt, whether the name exists or not, and the lock that it brings about."""
    person = Person.objects.filter(username=typed[:64]).first()
    where = {"on": typed[:MAX_NAME], "unit": audit_unit_of(person) if person else ""}
    locked = getattr(request, "axes_locked_out", False)
    failures = count_failures(typed, request.axes_ip_address) if locked else 0
    locks_now = failures == settings.AXES_FAILURE_LIMIT
    verb = "session.refused" if person else "session.unknown"
    record(by=None, verb="session.barred" if locked and not locks_now else verb, **where)
    if locks_now:
        record(by=None, verb="session.lock", data={"attempts": failures}, **where)


class Logout(LogoutView):
    """Django's logout view with an audit entry."""

    @transaction.atomic
    def post(self, request, *args, **kwargs):
        if request.user.is_authenticated:
            record(by=request.user, verb="session.logout", on=request.user.username, unit=audit_unit_of(request.user))
        return super().post(request, *args, **kwargs)


@never_cache
@require_GET
def current(request):
    """Whose login it is: {"person": id}. Scripts ask before they send what somebody has typed; without a login the
    answer is the redirect to the login page."""
    return JsonResponse({"person": request.user.pk})


@require_http_methods(["GET", "POST"])
def password(request):
    """Change one's own password; PasswordChangeRequired redirects here until a temporary one is changed."""
    form = OwnPasswordForm(request.user, request.POST or None)
    if not form.is_valid():
        return render(request, "accounts/password.html", {"form": form})
    passwords.change_own_password(by=request.user, password=form.cleaned_data["new_password1"])
    update_session_auth_hash(request, request.user)  # keeps this session; all others end
    messages.success(request, _("Your new password counts from now on."))
    return redirect("targets:home")
