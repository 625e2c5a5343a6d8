"""The history of a return, read from the audit trail: only there a withdrawal differs from a correction."""

from dataclasses import dataclass
from datetime import datetime

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from audit.models import Entry
from targets.models import Return
from targets.models.report import State
from targets.returns.queries.objections import list_answers

# Audit verb -> (what happened, the state that gives the colour).
EVENT_LABELS = {
    "return.submit": (_("submitted"), "submitted"),
    "return.withdraw": (_("taken back"), "withdrawn"),
    "return.undo": (_("import taken back"), "withdrawn"),
    "return.start": (_("review begun"), "under_review"),
    "return.accept": (_("accepted"), "accepted"),
    "return.send_back": (_("sent back"), "sent_back"),
    "return.recheck": (_("sent for another look"), "submitted"),
    "return.correct": (_("correction granted"), "draft"),
    "return.stop": (_("review cancelled"), "submitted"),
    "return.unaccept": (_("acceptance taken back"), "submitted"),
    "return.ask": (_("asked for leave"), "planned"),
    "return.unask": (_("plea taken back"), "planned"),
    "return.grant": (_("plea granted"), "open"),
    "return.refuse": (_("plea refused"), "missing"),
    "return.outdate": (_("request no longer needed"), "planned"),
    "return.urge": (_("urged"), "late"),
}


@dataclass(frozen=True)
class ReturnEvent:
    """One move: ``number`` of the submission (or None), ``reasons`` as (code of the cell or "", reason, the unit's
    answer or "")."""

    at: datetime
    who: str
    word: str | Promise
    tone: str
    number: int | None
    by_workbook: bool
    reasons: list


def list_return_events(report: Return) -> list[ReturnEvent]:
    """The moves of a return, the latest first; one query, and one more when it was sent back.

    The answers to objections stand beside them once the return is submitted again: until then they may change.
    """
    entries = list(Entry.objects.filter(object_code=report.code, verb__startswith="return.").order_by("-pk"))
    sent_back = any(entry.verb == "return.send_back" for entry in entries)
    answers = list_answers(report) if sent_back and report.state not in (State.SENT_BACK, State.DRAFT) else {}
    return [_build_event(entry, answers) for entry in entries if entry.verb in EVENT_LABELS]


def _build_event(entry, answers):
    word, tone = EVENT_LABELS[entry.verb]
    number = entry.data.get("snapshot")
    told = answers if entry.verb == "return.send_back" else {}
    reasons = [(code, why, told.get((number, code), "")) for code, why in entry.data.get("cells", {}).items()]
    reasons += [("", entry.data[name], "") for name in ("reason", "answer") if entry.data.get(name)]
    if entry.data.get("until"):
        reasons.append(("", _("may be written until %(day)s") % {"day": entry.data["until"]}, ""))
    by_workbook = entry.data.get("origin") == "workbook"
    return ReturnEvent(entry.at, entry.name, word, tone, entry.data.get("snapshot"), by_workbook, reasons)
