"""People: the list, one person, a new one, a new password for somebody who forgot."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts import policy, scope
from accounts.actions.passwords import reset_password
from accounts.actions.people import change_person, create_person
from accounts.forms.people import DetailsForm, FindForm, NewPersonForm, add_refusal, proposed_units
from accounts.models import Person
from accounts.queries import people
from audit.errors import Refused

MANAGE = policy.Verb.MANAGE_PEOPLE
A_PAGE = 50


def managed(request, username):
    """The person of this login name, if the one who asks may manage them; otherwise there is no such page."""
    policy.require_anywhere(request.user, MANAGE)
    return get_object_or_404(people.prefetch_posts(scope.manageable_people(request.user, MANAGE)), username=username)


@require_GET
def people_list(request):
    policy.require_anywhere(request.user, MANAGE)
    form = FindForm(request.GET, by=request.user)
    found = Person.objects.none()  # a filter that cannot be read must not answer with more than was asked for
    if form.is_valid():
        mine, asked = scope.manageable_people(request.user, MANAGE), form.cleaned_data
        found = people.prefetch_posts(
            people.filter_people(mine, text=asked["q"], role=asked["role"], unit=asked["unit"])
        )
    page = Paginator(found, A_PAGE).get_page(request.GET.get("page"))
    units = proposed_units(form)
    return render(request, "accounts/people_list.html", {"form": form, "page": page, "units": units})


@require_http_methods(["GET", "POST"])
def person(request, username):
    """One person: details to change, posts, and what else an administrator may do."""
    whom = managed(request, username)
    form = DetailsForm(request.POST or None, instance=whom)
    if request.method == "POST" and form.is_valid():
        try:
            change_person(whom, by=request.user, **form.cleaned_data)
        except Refused as refused:
            add_refusal(form, refused)
        else:
            messages.success(request, _("Saved."))
            return redirect("accounts:person", username)
    posts = whom.posts.select_related("unit").order_by("-to_date", "unit__path", "role")
    standing = {post.pk for post in whom.posts_now}
    return render(request, "accounts/person.html", {"form": form, "person": whom, "posts": posts, "standing": standing})


@never_cache
@require_http_methods(["GET", "POST"])
def person_new(request):
    policy.require_anywhere(request.user, MANAGE)
    form = NewPersonForm(request.POST or None, by=request.user)
    if form.is_valid():
        try:
            whom, password = create_person(by=request.user, **form.cleaned_data)
        except Refused as refused:
            add_refusal(form, refused)
        else:
            return password_once(request, whom, password)
    units = proposed_units(form)
    return render(request, "accounts/person_new.html", {"form": form, "units": units})


@never_cache
@require_POST
def person_password(request, username):
    whom = managed(request, username)
    return password_once(request, whom, reset_password(whom, by=request.user))


def password_once(request, whom, password):
    """Answered at once and not after a redirect: the password would have to wait somewhere, and it is kept nowhere."""
    return render(request, "accounts/password_once.html", {"person": whom, "password": password})
