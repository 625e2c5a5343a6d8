"""Whom a comment on a unit's number can reach, and who is responsible for it."""

from dataclasses import dataclass

from accounts.models import Post, Role
from accounts.policy import Verb
from accounts.queries.posts import posts_with_verb_below
from plans.models import Participant

OFFERED_ABOVE = (Role.REVIEWER, Role.PLANNER)
OFFERED_THERE = (*OFFERED_ABOVE, Role.CLERK)


@dataclass
class Reachable:
    """Somebody who may see the number; ``offered``: responsible for it, so in the list to choose from."""

    pk: int
    name: str
    where: str
    offered: bool = False


def list_reachable(participant: Participant) -> list[Reachable]:
    """Everybody who may see the unit's numbers, those of the unit itself first; one query."""
    codes = participant.path.strip("/").split("/")
    posts = posts_with_verb_below(Verb.SEE_TOTALS).filter(unit__code__in=codes).select_related("unit")
    found: dict[int, Reachable] = {}
    for post in sorted(posts, key=lambda each: len(each.unit.path), reverse=True):
        place = f"{post.unit.short_name or post.unit.name} {post.get_role_display()}"
        name = post.person.name or post.person.username
        person = found.setdefault(post.person_id, Reachable(post.person_id, name, place))
        person.offered = person.offered or _is_responsible(post, participant)
    return list(found.values())


def _is_responsible(post: Post, participant: Participant) -> bool:
    there = post.unit.path == participant.path
    return post.role in (OFFERED_THERE if there else OFFERED_ABOVE)
