"""Pictures of a plan document: received, read into proposals once a person has read their text over, or given up."""

from uuid import uuid4

from django.core.files.base import ContentFile
from django.db import transaction
from django.utils.translation import gettext as _

from accounts import policy
from accounts.models import Person
from accounts.policy import Verb
from audit.actions import record
from audit.errors import Refused
from orgs.models import Unit
from plans.models import Plan
from targets.documents.actions.documents import receive_document, start_plan_from_document, visible_name
from targets.models import PlanDocument, ScannedFile

MAX_WAITING = 5  # of one person: each takes the worker a minute or more


@transaction.atomic
def receive_scan(  # noqa: PLR0913 - the fields of the form by which a document is uploaded
    *,
    by: Person,
    name: str,
    data: bytes,
    plan: Plan | None = None,
    unit: Unit | None = None,
    from_seq: int | None = None,
    revises: PlanDocument | None = None,
) -> ScannedFile:
    """Keep the pictures for the worker, which recognises their text: for ``plan``, or for a new one of ``unit``.

    Raises Refused while too many wait, PermissionDenied for anybody but the planner.
    """
    scan = ScannedFile(plan=plan, unit=unit, from_seq=from_seq, revises=revises, by=by, name=visible_name(name))
    policy.require(by, Verb.PLAN, scan.owner)
    if ScannedFile.objects.filter(by=by, finished_at=None).count() >= MAX_WAITING:
        raise Refused(_("%(n)s files of yours wait to be recognised. Wait for them first.") % {"n": MAX_WAITING})
    scan.file.save(f"{uuid4().hex}.bin", ContentFile(data), save=False)
    scan.save()
    _record(scan, by, "document.scan")
    return scan


def read_scan(scan: ScannedFile, *, by: Person, text: str) -> PlanDocument:
    """Read the recognised text, as a person corrected it, into proposals; the pictures are kept as the document's file.

    Raises Refused while the text is not there, and as ``receive_document``.
    """
    if not scan.is_read:
        raise Refused(_("The text of these pictures is not there yet."))
    with scan.file.open("rb") as file:
        data = file.read()
    with transaction.atomic():
        given = {"by": by, "name": scan.name, "data": data, "text": text, "scanned_pages": scan.pages}
        if scan.plan:
            document = receive_document(scan.plan, from_seq=scan.from_seq, revises=scan.revises, **given)
        else:
            document = start_plan_from_document(unit=scan.owner, **given)
        _delete(scan)
    return document


@transaction.atomic
def give_up_scan(scan: ScannedFile, *, by: Person) -> None:
    """Delete the pictures unread. The worker stops at the next page."""
    policy.require(by, Verb.PLAN, scan.owner)
    _record(scan, by, "document.unscan")
    _delete(scan)


def _delete(scan):
    file = scan.file
    scan.delete()
    transaction.on_commit(lambda: file.storage.delete(file.name), robust=True)


def _record(scan, by, verb):
    record(by=by, verb=verb, on=scan.plan or scan.owner, unit=scan.owner, data={"file": scan.name})
