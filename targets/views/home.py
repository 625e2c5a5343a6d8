"""The first page after login: what this person has to do now."""

from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from targets.queries.checks import troubles
from targets.queries.todo import boards, todo


@require_safe
def home(request):
    items = todo(request.user, timezone.localdate())
    context = {"items": items, "boards": boards(request.user), "troubles": troubles(request.user)}
    return render(request, "targets/home.html", context)
