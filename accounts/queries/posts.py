"""Who may do something at a unit itself: to whom a reminder goes."""

from django.db.models import Q
from django.utils import timezone

from accounts.models import Post
from accounts.policy import VERBS_BY_ROLE, Reach


def posts_with_verb_at(verb, unit_ids):
    """The posts, held today by people who may log in, that give ``verb`` at exactly these units; with their people."""
    today = timezone.localdate()
    roles = [role for role, verbs in VERBS_BY_ROLE.items() if verbs.get(verb) == Reach.OWN]
    return (
        Post.objects.filter(Q(to_date=None) | Q(to_date__gte=today), role__in=roles, unit__in=unit_ids)
        .filter(from_date__lte=today, person__is_active=True)
        .select_related("person")
        .order_by("unit__path", "person__username")
    )
