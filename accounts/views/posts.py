"""Give and end posts."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.actions.posts import end_post, give_post
from accounts.forms.people import EndPostForm, PostForm, add_refusal, suggested_units
from accounts.manageable_people import current_and_future_posts
from accounts.queries.consequences import POST_END
from accounts.views.confirmation import is_confirmed, render_question, try_out
from accounts.views.people import get_managed_person
from audit.errors import Refused


@require_http_methods(["GET", "POST"])
def post_new(request, username):
    """Give a person another post."""
    account = get_managed_person(request, username)
    form = PostForm(request.POST or None, by=request.user)
    if form.is_valid():
        try:
            give_post(by=request.user, person=account, **form.cleaned_data)
        except Refused as refused:
            add_refusal(form, refused)
        else:
            messages.success(request, _("The post is given."))
            return redirect("accounts:person", username)
    units = suggested_units(form)
    return render(request, "accounts/post_new.html", {"form": form, "person": account, "units": units})


@require_http_methods(["GET", "POST"])
def post_end(request, username, pk):
    """Set the last day of a post, after a page that says what hangs on it."""
    account = get_managed_person(request, username)
    post = get_object_or_404(account.posts.select_related("unit"), pk=pk)
    form = EndPostForm(request.POST or None)
    if form.is_valid():
        try:
            if not is_confirmed(request):
                try_out(end_post, post, by=request.user, **form.cleaned_data)
                return _ask_before_ending(request, account, post, form)
            end_post(post, by=request.user, **form.cleaned_data)
        except Refused as refused:
            add_refusal(form, refused)
        else:
            messages.success(request, _say_ended(account, form.cleaned_data["last_day"]))
            return redirect("accounts:person", username)
    return render(request, "accounts/post_end.html", {"form": form, "person": account, "post": post})


def _say_ended(account, last_day):
    if last_day >= timezone.localdate():
        return _("The post ends on the day that you gave.")
    if account.is_active and not current_and_future_posts().filter(person=account).exists():
        told = _("The post has ended. %(name)s holds no post any more: consider closing the account.")
        return told % {"name": account.name}
    return _("The post has ended.")


def _ask_before_ending(request, account, post, form):
    words = {
        "name": account.name, "role": post.get_role_display(), "unit": post.unit.full_name,
        "day": form.cleaned_data["last_day"],
    }  # fmt: skip
    person = reverse("accounts:person", args=[account.username])
    return render_question(
        request, form, act=POST_END, subject=post, submit=_("End this post"),
        heading=_("End the post of %(name)s?") % words,
        lead=_("%(role)s at %(unit)s. The last day would be %(day)s.") % words,
        none=_("Others hold the same post there, and no work waits for it."),
        crumbs=[(reverse("accounts:people"), _("People")), (person, account.name)], cancel=person,
    )  # fmt: skip
