"""For security administrators: who is locked out after wrong passwords, and letting them try again."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from accounts import policy, scope
from accounts.actions.passwords import unlock
from accounts.queries import people

UNLOCK = policy.Verb.UNLOCK


@require_GET
def locks(request):
    policy.require_anywhere(request.user, UNLOCK)
    mine = scope.manageable_people(request.user, UNLOCK)
    rows = people.failed_logins(mine)
    who = {
        each.username: each for each in people.prefetch_posts(mine.filter(username__in=[r["username"] for r in rows]))
    }
    rows = [{**row, "person": who[row["username"]]} for row in rows]
    return render(request, "accounts/locks.html", {"rows": rows})


@require_POST
def person_unlock(request, username):
    policy.require_anywhere(request.user, UNLOCK)
    whom = get_object_or_404(scope.manageable_people(request.user, UNLOCK), username=username)
    unlock(whom, by=request.user)
    messages.success(request, _("%(name)s can try again now.") % {"name": whom.name})
    return redirect("accounts:locks")
