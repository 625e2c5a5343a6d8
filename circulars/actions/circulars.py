"""Write, edit, publish and withdraw circulars. Each is one transaction with its audit row."""

from collections.abc import Mapping
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts import policy
from accounts.models import Person
from accounts.policy import Verb
from audit.actions import record
from circulars.actions.pdf import request_pdf
from circulars.models import Circular
from circulars.queries.account import list_given_texts
from circulars.queries.facts import read_facts
from targets.results.place import TotalsPlace

MAX_PARAGRAPH = 3000
FIELDS = ("title", "number", "issuer", "recipients", "sections", "first", "last", "shown", "template")


@transaction.atomic
def create_circular(place: TotalsPlace, *, fields: Mapping[str, Any], by: Person) -> Circular:
    """A draft with the figures of a place as they stand now. ``fields`` are those of FIELDS; without a template, the
    layout of the standard.

    Raises PermissionDenied, or ValidationError for a place without targets, or whose period has not begun.
    """
    policy.require(by, Verb.PUBLISH, place.participant)
    _require_figures(place)
    circular = Circular(
        plan=place.plan, participant=place.participant, period=place.period, basis=place.basis, by=by,
        facts=read_facts(place).to_json(), frozen_at=timezone.now(),
    )  # fmt: skip
    _set_fields(circular, fields)
    circular.full_clean()
    circular.save()
    _record(circular, verb="circular.create", by=by)
    return circular


@transaction.atomic
def change_circular(circular: Circular, *, fields: Mapping[str, Any], by: Person, seen: int) -> Circular:
    """Change what a draft tells and how it is headed; its figures stay. Raises as ``refresh_figures``."""
    circular = _lock_draft(circular, by=by, seen=seen)
    _set_fields(circular, fields)
    return _save(circular, verb="circular.change", by=by)


@transaction.atomic
def refresh_figures(circular: Circular, place: TotalsPlace, *, by: Person, seen: int) -> Circular:
    """Freeze the figures of a draft anew. Edited paragraphs whose sentences stay the same keep their wording.

    Raises PermissionDenied, or ValidationError where it is no draft, or was changed since version ``seen``.
    """
    circular = _lock_draft(circular, by=by, seen=seen)
    _require_figures(place)
    circular.facts, circular.frozen_at = read_facts(place).to_json(), timezone.now()
    return _save(circular, verb="circular.refresh", by=by)


@transaction.atomic
def edit_paragraph(circular: Circular, key: str, text: str, *, by: Person, seen: int) -> Circular:
    """Put ``text`` in place of the paragraph ``key`` of a draft; the paragraph's own text takes the edit back, ""
    leaves the paragraph out.

    Raises as ``refresh_figures``, and ValidationError for an unknown paragraph or too long a text.
    """
    circular = _lock_draft(circular, by=by, seen=seen)
    given = list_given_texts(circular)
    if key not in given:
        raise ValidationError(_("This paragraph is not there any more. Load the page again."))
    text = " ".join(text.split())
    if len(text) > MAX_PARAGRAPH:
        raise ValidationError(_("The paragraph is longer than %(n)s characters.") % {"n": MAX_PARAGRAPH})
    if text == given[key]:
        circular.edits.pop(key, None)
    else:
        circular.edits[key] = {"from": given[key], "to": text}
    return _save(circular, verb="circular.edit", by=by, paragraph=key)


@transaction.atomic
def publish_circular(circular: Circular, *, by: Person, seen: int) -> Circular:
    """Publish a draft: nothing of it changes any more. Raises as ``refresh_figures``."""
    circular = _lock_draft(circular, by=by, seen=seen)
    circular.state, circular.published_by, circular.published_at = Circular.State.PUBLISHED, by, timezone.now()
    transaction.on_commit(lambda: request_pdf(circular.pk))
    return _save(circular, verb="circular.publish", by=by)


@transaction.atomic
def withdraw_circular(circular: Circular, *, reason: str, by: Person) -> Circular:
    """Withdraw a published circular; it stays readable, marked as withdrawn with the reason.

    Raises PermissionDenied, or ValidationError without a reason or where it is not published.
    """
    policy.require(by, Verb.PUBLISH, circular.participant)
    circular = Circular.objects.select_for_update(of=("self",)).get(pk=circular.pk)
    if circular.state != Circular.State.PUBLISHED:
        raise ValidationError(_("Only a published circular can be withdrawn."))
    if not reason.strip():
        raise ValidationError({"reason": _("Say why it is withdrawn.")})
    circular.state, circular.withdrawn_by, circular.withdrawn_at = Circular.State.WITHDRAWN, by, timezone.now()
    circular.withdrawn_because = reason.strip()
    return _save(circular, verb="circular.withdraw", by=by, reason=reason.strip())


@transaction.atomic
def delete_draft(circular: Circular, *, by: Person, seen: int) -> None:
    """Delete a draft. Raises as ``refresh_figures``."""
    circular = _lock_draft(circular, by=by, seen=seen)
    _record(circular, verb="circular.delete", by=by)
    circular.delete()


def _set_fields(circular, fields):
    for name in FIELDS:
        setattr(circular, name, fields.get(name) if name == "template" else fields[name])
    if circular.template is not None and circular.template.office.code not in circular.participant.path.split("/"):
        raise ValidationError(_("This template belongs to another unit."))


def _require_figures(place):
    if place.period is None or not place.targets:
        raise ValidationError(_("A circular needs a plan with targets, and a period that has begun."))


def _lock_draft(circular, *, by, seen):
    policy.require(by, Verb.PUBLISH, circular.participant)
    circular = Circular.objects.select_for_update(of=("self",)).get(pk=circular.pk)
    if not circular.is_draft:
        raise ValidationError(_("A published circular does not change any more. Withdraw it, and write a new one."))
    if circular.version != seen:
        raise ValidationError(
            _("Somebody has changed this circular meanwhile. Nothing was saved; load the page again.")
        )
    return circular


def _save(circular, *, verb, by, **data):
    circular.version += 1
    circular.full_clean()
    circular.save()
    _record(circular, verb=verb, by=by, **data)
    return circular


def _record(circular, *, verb, by, **data):
    data |= {"title": circular.title, "plan": circular.plan.code, "period": circular.period.code}
    record(by=by, verb=verb, on=circular, unit=circular.participant.code, data=data)
