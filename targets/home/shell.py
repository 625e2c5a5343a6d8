"""Context of the head of every page: navigation with counts, and the person's posts."""

from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import SimpleLazyObject
from django.utils.translation import gettext_lazy

from accounts import policy
from accounts.models import Person, Role
from accounts.policy import Verb
from targets.home.queries import count_todo

# (verbs of which one is required, none for everybody; URL name; label)
NAVIGATION = [
    ((), "targets:home", gettext_lazy("To do")),
    ((Verb.SEE_PLAN,), "plans:list", gettext_lazy("Plans")),
    ((Verb.FILL,), "targets:returns", gettext_lazy("Our returns")),
    ((Verb.REVIEW,), "targets:review_queue", gettext_lazy("Review")),
    ((Verb.IMPORT, Verb.FILL), "targets:sheets", gettext_lazy("Workbooks")),
    ((Verb.SEE_TOTALS,), "dashboards:list", gettext_lazy("Totals")),
    ((Verb.MANAGE_UNITS,), "units:list", gettext_lazy("Units")),
    ((Verb.MANAGE_PEOPLE,), "accounts:people", gettext_lazy("People")),
    ((Verb.SEE_TOTALS,), "circulars:list", gettext_lazy("Circulars")),
    ((Verb.UNLOCK,), "accounts:locks", gettext_lazy("Unlocking")),
    ((Verb.READ_TRAIL,), "accounts:trail", gettext_lazy("Audit trail")),
]


def shell(request: HttpRequest) -> dict[str, Any]:
    """Context processor: ``nav`` and ``my_posts``, computed only when a template reads them."""
    person = getattr(request, "user", None)
    if person is None or not person.is_authenticated:
        return {}
    return {
        "nav": SimpleLazyObject(lambda: build_navigation(person, request.path)),
        "my_posts": SimpleLazyObject(lambda: list_posts(person)),
    }


def build_navigation(person: Person, path: str) -> list[dict[str, Any]]:
    """The entries that this person may use: dicts of url, label, active and count; none until a temporary password is
    changed, because no other page opens before."""
    if person.must_change_password:
        return []
    todo = count_todo(person)
    numbers = {"targets:home": todo.total, "targets:review_queue": todo.review}
    items = []
    for verbs, name, label in NAVIGATION:
        if verbs and not any(policy.may_anywhere(person, verb) for verb in verbs):
            continue
        url = reverse(name)
        active = path == url or (name != "targets:home" and path.startswith(url))
        items.append({"url": url, "label": label, "active": active, "count": numbers.get(name, 0)})
    return items


def list_posts(person: Person) -> list[dict[str, Any]]:
    """The posts that this person holds today: dicts of unit_name and role_label."""
    labels = dict(Role.choices)
    return [{"unit_name": h.unit_name, "role_label": labels[h.role]} for h in policy.held_posts(person)]
