"""For security administrators: the accounts with failed logins, and unlocking them."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from accounts import policy
from accounts.actions.passwords import unlock
from accounts.manageable_people import manageable_people
from accounts.queries import people
from accounts.views.list_files import make_locks_table
from pages.table_files import asked_kind, respond_table

UNLOCK = policy.Verb.UNLOCK


@require_GET
def locks(request):
    """The failed logins of the people in scope."""
    policy.require_anywhere(request.user, UNLOCK)
    in_scope = manageable_people(request.user, UNLOCK)
    rows = people.failed_logins(in_scope)
    found = people.prefetch_posts(in_scope.filter(username__in=[row["username"] for row in rows]))
    by_username = {person.username: person for person in found}
    rows = [{**row, "person": by_username[row["username"]]} for row in rows]
    if kind := asked_kind(request):
        return respond_table(make_locks_table(rows), kind, _("Locked logins"))
    return render(request, "accounts/locks.html", {"rows": rows})


@require_POST
def person_unlock(request, username):
    """Unlock one account."""
    policy.require_anywhere(request.user, UNLOCK)
    person = get_object_or_404(manageable_people(request.user, UNLOCK), username=username)
    unlock(person, by=request.user)
    messages.success(request, _("%(name)s can try again now.") % {"name": person.name})
    return redirect("accounts:locks")
