"""The parts of a plan that a revised document changes or removes. Called with plan and document locked."""

from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import Person
from audit.errors import Refused
from plans.actions.guard import validated
from plans.models import TaskUnit
from plans.numbering import strip_number
from targets.documents.actions.changes_kept import PlanState
from targets.documents.mentioned_units import MentionedUnits
from targets.documents.revision import list_differences
from targets.documents.target_fields import TARGET_FIELDS, build_target, counts_units
from targets.goals.actions.adjust import COUNTING_FIELDS, adjust_target
from targets.goals.actions.adjust import PROMISE_FIELDS as ADJUSTED
from targets.goals.actions.targets import lock_target, require_valid_target
from targets.models import PlanDocument, Proposal
from targets.models.document import ProposalDecision, ProposalKind, ProposalOutcome


class RevisionWriter:
    """Applies changes and removals, and counts them."""

    def __init__(self, document: PlanDocument, units: MentionedUnits, by: Person, state: PlanState) -> None:
        self.plan, self.document, self.units, self.by, self.state = document.plan, document, units, by, state
        self.counts = {"altered": 0, "removed": 0}

    def apply(self, proposals: list[Proposal]) -> None:
        """Change the plan as accepted. Unchanged proposals become accepted: the document is their source, too."""
        for each in proposals:
            if each.outcome == ProposalOutcome.SAME and each.is_open:
                each.decision, each.decided_by, each.decided_at = ProposalDecision.ACCEPTED, self.by, timezone.now()
                each.save(update_fields=["decision", "decided_by", "decided_at"])
            elif (
                each.is_accepted
                and each.outcome in (ProposalOutcome.SAME, ProposalOutcome.CHANGED)
                and each.made is not None
            ):
                self._change(each)

    def _change(self, each: Proposal) -> None:
        if each.kind == ProposalKind.SECTION:
            self._change_section(each)
        elif each.kind == ProposalKind.TASK:
            self._change_task(each)
        else:
            self._change_target(each)

    def remove(self, gone: list[Proposal]) -> None:
        """Remove from a draft what the document no longer has: targets, tasks, then sections, deepest first."""
        for kind in (ProposalKind.TARGET, ProposalKind.TASK):
            for each in gone:
                if each.kind == kind and each.made is not None:
                    self._remove(each)
        sections = [each for each in gone if each.kind == ProposalKind.SECTION and each.made is not None]
        for each in sorted(sections, key=lambda row: -_depth(row.section)):
            self._remove(each)

    def _change_section(self, each):
        if list_differences(each):
            each.section.title = strip_number(each.name)[:300]
            validated(each.section).save()
            self.counts["altered"] += 1

    def _change_task(self, each):
        task = each.task
        if list_differences(each):
            task.title, task.text = strip_number(each.name)[:300], each.text
            validated(task).save()
            self.counts["altered"] += 1
        there = set(task.units.values_list("unit_id", flat=True))
        for part, names in ((TaskUnit.Part.LEAD, each.lead), (TaskUnit.Part.ASSIST, each.assist)):
            units = [unit for unit in self.units.find(names)[0] if unit.pk not in there]
            TaskUnit.objects.bulk_create(TaskUnit(task=task, unit=unit, part=part) for unit in units)
            there |= {unit.pk for unit in units}

    def _change_target(self, each):
        target = lock_target(self.plan, each.target)
        wanted = build_target(each, self.plan, reached=target.value)
        names = (*TARGET_FIELDS, "decimals", *(("definition",) if counts_units(each) else ()))
        fields = {name: getattr(wanted, name) for name in names if getattr(target, name) != getattr(wanted, name)}
        self.counts["altered"] += bool(fields)
        if not self.plan.is_draft:
            adjusted = {name: fields.pop(name) for name in list(fields) if name in ADJUSTED | COUNTING_FIELDS}
            target = self._adjust(target, adjusted)
        for name, value in fields.items():
            setattr(target, name, value)
        target.clause = each.text
        require_valid_target(target)
        validated(target).save()
        each.target = target

    def _adjust(self, target, fields):
        """Adjust a target of an issued plan, from the document's period on, with the document as the reason."""
        if not fields:
            return target
        reason = _("As in the document “%(title)s”.") % {"title": self.document}
        number = self.document.number or self.document.name[:64]
        try:
            return adjust_target(
                target, by=self.by, from_seq=self.document.from_seq, reason=reason, document_number=number, **fields
            )
        except Refused as refused:
            words = " ".join([str(refused.message), *map(str, refused.cells.values())])
            raise Refused(f"{target.code} {target.name}：{words}", code=refused.code) from refused

    def _remove(self, each):
        thing = each.made
        if each.kind == ProposalKind.TASK and thing.targets.exists():
            words = _("“%(name)s” still has targets in the plan, so it stays. Leave it, or take its targets out, too.")
            raise Refused(words % {"name": thing.title}, cells={str(each.number): words}, code="not empty")
        if each.kind == ProposalKind.SECTION and (thing.tasks.exists() or thing.children.exists()):
            words = _("“%(name)s” is not empty in the plan, so it stays. Leave it, or take out what is in it, too.")
            raise Refused(words % {"name": thing.title}, cells={str(each.number): words}, code="not empty")
        self.state.keep_deleted(thing)
        thing.delete()
        setattr(each, each.kind, None)
        self.counts["removed"] += 1


def _depth(section):
    depth = 0
    while section.parent_id is not None:
        section, depth = section.parent, depth + 1
    return depth
