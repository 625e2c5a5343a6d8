"""The site of the administration pages."""

from django.contrib.admin import AdminSite
from django.contrib.auth.views import LogoutView, redirect_to_login
from django.core.exceptions import PermissionDenied
from django.shortcuts import redirect
from django.utils.translation import gettext_lazy

from accounts import policy
from accounts.policy import Verb


class DataAdminSite(AdminSite):
    """Open to data administrators. Login, lockout and change of password are those of ``accounts``."""

    site_title = site_header = gettext_lazy("FedWork · data administration")
    index_title = gettext_lazy("Returns")
    site_url = None

    def has_permission(self, request):
        return policy.may_anywhere(request.user, Verb.IMPORT)

    def login(self, request, extra_context=None):
        if request.user.is_authenticated:
            raise PermissionDenied
        return redirect_to_login(request.GET.get("next", request.path), "accounts:login")

    def logout(self, request, extra_context=None):
        return LogoutView.as_view()(request)

    def password_change(self, request, extra_context=None):
        return redirect("accounts:password")


site = DataAdminSite(name="admin")
