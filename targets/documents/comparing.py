"""Holding a revised document against what the plan took over from the one before: added, changed, the same, or gone."""

import re
from difflib import SequenceMatcher

from django.utils.translation import gettext as _

from targets.documents.made import PROMISED, each_unit, plain, target_of
from targets.models import Proposal, Target
from targets.models.document import ProposalKind, ProposalOutcome
from targets.models.target import Direction, Measure

ALIKE = 0.7  # from here on two clauses are taken for one that was reworded
MOST = 80  # of each side are compared word by word; a document in which more is new is another document
COMPARED = 200  # characters
NUMBERS = ("value", "value2", "baseline")
NAMED = {"measure": Measure, "direction": Direction}


def compare(rows, old):
    """Say of each unsaved proposal of ``rows`` what it would do to the plan, beside ``old`` (proposals of the document
    before, with what they made); and give proposals for what is gone, of the same document as the rows."""
    left = [each for each in old if each.made is not None]
    for key in (_words, _named):
        left = _pair(rows, left, key)
    left = _pair_alike(rows, left)
    for row in rows:
        if row.made is not None:
            row.outcome = ProposalOutcome.CHANGED if differences(row) else ProposalOutcome.SAME
    return [_gone(each) for each in left]


def differences(row):
    """[(words, in the plan, in the document)] of what taking the proposal over would change. Empty where its clause is
    the one that the plan has: what a person corrected then stays corrected."""
    if row.kind == ProposalKind.SECTION:
        pairs = [(_("title"), row.section.title, row.name)]
    elif row.kind == ProposalKind.TASK:
        pairs = [
            (_("title"), row.task.title, row.name),
            (_("what is to be done"), _flat(row.task.text), _flat(row.text)),
        ]
    else:
        pairs = list(_promises(row)) if _flat(row.text) != _flat(row.target.clause) else []
    return [(name, before, after) for name, before, after in pairs if before != after]


def _promises(row):
    target = row.target
    wanted = target_of(row, target.plan, reached=target.value)
    for name in (*PROMISED, *(("definition",) if each_unit(row) else ())):
        before, after = getattr(target, name), getattr(wanted, name)
        if before != after:
            yield str(Target._meta.get_field(name).verbose_name), _word(name, before), _word(name, after)


def _word(name, value):
    if value in (None, ""):
        return "—"
    if name in NUMBERS:
        return plain(value)
    return str(NAMED[name](value).label) if name in NAMED else str(value)


def _words(row):
    return row.kind, _flat(row.text)


def _named(row):
    return row.kind, row.name, row.unit


def _pair(rows, left, key):
    """Give each row that has none yet the part of an old one of the same ``key``, in the order of the document; what is
    left of the old."""
    pool: dict = {}
    for each in left:
        pool.setdefault(key(each), []).append(each)
    for row in rows:
        if row.made is None and (same := pool.get(key(row))):
            setattr(row, row.kind, same.pop(0).made)
    kept = {id(each) for same in pool.values() for each in same}
    return [each for each in left if id(each) in kept]


def _pair_alike(rows, left):
    """As ``_pair``, for those whose clauses are nearly the same."""
    new = [row for row in rows if row.made is None]
    if len(new) > MOST or len(left) > MOST:
        return left
    rated = [(_likeness(row, each), row, each) for row in new for each in left if row.kind == each.kind]
    for likeness, row, each in sorted(rated, key=lambda one: -one[0]):
        if likeness >= ALIKE and row.made is None and each in left:
            setattr(row, row.kind, each.made)
            left = [other for other in left if other is not each]
    return left


def _likeness(row, each):
    found = SequenceMatcher(None, _bare(row.text), _bare(each.text), autojunk=False)
    return found.ratio() if found.real_quick_ratio() >= ALIKE and found.quick_ratio() >= ALIKE else 0


def _gone(each):
    fields = {name: getattr(each, name) for name in (*PROMISED, "kind", "text", "label", "rule")}
    row = Proposal(**fields, sure="likely", outcome=ProposalOutcome.GONE)
    setattr(row, each.kind, each.made)
    return row


def _flat(text):
    return re.sub(r"\s", "", text)


def _bare(text):
    """A clause without its numbers, in which versions differ."""
    return re.sub(r"[\s\d.，。、；]", "", text)[:COMPARED]
