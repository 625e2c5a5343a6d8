"""Middleware: read-only GET requests, language, login, required password change."""

from urllib.parse import urlencode, urlsplit

from django.conf import settings
from django.contrib.auth import SESSION_KEY
from django.contrib.auth.middleware import LoginRequiredMiddleware
from django.contrib.auth.views import redirect_to_login
from django.db import connection, transaction
from django.http import HttpResponseBadRequest, HttpResponseRedirect
from django.shortcuts import resolve_url
from django.urls import reverse
from django.utils import translation
from django.utils.http import url_has_allowed_host_and_scheme

from audit.origin import client_address, current_address
from fedwork.access_trail import SAFE_METHODS


class ReadOnlyGet:
    """Runs safe requests in a read-only transaction, which is rolled back.

    So following, prefetching or mailing a link cannot change data. The session middleware is outside this one and saves
    sessions.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        if request.method not in SAFE_METHODS or not needs_database(request):
            return self.get_response(request)
        # Outside the transaction, because reading the session deletes it after a change of the password.
        request.user.is_authenticated  # noqa: B018
        with transaction.atomic():
            with connection.cursor() as cursor:
                cursor.execute("SET TRANSACTION READ ONLY")
            response = self.get_response(request)
            transaction.set_rollback(True)  # required after a failed query
        return response


def needs_database(request) -> bool:
    """Whether the page uses the database; the health page must work without it."""
    return request.path_info != "/healthz"


class ClientAddress:
    """Keeps the client's address for the rows that the request adds to the audit trail."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        token = current_address.set(client_address(request))
        try:
            return self.get_response(request)
        finally:
            current_address.reset(token)


class RefuseNul:
    """Answers 400 to requests with the character NUL, which PostgreSQL cannot store in text.

    Multipart bodies are not looked through, because their views refuse those that are too large before they are parsed:
    there it is the database driver that refuses the text.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        if "\x00" in request.path_info or any(map(self.contains_nul, self.fields(request))):
            return HttpResponseBadRequest()
        return self.get_response(request)

    def process_exception(self, request, exception):
        if isinstance(exception, ValueError) and "NUL (0x00)" in str(exception):
            return HttpResponseBadRequest()
        return None

    def fields(self, request):
        yield request.GET
        if request.content_type == "application/x-www-form-urlencoded":
            yield request.POST

    @staticmethod
    def contains_nul(fields):
        return any("\x00" in text for name, values in fields.lists() for text in (name, *values))


class CookieLocale:
    """The language of the cookie, else LANGUAGE_CODE. Accept-Language is ignored: office machines are often set up
    in English."""

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
    """Requires login; after an expired session a POST leads back to the page with the button, because most URLs that
    accept POST have no page."""

    def handle_no_permission(self, request, view_func):
        login, field = self.get_login_url(view_func), self.get_redirect_field_name(view_func)
        here = request.get_full_path() if request.method in SAFE_METHODS else referring_path(request)
        why = self.find_reason(request)
        if why:
            login = f"{resolve_url(login)}?{urlencode({'why': why})}"
        return redirect_to_login(here, login, field)

    def find_reason(self, request) -> str:
        """Why the login has to be repeated: "stopped" (the account may not log in any more), "ended" (the session is
        over or was ended elsewhere), or "" for somebody who was not logged in."""
        if request.session.get(SESSION_KEY):
            return "stopped"
        return "ended" if request.COOKIES.get(settings.SESSION_COOKIE_NAME) else ""


def referring_path(request) -> str:
    """The path of the page in the Referer header if it is on this host, else that of the home page."""
    page = request.headers.get("Referer", "")
    if not url_has_allowed_host_and_scheme(page, {request.get_host()}, require_https=request.is_secure()):
        return reverse("targets:home")
    parts = urlsplit(page)
    return parts._replace(scheme="", netloc="", fragment="").geturl()


class PasswordChangeRequired:
    """Redirects people with a temporary password to the page that changes it."""

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
