"""Bring and remove the templates of an office. Each is one transaction with its audit row."""

import hashlib
from uuid import uuid4

from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts import policy
from accounts.models import Person
from accounts.policy import Verb
from audit.actions import record
from circulars.models import CircularTemplate
from circulars.word.example import make_example
from circulars.word.problems import describe_refusal
from circulars.word.template_check import MAX_BYTES, TemplateRefused
from circulars.word.template_fill import fill_template
from orgs.models import Unit
from reader.files.reasons import UnreadableFile


def receive_template(file, *, office: Unit, name: str, by: Person) -> CircularTemplate:
    """Keep an uploaded .docx as the newest version of the office's template ``name``; it is filled once to try it.

    Raises PermissionDenied, or ValidationError that names the field or the part that is wrong; nothing is kept then.
    """
    policy.require(by, Verb.PUBLISH, office)
    if (file.size or 0) > MAX_BYTES:
        raise ValidationError({"file": describe_refusal(TemplateRefused("too_big"))})
    data = file.read()
    try:
        fill_template(data, make_example())
    except (TemplateRefused, UnreadableFile) as refused:
        raise ValidationError({"file": describe_refusal(refused)}) from refused
    template = CircularTemplate(
        office=office, name=" ".join(name.split()), by=by, file_name=(file.name or "")[:200],
        sha256=hashlib.sha256(data).hexdigest(),
    )  # fmt: skip
    with transaction.atomic():
        Unit.objects.select_for_update().get(pk=office.pk)  # two versions at once get two numbers
        newest = CircularTemplate.objects.filter(office=office, name=template.name).order_by("-version").first()
        template.version = 1 + (newest.version if newest else 0)
        # A generated name on disk: the name that a person gave the file is never part of a path.
        template.file.save(f"{uuid4().hex}.bin", ContentFile(data), save=False)
        template.full_clean()
        template.save()
        _record(template, verb="template.receive", by=by)
    return template


@transaction.atomic
def remove_template(template: CircularTemplate, *, by: Person) -> None:
    """Take a template off the list with all its versions; circulars that use one keep it. Raises PermissionDenied."""
    policy.require(by, Verb.PUBLISH, template.office)
    versions = CircularTemplate.objects.filter(office=template.office, name=template.name, removed_at=None)
    if versions.update(removed_at=timezone.now()) == 0:
        raise ValidationError(_("This template has been removed."))
    _record(template, verb="template.remove", by=by)


def _record(template, *, verb, by):
    data = {"name": template.name, "file": template.file_name, "version": template.version}
    record(by=by, verb=verb, on=f"{template.office.code}/{template.name}", unit=template.office, data=data)
