"""Giving posts and ending them."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.actions.posts import end_post, give_post
from accounts.forms.people import EndPostForm, PostForm, add_refusal, proposed_units
from accounts.views.people import managed
from audit.errors import Refused


@require_http_methods(["GET", "POST"])
def post_new(request, username):
    whom = managed(request, username)
    form = PostForm(request.POST or None, by=request.user)
    if form.is_valid():
        try:
            give_post(by=request.user, person=whom, **form.cleaned_data)
        except Refused as refused:
            add_refusal(form, refused)
        else:
            messages.success(request, _("The post is given."))
            return redirect("accounts:person", username)
    units = proposed_units(form)
    return render(request, "accounts/post_new.html", {"form": form, "person": whom, "units": units})


@require_http_methods(["GET", "POST"])
def post_end(request, username, pk):
    whom = managed(request, username)
    post = get_object_or_404(whom.posts.select_related("unit"), pk=pk)
    form = EndPostForm(request.POST or None)
    if form.is_valid():
        try:
            end_post(post, by=request.user, last_day=form.cleaned_data["last_day"])
        except Refused as refused:
            add_refusal(form, refused)
        else:
            messages.success(request, _("The post ends on the day that you gave."))
            return redirect("accounts:person", username)
    return render(request, "accounts/post_end.html", {"form": form, "person": whom, "post": post})
