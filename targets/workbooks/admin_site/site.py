"""The site of the administration pages."""

from django.contrib.admin import AdminSite
from django.contrib.auth.views import LogoutView, redirect_to_login
from django.core.exceptions import PermissionDenied
from django.shortcuts import redirect
from django.utils.translation import gettext, gettext_lazy

from accounts import policy
from accounts.policy import Verb

# Whoever may do one of these has a page on this site: returns, units, people, targets, allocations.
VERBS = (Verb.IMPORT, Verb.MANAGE_UNITS, Verb.MANAGE_PEOPLE, Verb.PLAN, Verb.ALLOCATE)

OF_PLAN = ("Target", "Allocation")  # their own heading in the list of tables


class DataAdminSite(AdminSite):
    """Open to data and system administrators and to planners, each for their own tables.

    Login, lockout and change of password are those of ``accounts``."""

    site_title = site_header = gettext_lazy("FedWork · data administration")
    index_title = gettext_lazy("Tables out and in")
    site_url = None

    def has_permission(self, request):
        return any(policy.may_anywhere(request.user, verb) for verb in VERBS)

    def get_app_list(self, request, app_label=None):
        """As Django's, but what belongs to a plan stands apart from returns."""
        found = []
        for app in super().get_app_list(request, app_label):
            of_plan = [model for model in app["models"] if model["object_name"] in OF_PLAN]
            others = [model for model in app["models"] if model["object_name"] not in OF_PLAN]
            if of_plan:
                found.append(app | {"name": gettext("Targets and their breakdown"), "models": of_plan})
            if others:
                found.append(app | {"models": others})
        return found

    def login(self, request, extra_context=None):
        if request.user.is_authenticated:
            raise PermissionDenied
        return redirect_to_login(request.GET.get("next", request.path), "accounts:login")

    def logout(self, request, extra_context=None):
        return LogoutView.as_view()(request)

    def password_change(self, request, extra_context=None):
        return redirect("accounts:password")


site = DataAdminSite(name="admin")
