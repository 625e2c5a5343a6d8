"""What a revised document changes and takes away in its plan. Called with plan and document held."""

from django.utils import timezone
from django.utils.translation import gettext as _

from audit.errors import Refused
from plans.actions.guard import validated
from plans.models import TaskUnit
from plans.numbering import strip_number
from targets.documents.comparing import differences
from targets.documents.made import PROMISED, each_unit, target_of
from targets.goals.actions.adjust import COUNTING_FIELDS, adjust_target
from targets.goals.actions.adjust import PROMISE_FIELDS as ADJUSTED
from targets.goals.actions.targets import lock_target, require_valid_target
from targets.models.document import ProposalDecision, ProposalKind, ProposalOutcome


class Changes:
    """Changes and removals, counted for the trail."""

    def __init__(self, plan, document, names, by):
        self.plan, self.document, self.names, self.by = plan, document, names, by
        self.counts = {"altered": 0, "removed": 0}

    def apply(self, found):
        """Bring what the plan holds to what was accepted; what is the same has this document as its source, too."""
        for each in found:
            if each.outcome == ProposalOutcome.SAME and each.is_open:
                each.decision, each.decided_by, each.decided_at = ProposalDecision.ACCEPTED, self.by, timezone.now()
                each.save(update_fields=["decision", "decided_by", "decided_at"])
            elif (
                each.is_accepted
                and each.outcome in (ProposalOutcome.SAME, ProposalOutcome.CHANGED)
                and each.made is not None
            ):
                {ProposalKind.SECTION: self._section, ProposalKind.TASK: self._task, ProposalKind.TARGET: self._target}[
                    each.kind
                ](each)

    def remove(self, gone):
        """Take out of a draft what the document no longer has: targets, then tasks, then sections, the lowest first."""
        for kind in (ProposalKind.TARGET, ProposalKind.TASK):
            for each in gone:
                if each.kind == kind and each.made is not None:
                    self._remove(each)
        sections = [each for each in gone if each.kind == ProposalKind.SECTION and each.made is not None]
        for each in sorted(sections, key=lambda row: -_depth(row.section)):
            self._remove(each)

    def _section(self, each):
        if differences(each):
            each.section.title = strip_number(each.name)[:300]
            validated(each.section).save()
            self.counts["altered"] += 1

    def _task(self, each):
        task = each.task
        if differences(each):
            task.title, task.text = strip_number(each.name)[:300], each.text
            validated(task).save()
            self.counts["altered"] += 1
        there = set(task.units.values_list("unit_id", flat=True))
        for part, names in ((TaskUnit.Part.LEAD, each.lead), (TaskUnit.Part.ASSIST, each.assist)):
            units = [unit for unit in self.names.find(names)[0] if unit.pk not in there]
            TaskUnit.objects.bulk_create(TaskUnit(task=task, unit=unit, part=part) for unit in units)
            there |= {unit.pk for unit in units}

    def _target(self, each):
        target = lock_target(self.plan, each.target)
        wanted = target_of(each, self.plan, reached=target.value)
        names = (*PROMISED, "decimals", *(("definition",) if each_unit(each) else ()))
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
        """Of an issued plan: from the document's period on, with the document as the reason."""
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
        thing.delete()
        setattr(each, each.kind, None)
        self.counts["removed"] += 1


def _depth(section):
    depth = 0
    while section.parent_id is not None:
        section, depth = section.parent, depth + 1
    return depth
