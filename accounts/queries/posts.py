"""Queries of posts."""

from collections.abc import Iterable

from django.db.models import Q, QuerySet
from django.utils import timezone

from accounts.models import Post
from accounts.policy import VERBS_BY_ROLE, Reach, Verb


def posts_with_verb_at(verb: Verb, unit_ids: Iterable[int]) -> QuerySet[Post]:
    """Today's posts of active people that grant ``verb`` at exactly these units; their people are selected, too."""
    roles = [role for role, verbs in VERBS_BY_ROLE.items() if verbs.get(verb) == Reach.OWN]
    return _list_held_posts(roles).filter(unit__in=unit_ids)


def posts_with_verb_below(verb: Verb) -> QuerySet[Post]:
    """Today's posts of active people that grant ``verb`` at the units below theirs; their people are selected, too."""
    roles = [role for role, verbs in VERBS_BY_ROLE.items() if verbs.get(verb) in (Reach.BELOW, Reach.TREE)]
    return _list_held_posts(roles)


def _list_held_posts(roles):
    today = timezone.localdate()
    return (
        Post.objects.filter(Q(to_date=None) | Q(to_date__gte=today), role__in=roles)
        .filter(from_date__lte=today, person__is_active=True)
        .select_related("person")
        .order_by("unit__path", "person__username")
    )
