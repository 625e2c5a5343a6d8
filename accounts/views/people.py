"""The list of people, one person, a new person, a new temporary password."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts import policy
from accounts.actions.passwords import reset_password
from accounts.actions.people import change_person, create_person
from accounts.forms.people import NewPersonForm, PeopleFilterForm, PersonDetailsForm, add_refusal, suggested_units
from accounts.manageable_people import manageable_people
from accounts.models import Person
from accounts.queries import people
from accounts.queries.consequences import PERSON_CLOSE
from accounts.views.confirmation import is_confirmed, render_question
from accounts.views.list_files import MAX_FILE_ROWS, make_people_table
from audit.errors import Refused
from pages.table_files import asked_kind, respond_table

MANAGE = policy.Verb.MANAGE_PEOPLE
PAGE_SIZE = 50


def get_managed_person(request, username):
    """The person of this login name with prefetched posts. Raises Http404 for one outside the user's scope."""
    policy.require_anywhere(request.user, MANAGE)
    in_scope = people.prefetch_posts(manageable_people(request.user, MANAGE))
    return get_object_or_404(in_scope, username=username)


@require_GET
def people_list(request):
    """The people in scope, filtered."""
    policy.require_anywhere(request.user, MANAGE)
    form = PeopleFilterForm(request.GET, by=request.user)
    found = Person.objects.none()  # an invalid filter must not list more than was asked for
    if form.is_valid():
        in_scope, asked = manageable_people(request.user, MANAGE), form.cleaned_data
        found = people.prefetch_posts(
            people.filter_people(in_scope, text=asked["q"], role=asked["role"], unit=asked["unit"])
        )
    if kind := asked_kind(request):
        return respond_table(make_people_table(found[:MAX_FILE_ROWS]), kind, _("People"))
    page = Paginator(found, PAGE_SIZE).get_page(request.GET.get("page"))
    units = suggested_units(form)
    return render(request, "accounts/people_list.html", {"form": form, "page": page, "units": units})


@require_http_methods(["GET", "POST"])
def person(request, username):
    """One person: the form of details, the posts, buttons for posts and password."""
    account = get_managed_person(request, username)
    form = PersonDetailsForm(request.POST or None, instance=account)
    if request.method == "POST" and form.is_valid():
        if _closes_account(form) and not is_confirmed(request):
            return _ask_before_closing(request, username, form)
        try:
            change_person(account, by=request.user, **form.cleaned_data)
        except Refused as refused:
            add_refusal(form, refused)
        else:
            messages.success(request, _("Saved."))
            return redirect("accounts:person", username)
    posts = account.posts.select_related("unit").order_by("-to_date", "unit__path", "role")
    not_ended = {post.pk for post in account.posts_now}
    context = {"form": form, "person": account, "posts": posts, "not_ended": not_ended}
    return render(request, "accounts/person.html", context)


def _closes_account(form):
    return form.initial["is_active"] and not form.cleaned_data["is_active"]


def _ask_before_closing(request, username, form):
    account = get_managed_person(request, username)  # as it is stored: the form has changed its own
    person = reverse("accounts:person", args=[username])
    return render_question(
        request, form, act=PERSON_CLOSE, subject=account, submit=_("Close the account"),
        heading=_("Close the account of %(name)s?") % {"name": account.name},
        lead=_("It is closed at once, and every session ends. What it did is kept; it can be opened again."),
        none=_("This person holds no post."),
        crumbs=[(reverse("accounts:people"), _("People")), (person, account.name)], cancel=person,
    )  # fmt: skip


@never_cache
@require_http_methods(["GET", "POST"])
def person_new(request):
    """Create a person with a first post, then show the temporary password."""
    policy.require_anywhere(request.user, MANAGE)
    form = NewPersonForm(request.POST or None, by=request.user)
    if form.is_valid():
        try:
            account, password = create_person(by=request.user, **form.cleaned_data)
        except Refused as refused:
            add_refusal(form, refused)
        else:
            return render_password_once(request, account, password)
    units = suggested_units(form)
    return render(request, "accounts/person_new.html", {"form": form, "units": units})


@never_cache
@require_POST
def person_password(request, username):
    """Set a new temporary password and show it."""
    account = get_managed_person(request, username)
    return render_password_once(request, account, reset_password(account, by=request.user))


def render_password_once(request, account, password):
    """The page with a temporary password, rendered without a redirect, because the password is not stored."""
    return render(request, "accounts/password_once.html", {"person": account, "password": password})
