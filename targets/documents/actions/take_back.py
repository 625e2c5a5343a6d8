"""Take back what a document wrote into the plan, in one act, until somebody has reported on it; and single wrong parts.

The document can then be decided again. Shares of an issued plan keep their history: versions are replaced, not deleted.
"""

from collections.abc import Collection
from typing import Any

from django.core import serializers
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import Person
from audit.actions import record
from audit.errors import Refused
from plans.actions.guard import NOT_CLOSED, lock_plan
from plans.models import Plan, Section, Task, TaskUnit
from targets.documents.actions.changes_kept import KINDS, newest_versions
from targets.documents.actions.documents import document_audit_data
from targets.models import Allocation, FigureVersion, PlanDocument, Progress, Proposal, Return, ShareBefore, Target
from targets.shares.actions.due_returns import ensure_returns
from targets.shares.actions.share_history import record_share_history
from targets.totals.stale_marks import mark_stale

MAX_NAMES = 5


@transaction.atomic
def take_back_document(document: PlanDocument, *, by: Person) -> dict[str, int]:
    """Put the plan back as it stood before the document was adopted; how many parts were taken out and put back.

    Raises Refused when somebody has reported on what it wrote, when the plan was issued or another document adopted
    over it since, or when it was taken back already; PermissionDenied for anybody but the plan's planner.
    """
    plan = lock_plan(document.plan, by=by, states=NOT_CLOSED)
    fresh = PlanDocument.objects.select_for_update(of=("self",)).get(pk=document.pk)
    fresh.plan = plan
    _require_undoable(plan, fresh)
    changes = fresh.changes
    made = changes["made"]
    _require_unreported(plan, [*made["target"], *map(int, changes["altered"]["target"])], made["task"], fresh)
    _require_nothing_added(plan, made)
    counts = {"removed": sum(len(pks) for pks in made.values())}
    _delete_parts(plan, made["target"], made["task"])
    TaskUnit.objects.filter(pk__in=changes["units"]).delete()
    _restore_deleted(changes["deleted"])
    counts["altered"] = _restore_fields(changes["altered"]) + len([1 for row in changes["deleted"] if "model" in row])
    _delete_sections(made["section"])
    _restore_shares(changes["adjustments"], by)
    if not plan.is_draft:
        ensure_returns(plan)
        mark_stale(plan_id=plan.pk)
    fresh.accepted_at, fresh.accepted_by, fresh.changes = None, None, {}
    fresh.save(update_fields=["accepted_at", "accepted_by", "changes"])
    record(by=by, verb="document.take_back", on=plan, unit=plan.unit, data=document_audit_data(fresh) | counts)
    return counts


@transaction.atomic
def remove_written_part(proposal: Proposal, *, by: Person) -> None:
    """Delete one wrong task (with its targets) or target that a supplement wrote into an issued plan.

    Raises Refused when the document made no such part, and when somebody has reported on it.
    """
    plan = lock_plan(proposal.document.plan, by=by, states=NOT_CLOSED)
    document = PlanDocument.objects.select_for_update(of=("self",)).get(pk=proposal.document_id)
    part = proposal.made
    if (
        part is None
        or proposal.kind == "section"
        or part.pk not in document.changes.get("made", {}).get(proposal.kind, [])
    ):
        raise Refused(_("This document did not write it, so it cannot be deleted here."), code="state")
    tasks = [part.pk] if proposal.kind == "task" else []
    targets = list(Target.objects.filter(task__in=tasks).values_list("pk", flat=True)) if tasks else [part.pk]
    _require_unreported(plan, targets, tasks, document)
    data = {"code": part.code, "name": str(part), "targets": len(targets)}
    _delete_parts(plan, targets, tasks)
    if not plan.is_draft:
        ensure_returns(plan)
        mark_stale(plan_id=plan.pk)
    record(by=by, verb="document.remove_part", on=plan, unit=plan.unit, data=data)


def find_obstacle(document: PlanDocument) -> str:
    """Why the document cannot be taken back, for its page; "" when it can. Reports are looked for only in the act."""
    try:
        _require_undoable(document.plan, document)
    except Refused as refused:
        return str(refused.message)
    return ""


def _require_undoable(plan, document):
    if document.accepted_at is None:
        raise Refused(_("Nothing of this document stands in the plan: it was taken back already."), code="state")
    if not document.changes:
        raise Refused(_("It was adopted before such acts could be taken back."), code="state")
    if plan.issued_at and plan.issued_at > document.accepted_at:
        raise Refused(_("The plan was issued since then, so its parts are fixed."), code="state")
    if plan.documents.filter(accepted_at__gt=document.accepted_at).exists():
        raise Refused(_("Another document was adopted after it. Take that one back first."), code="state")


def _require_unreported(plan, targets: Collection[int], tasks: Collection[int], document) -> None:
    """Raise Refused when somebody has typed something about these parts since the document was adopted. The returns are
    locked first, in the order of their ids as everywhere: nobody types into them until this is done."""
    list(Return.objects.filter(period__plan=plan).order_by("pk").select_for_update(no_key=True).values_list("pk"))
    since = document.accepted_at
    figures = FigureVersion.objects.filter(target__in=targets, at__gte=since).values_list("target_id", flat=True)
    progress = Progress.objects.filter(task__in=tasks).values_list("task_id", flat=True)
    names = [*Target.objects.filter(pk__in=figures), *Task.objects.filter(pk__in=progress)]
    if names:
        words = _("Somebody has reported on it since: %(names)s. It stays; adjust what is wrong.")
        raise Refused(words % {"names": _list_names(names)}, code="reported")


def _require_nothing_added(plan: Plan, made: dict[str, list[int]]) -> None:
    """Targets and tasks that were added by hand to what goes would go with it unnamed."""
    targets = plan.targets.filter(task__in=made["task"]).exclude(pk__in=made["target"])
    if names := list(targets):
        words = _("These were added since, by hand: %(names)s. Move or delete them first.")
        raise Refused(words % {"names": _list_names(names)}, code="added")


def _delete_parts(plan: Plan, targets: Collection[int], tasks: Collection[int]) -> None:
    """Delete targets with their shares, and tasks; nobody has reported on them."""
    ShareBefore.objects.filter(allocation__target__in=targets).delete()
    plan.targets.filter(pk__in=targets).delete()
    plan.tasks.filter(pk__in=tasks).delete()


def _delete_sections(pks: list[int]) -> None:
    """Delete the sections, the last made first; one in which something stands now stays."""
    for section in Section.objects.filter(pk__in=pks).order_by("-pk"):
        if not section.tasks.exists() and not section.children.exists():
            section.delete()


def _restore_deleted(rows: list[dict[str, Any]]) -> None:
    """Rows come back with the keys that they had, and what pointed at them points at them again."""
    for each in serializers.deserialize("python", [row for row in rows if "model" in row]):
        each.save()
    for row in rows:
        if "links" in row:
            Proposal.objects.filter(pk__in=row["pks"]).update(**{f"{row['links']}_id": row["to"]})


def _restore_fields(altered: dict[str, dict[str, dict[str, list]]]) -> int:
    """Fields get back what they had; how many rows."""
    n = 0
    for kind, rows in altered.items():
        model = KINDS[kind]
        for row in model._default_manager.filter(pk__in=rows):
            fields = {name: pair[0] for name, pair in rows[str(row.pk)].items()}
            for name, value in fields.items():
                field = model._meta.get_field(name)
                setattr(row, field.attname, field.to_python(value))  # type: ignore[union-attr]
            row.save(update_fields=list(fields))
            n += 1
    return n


def _restore_shares(adjustments: list[int], by: Person) -> None:
    """The versions that the adjustments wrote are replaced; those that they had replaced are in force again."""
    written = newest_versions(adjustments)
    if any(row.replaced for row in written):
        raise Refused(_("Its shares were adjusted again since then."), code="adjusted")
    at = timezone.now()
    record_share_history([row.pk for row in written], "share", by=by, at=at)
    Allocation.objects.filter(pk__in=[row.pk for row in written]).update(replaced=True)
    for row in written:
        same = Allocation.objects.filter(target=row.target_id, participant=row.participant_id, from_seq=row.from_seq)
        before = same.filter(replaced=True, pk__lt=row.pk).order_by("-pk").first()
        if before:
            record_share_history([before.pk], "share", by=by, at=at)
            Allocation.objects.filter(pk=before.pk).update(replaced=False)


def _list_names(rows):
    return "、".join(map(str, rows[:MAX_NAMES])) + ("…" if len(rows) > MAX_NAMES else "")
