"""What the slots of comments and looks show of a page's place."""

from django import template

from accounts import policy
from accounts.policy import Verb
from supervision.models import Mention
from supervision.queries.looks import SinceLook, read_since_look
from supervision.queries.notes import NoteThread, list_threads, list_waiting_mentions
from targets.results.place import TotalsPlace

register = template.Library()


@register.simple_tag(takes_context=True)
def read_threads(context: template.Context, place: TotalsPlace) -> list[NoteThread]:
    """The comments on the target of the page, else on the unit and its numbers."""
    return list_threads(context["request"].user, place, context.get("target"))


@register.simple_tag(takes_context=True)
def may_comment(context: template.Context, place: TotalsPlace) -> bool:
    return policy.may(context["request"].user, Verb.COMMENT, place.participant)


@register.simple_tag(takes_context=True)
def read_mentions(context: template.Context) -> list[Mention]:
    """The comments that wait for the person of the page."""
    return list(list_waiting_mentions(context["request"].user))


@register.simple_tag(takes_context=True)
def read_since(context: template.Context, place: TotalsPlace) -> SinceLook | None:
    """What has happened since the person of the page last looked."""
    return read_since_look(context["request"].user, place)
