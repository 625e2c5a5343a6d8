"""What holds for every page: a read never writes, the language is chosen, a first password is changed."""

from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.auth.middleware import LoginRequiredMiddleware
from django.contrib.auth.views import redirect_to_login
from django.db import connection, transaction
from django.http import HttpResponseBadRequest, HttpResponseRedirect
from django.urls import reverse
from django.utils import translation
from django.utils.http import url_has_allowed_host_and_scheme

READS = {"GET", "HEAD", "OPTIONS"}


class ReadOnlyGet:
    """A read runs in a transaction that PostgreSQL itself keeps from writing, and that is rolled back at the end.

    So a link that is followed, prefetched or mailed can never change anything. What a session needs is saved by the
    session middleware, which stands outside.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        if request.method not in READS or not needs_database(request):
            return self.get_response(request)
        # Found out here and not inside: the session of somebody whose password was changed is deleted as it is read.
        request.user.is_authenticated  # noqa: B018
        with transaction.atomic():
            with connection.cursor() as cursor:
                cursor.execute("SET TRANSACTION READ ONLY")
            response = self.get_response(request)
            transaction.set_rollback(True)  # nothing to keep, and a failed query needs it
        return response


def needs_database(request) -> bool:
    """The health page must answer, and say so, when the database is away."""
    return request.path_info != "/healthz"


class RefuseNul:
    """PostgreSQL holds no text with the character 0, and nobody types it: a bad request, not a fault of ours.

    Files are not looked into: their views refuse a body that is far too large before anything reads it.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        if "\x00" in request.path_info or any(map(self.holds_one, self.fields(request))):
            return HttpResponseBadRequest()
        return self.get_response(request)

    def fields(self, request):
        yield request.GET
        if request.content_type == "application/x-www-form-urlencoded":
            yield request.POST

    @staticmethod
    def holds_one(fields):
        return any("\x00" in text for name, values in fields.lists() for text in (name, *values))


class CookieLocale:
    """Chinese, unless this person chose otherwise here. What language the browser prefers does not matter: office
    machines are often set up in English by whoever installed them."""

    def __init__(self, get_response):
        self.get_response = get_response
        self.languages = dict(settings.LANGUAGES)

    def __call__(self, request):
        chosen = request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME)
        request.LANGUAGE_CODE = chosen if chosen in self.languages else settings.LANGUAGE_CODE
        with translation.override(request.LANGUAGE_CODE):
            response = self.get_response(request)
        response.headers.setdefault("Content-Language", request.LANGUAGE_CODE)
        return response


class LoginFirst(LoginRequiredMiddleware):
    """Whoever presses a button after the session has ended logs in and comes back to the page where the button stands:
    most addresses that are posted to can't be opened."""

    def handle_no_permission(self, request, view_func):
        if request.method in READS:
            return super().handle_no_permission(request, view_func)
        login, field = self.get_login_url(view_func), self.get_redirect_field_name(view_func)
        return redirect_to_login(page_before(request), login, field)


def page_before(request) -> str:
    """The path of our own page from which this request came; the first page where that is not known."""
    page = request.headers.get("Referer", "")
    if not url_has_allowed_host_and_scheme(page, {request.get_host()}, require_https=request.is_secure()):
        return reverse("targets:home")
    parts = urlsplit(page)
    return parts._replace(scheme="", netloc="", fragment="").geturl()


class PasswordChangeRequired:
    """Whoever logs in with a password that somebody else gave goes to the page that changes it, and nowhere else."""

    ALLOWED = ("accounts:password", "accounts:logout", "set_language", "healthz")

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        return self.get_response(request)

    def process_view(self, request, view_func, view_args, view_kwargs):
        person = request.user
        if not person.is_authenticated or not person.must_change_password:
            return None
        if request.resolver_match.view_name in self.ALLOWED:
            return None
        return HttpResponseRedirect(reverse("accounts:password"))
