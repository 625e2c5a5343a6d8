"""What every page shows around itself: the way to the rooms that this person may enter, and how much waits there."""

from django.urls import reverse
from django.utils.functional import SimpleLazyObject
from django.utils.translation import gettext_lazy

from accounts import policy
from accounts.models import Role
from accounts.policy import Verb
from targets.home.queries import counts

# (the verb that opens the room, or None for everybody; its address; its word)
ROOMS = [
    (None, "targets:home", gettext_lazy("To do")),
    (Verb.SEE_PLAN, "plans:list", gettext_lazy("Plans")),
    (Verb.FILL, "targets:returns", gettext_lazy("Our returns")),
    (Verb.REVIEW, "targets:review_queue", gettext_lazy("Review")),
    (Verb.IMPORT, "targets:sheets", gettext_lazy("Workbooks")),
    (Verb.SEE_TOTALS, "dashboards:list", gettext_lazy("Totals")),
    (Verb.MANAGE_UNITS, "units:list", gettext_lazy("Units")),
    (Verb.MANAGE_PEOPLE, "accounts:people", gettext_lazy("People")),
    (Verb.UNLOCK, "accounts:locks", gettext_lazy("Unlocking")),
    (Verb.READ_TRAIL, "accounts:trail", gettext_lazy("Audit trail")),
]


def shell(request):
    """Context of the shell: ``nav`` and ``my_posts``, worked out only when a page with a head is shown."""
    person = getattr(request, "user", None)
    if person is None or not person.is_authenticated:
        return {}
    return {
        "nav": SimpleLazyObject(lambda: nav(person, request.path)),
        "my_posts": SimpleLazyObject(lambda: my_posts(person)),
    }


def nav(person, here):
    """The rooms that this person may enter, as dicts of url, label, active and count."""
    waits = counts(person)
    numbers = {"targets:home": waits.total, "targets:review_queue": waits.review}
    items = []
    for verb, name, label in ROOMS:
        if verb is not None and not policy.may_anywhere(person, verb):
            continue
        url = reverse(name)
        active = here == url or (name != "targets:home" and here.startswith(url))
        items.append({"url": url, "label": label, "active": active, "count": numbers.get(name, 0)})
    return items


def my_posts(person):
    """The posts that this person holds today, in words."""
    words = dict(Role.choices)
    return [{"unit_name": h.unit_name, "role_label": words[h.role]} for h in policy.held_posts(person)]
