"""Doubts as sentences."""

from django.utils.translation import gettext as _

from pages.formats import format_number
from targets.doubts.doubt import Doubt, DoubtKind

LEVEL = "level"
ROUNDED = ("times", "neighbours")


def describe_doubt(doubt: Doubt, measure: str = "") -> str:
    """The reason as a person reads it; numbers that were computed are rounded to a decimal. ``measure`` is the
    target's: amounts of a level are what stood, of others what a period added."""
    facts = {name: format_number(round(value, 1) if name in ROUNDED else value) for name, value in doubt.facts.items()}
    sentence = _find_sentence(doubt.kind, measure)
    for name, text in facts.items():
        sentence = sentence.replace(f"%({name})s", text)
    return sentence


def _find_sentence(kind, measure):
    if kind == DoubtKind.HISTORY and measure == LEVEL:
        return _("%(now)s this time, %(times)s times the largest number before (%(largest)s).")
    return {
        DoubtKind.HISTORY: _(
            "%(now)s added this time, %(times)s times the largest amount of a period before (%(largest)s)."
        ),
        DoubtKind.NEIGHBOURS: _(
            "%(times)s times the usual amount of this unit;"
            " %(count)s neighbours of like size had %(neighbours)s times theirs."
        ),
        DoubtKind.STEADY: _("Exactly %(amount)s more in each of the last %(count)s periods."),
        DoubtKind.FULL: _("All %(count)s targets with a share come to exactly 100 %."),
        DoubtKind.EQUAL: _("%(count)s of the %(of)s numbers from 20 on are all %(value)s."),
        DoubtKind.ROUND: _("%(count)s of the %(of)s numbers from 100 on are whole hundreds."),
        DoubtKind.DIGITS: _(
            "Of %(count)s numbers of this year, the last digits 0 to 9 come nearly equally often"
            " (%(least)s to %(most)s times each); real numbers are seldom so even."
        ),
        DoubtKind.FAST: _("One person typed numbers for %(count)s units on the page within a minute."),
    }[kind]
