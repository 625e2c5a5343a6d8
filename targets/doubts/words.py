"""Doubts as sentences."""

from django.utils.translation import gettext as _

from pages.formats import format_number
from targets.doubts.doubt import Doubt, DoubtKind


def describe_doubt(doubt: Doubt) -> str:
    """The reason as a person reads it; numbers that were computed are rounded to a decimal."""
    sentences = {
        DoubtKind.HISTORY: _("%(now)s this time, %(times)s times the largest amount before (%(largest)s)."),
        DoubtKind.NEIGHBOURS: _(
            "%(times)s times the usual amount; %(count)s neighbours of like size had %(neighbours)s times theirs."
        ),
        DoubtKind.STEADY: _("Exactly %(amount)s more in each of the last %(count)s periods."),
        DoubtKind.FULL: _("All %(count)s numbers come to exactly 100 % of their shares."),
        DoubtKind.EQUAL: _("%(count)s of %(of)s numbers are all %(value)s."),
        DoubtKind.ROUND: _("%(count)s of %(of)s numbers from 100 on are whole hundreds."),
        DoubtKind.DIGITS: _(
            "The last digits of %(count)s numbers are nearly the same number of each: %(least)s to %(most)s times."
        ),
        DoubtKind.FAST: _("One person typed numbers for %(count)s units within a minute."),
    }
    facts = {name: format_number(round(value, 1) if name in ROUNDED else value) for name, value in doubt.facts.items()}
    return _fill(sentences[doubt.kind], facts)


ROUNDED = ("times", "neighbours")


def _fill(sentence, facts):
    for name, text in facts.items():
        sentence = sentence.replace(f"%({name})s", text)
    return sentence
