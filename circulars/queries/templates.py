"""Which templates a person sees, and which a circular of a unit may use."""

from django.db.models import Q, QuerySet
from django.http import Http404

from accounts import policy
from accounts.models import Person
from accounts.policy import Verb
from circulars.models import CircularTemplate
from orgs.models import Unit


def usable_templates(path: str) -> QuerySet[CircularTemplate]:
    """For circulars of the unit at ``path``: the newest of each name, of the unit itself and of those above it."""
    return _newest(Q(office__code__in=path.strip("/").split("/")))


def visible_templates(person: Person) -> QuerySet[CircularTemplate]:
    """The newest of each name, of the units where the person publishes and of those above them."""
    above = {code for _reach, path in policy.grants(person, Verb.PUBLISH) for code in path.strip("/").split("/")}
    return _newest(policy.paths_q(person, Verb.PUBLISH, "office__path") | Q(office__code__in=above))


def get_template(person: Person, pk: int) -> CircularTemplate:
    """A template that the person sees, also an older version; else Http404."""
    above = {code for _reach, path in policy.grants(person, Verb.PUBLISH) for code in path.strip("/").split("/")}
    condition = policy.paths_q(person, Verb.PUBLISH, "office__path") | Q(office__code__in=above)
    found = CircularTemplate.objects.filter(condition, pk=pk).select_related("office").first()
    if found is None:
        raise Http404
    return found


def list_own_offices(person: Person) -> list[Unit]:
    """The units that templates of the person belong to: those of the posts that publish."""
    paths = {path for _reach, path in policy.grants(person, Verb.PUBLISH)}
    return list(Unit.objects.filter(path__in=paths).order_by("path"))


def read_bytes(template: CircularTemplate) -> bytes:
    """The template as it was brought."""
    with template.file.open("rb") as file:
        return file.read()


def _newest(condition):
    found = CircularTemplate.objects.filter(condition, removed_at=None).select_related("office", "by")
    return found.order_by("office__path", "name", "-version").distinct("office__path", "name")
