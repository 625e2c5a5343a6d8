"""What happened to a return, in words: from the trail, so that a withdrawal is told from a correction."""

from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext_lazy as _

from targets.returns.queries.returns import read_history

EVENT_LABELS = {
    "return.submit": (_("submitted"), "submitted"),
    "return.withdraw": (_("taken back"), "withdrawn"),
    "return.undo": (_("import taken back"), "withdrawn"),
    "return.start": (_("review begun"), "under_review"),
    "return.accept": (_("accepted"), "accepted"),
    "return.send_back": (_("sent back"), "sent_back"),
    "return.recheck": (_("sent for another look"), "submitted"),
    "return.correct": (_("correction granted"), "draft"),
    "return.ask": (_("asked for leave"), "planned"),
    "return.unask": (_("plea taken back"), "planned"),
    "return.grant": (_("plea granted"), "open"),
    "return.refuse": (_("plea refused"), "missing"),
    "return.urge": (_("urged"), "late"),
}


@dataclass(frozen=True)
class ReturnEvent:
    """One move: ``number`` of the submission (or None), ``reasons`` as (code of the cell or "", why)."""

    at: datetime
    who: str
    word: str
    tone: str
    number: int | None
    by_workbook: bool
    reasons: list


def list_return_events(report):
    """The moves of a return, the latest first. One query."""
    return [_event(entry) for entry in read_history(report) if entry.verb in EVENT_LABELS]


def _event(entry):
    word, tone = EVENT_LABELS[entry.verb]
    reasons = list(entry.data.get("cells", {}).items())
    reasons += [("", entry.data[name]) for name in ("reason", "answer") if entry.data.get(name)]
    if entry.data.get("until"):
        reasons.append(("", _("may be written until %(day)s") % {"day": entry.data["until"]}))
    by_workbook = entry.data.get("origin") == "workbook"
    return ReturnEvent(entry.at, entry.name, word, tone, entry.data.get("snapshot"), by_workbook, reasons)
