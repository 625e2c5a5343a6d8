"""Compare a revised document with what the plan adopted from the version before: added, changed, same or gone."""

import re
from decimal import Decimal
from difflib import SequenceMatcher
from typing import cast

from django.db.models import Field
from django.utils.translation import gettext as _

from targets.documents.target_fields import TARGET_FIELDS, build_target, counts_units, format_plain
from targets.models import Proposal, Target
from targets.models.document import ProposalDecision, ProposalKind, ProposalOutcome
from targets.models.target import Direction, Measure

SIMILAR = 0.7  # from this ratio on two clauses count as one that was reworded
MAX_COMPARED = 80  # clauses of each side; a document with more new clauses is another document
COMPARED_LENGTH = 200  # characters of a clause
NUMBER_FIELDS = ("value", "value2", "baseline")
CHOICE_FIELDS = {"measure": Measure, "direction": Direction}


def compare_with_previous(rows: list[Proposal], previous: list[Proposal]) -> list[Proposal]:
    """Set the outcome of each unsaved proposal of ``rows``, compared with ``previous`` (the proposals of the version
    before, with the parts of the plan that they made). Returns unsaved proposals for what is gone. What was refused in
    the version before and reads as it did then stays refused: it can be decided again, but is not offered."""
    left = [each for each in previous if each.made is not None]
    for key in (_clause_key, _name_key):
        left = _match_by_key(rows, left, key)
    left = _match_similar(rows, left)
    for row in rows:
        if row.made is not None:
            row.outcome = ProposalOutcome.CHANGED if list_differences(row) else ProposalOutcome.SAME
    gone = [_propose_removal(each) for each in left]
    refused = {_refused_key(each): each for each in previous if each.decision == ProposalDecision.DROPPED}
    for row in [*rows, *gone]:
        if row.outcome != ProposalOutcome.SAME and (before := refused.get(_refused_key(row))):
            row.decision, row.decided_by, row.decided_at = before.decision, before.decided_by, before.decided_at
    return gone


def list_differences(row: Proposal) -> list[tuple[str, str, str]]:
    """[(field, in the plan, in the document)] of what adopting the proposal would change. Empty when the clause is the
    one in the plan: corrections by a person are then kept."""
    part = row.made
    if row.kind == ProposalKind.SECTION:
        pairs = [(_("title"), part.title, row.name)]
    elif row.kind == ProposalKind.TASK:
        pairs = [
            (_("title"), part.title, row.name),
            (_("what is to be done"), _without_spaces(part.text), _without_spaces(row.text)),
        ]
    else:
        pairs = list(_target_differences(row)) if _without_spaces(row.text) != _without_spaces(part.clause) else []
    return [(name, before, after) for name, before, after in pairs if before != after]


def _target_differences(row):
    target = row.target
    wanted = build_target(row, target.plan, reached=target.value)
    for name in (*TARGET_FIELDS, *(("definition",) if counts_units(row) else ())):
        before, after = getattr(target, name), getattr(wanted, name)
        if before != after:
            field = cast(Field, Target._meta.get_field(name))
            yield str(field.verbose_name), _format_value(name, before), _format_value(name, after)


def _format_value(name, value):
    if value in (None, ""):
        return "—"
    if name in NUMBER_FIELDS:
        return format_plain(value)
    return str(CHOICE_FIELDS[name](value).label) if name in CHOICE_FIELDS else str(value)


def _clause_key(row):
    return row.kind, _without_spaces(row.text)


def _refused_key(row):
    """What a refusal was about: the clause (with the same words a removal is another question), and its number."""
    number = (_value_as_read(row), row.read.get("unit", row.unit)) if row.kind == ProposalKind.TARGET else ()
    return row.kind, row.outcome == ProposalOutcome.GONE, _without_spaces(row.text), *number


def _value_as_read(row):
    """The number as the reader gave it, before a person corrected it."""
    return Decimal(row.read["value"]) if row.read.get("value") else row.value


def _name_key(row):
    return row.kind, row.name, row.unit


def _match_by_key(rows, left, key):
    """Match each row without a part to a previous one with the same ``key``, in the order of the document, and give it
    that part of the plan. Returns the previous ones that are left."""
    pool: dict = {}
    for each in left:
        pool.setdefault(key(each), []).append(each)
    for row in rows:
        if row.made is None and (same := pool.get(key(row))):
            setattr(row, row.kind, same.pop(0).made)
    remaining = {id(each) for same in pool.values() for each in same}
    return [each for each in left if id(each) in remaining]


def _match_similar(rows, left):
    """As ``_match_by_key``, for clauses that are nearly the same."""
    new = [row for row in rows if row.made is None]
    if len(new) > MAX_COMPARED or len(left) > MAX_COMPARED:
        return left
    rated = [(_similarity(row, each), row, each) for row in new for each in left if row.kind == each.kind]
    for similarity, row, each in sorted(rated, key=lambda one: -one[0]):
        if similarity >= SIMILAR and row.made is None and each in left:
            setattr(row, row.kind, each.made)
            left = [other for other in left if other is not each]
    return left


def _similarity(row, each):
    found = SequenceMatcher(None, _comparable(row.text), _comparable(each.text), autojunk=False)
    return found.ratio() if found.real_quick_ratio() >= SIMILAR and found.quick_ratio() >= SIMILAR else 0


def _propose_removal(each):
    fields = {name: getattr(each, name) for name in (*TARGET_FIELDS, "kind", "text", "label", "rule")}
    row = Proposal(**fields, sure="likely", outcome=ProposalOutcome.GONE)
    setattr(row, each.kind, each.made)
    return row


def _without_spaces(text):
    return re.sub(r"\s", "", text)


def _comparable(text):
    """A clause without its numbers and punctuation."""
    return re.sub(r"[\s\d.，。、；]", "", text)[:COMPARED_LENGTH]
