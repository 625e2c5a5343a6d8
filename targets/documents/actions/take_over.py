"""Taking a confirmed document over into its plan: sections, tasks and targets in one transaction, and only once."""

from django.db import transaction
from django.db.models import prefetch_related_objects
from django.utils import timezone
from django.utils.translation import gettext as _

from audit.actions import record
from audit.errors import Refused
from plans.models import Period
from targets.documents.actions.documents import about_file, hold
from targets.documents.actions.parts import Parts
from targets.documents.checking import faults_of
from targets.models.document import ProposalDecision, ProposalOutcome
from targets.shares.actions.due_returns import ensure_returns
from targets.shares.actions.effective_period import EffectiveStart
from targets.shares.actions.versions import complete_shares
from targets.totals.stale_marks import mark_stale

SHOWN = 10  # names in one sentence


@transaction.atomic
def take_over(document, *, by):
    """Write what was accepted of a document into its plan; how many sections, tasks and targets, as a dict.

    Raises Refused, its cells named by the numbers of the proposals, for what is not decided yet and for what cannot be;
    and when the document was taken over already: then nothing is written twice. In an issued plan all of it counts from
    the document's period on.
    """
    document = hold(document, by=by)
    plan = document.plan
    found = list(document.proposals.select_related("target__task", "task", "section").order_by("start", "number"))
    for each in found:
        each.document = document
        if each.target:
            each.target.plan = plan
    prefetch_related_objects([plan], "periods")
    _refuse_undecided(found)
    _refuse_impossible(found)
    _refuse_start(document)
    parts = Parts(document, found, by)
    counts = parts.write()
    if not plan.is_draft:
        complete_shares(plan, start=EffectiveStart(document.from_seq, by=by))
        ensure_returns(plan)
        mark_stale(plan_id=plan.pk)
    document.accepted_at, document.accepted_by = timezone.now(), by
    document.save(update_fields=["accepted_at", "accepted_by"])
    data = about_file(document) | counts
    if document.from_seq:
        data["from_seq"] = document.from_seq
    record(by=by, verb="document.accept", on=plan, unit=plan.unit, data=data)
    return counts


def _refuse_undecided(found):
    """One that the plan holds already as it is needs no decision."""
    waiting = [each for each in found if each.is_open and each.outcome != ProposalOutcome.SAME]
    if waiting:
        words = _("Not decided yet: %(n)s (%(names)s). Accept each or leave it out.")
        raise Refused(words % {"n": len(waiting), "names": _names(waiting)}, cells=_cells(waiting), code="undecided")
    if not any(each.decision == ProposalDecision.ACCEPTED or each.outcome == ProposalOutcome.SAME for each in found):
        raise Refused(_("Nothing of this document was accepted. Set it aside instead."), code="nothing")


def _refuse_impossible(found):
    cells, wrong = {}, []
    for each in found:
        if each.is_accepted and (faults := faults_of(each)):
            cells[str(each.number)] = " ".join(map(str, faults.values()))
            wrong.append(each)
    if wrong:
        words = _("Cannot be taken over: %(names)s.") % {"names": _names(wrong, cells)}
        raise Refused(words, cells=cells, code="invalid")


def _refuse_start(document):
    if document.plan.is_draft:
        return
    period = document.plan.periods.filter(seq=document.from_seq).first()
    if period is None:
        raise Refused(
            _("The plan was issued meanwhile. Read the document again, as a supplement from a period on."), code="state"
        )
    if period.state == Period.State.LOCKED:
        raise Refused(
            _("%(period)s is locked and its numbers are published. Read the document again from a later one.")
            % {"period": period.name},
            code="state",
        )


def _names(found, cells=None):
    told = [f"“{each.name}”{'：' + cells[str(each.number)] if cells else ''}" for each in found[:SHOWN]]
    return "；".join(told) + ("…" if len(found) > SHOWN else "")


def _cells(found):
    return {str(each.number): _("Not decided yet.") for each in found}
