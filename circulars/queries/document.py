"""A circular as the document that is written and shown."""

from collections.abc import Sequence

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from circulars.models import Circular
from circulars.queries.account import get_facts, list_paragraphs
from circulars.queries.templates import read_bytes
from circulars.text.facts import UnitFacts
from circulars.text.model import Annex, CircularText, TextParagraph
from circulars.word.fields import make_values
from circulars.word.template_fill import fill_template
from circulars.word.writer import write_circular


def make_document(circular: Circular, paragraphs: Sequence[TextParagraph], units: Sequence[UnitFacts]) -> CircularText:
    """The text of a circular with the paragraphs and the units of the annex that a person sees."""
    day = timezone.localdate(circular.published_at) if circular.published_at else timezone.localdate()
    return CircularText(
        title=circular.title, number=circular.number, recipients=circular.recipients,
        paragraphs=paragraphs, issuer=circular.issuer, words=list_words(circular),
        day=f"{day.year}年{day.month}月{day.day}日", annexes=[make_annex(circular, units)] if units else [],
    )  # fmt: skip


def write_document(circular: Circular, text: CircularText) -> bytes:
    """The Word file: in the layout of the standard, or by the template that the circular has chosen."""
    if circular.template is None:
        return write_circular(text)
    return fill_template(read_bytes(circular.template), make_values(text, get_facts(circular)))


def write_whole(circular: Circular) -> bytes:
    """The Word file with everything in it, whoever reads it."""
    return write_document(circular, make_document(circular, list_paragraphs(circular), get_facts(circular).units))


def read_pdf(circular: Circular) -> bytes | None:
    """The PDF that is kept of a published circular; None where there is none yet."""
    if not circular.pdf:
        return None
    with circular.pdf.open("rb") as file:
        return file.read()


def list_words(circular: Circular) -> list[str]:
    """What a line of the title must not break: names of units and the period."""
    facts = get_facts(circular)
    return [facts.unit_name, facts.period, *(unit.name for unit in facts.units)]


def make_annex(circular: Circular, units: Sequence[UnitFacts]) -> Annex:
    """The ranking of the units, in the order of the facts."""
    with override(settings.LANGUAGE_CODE):
        heads = [
            _("Rank"), _("Unit"), _("On the whole"), _("Rank before"), _("Returns owed"), _("Late"), _("Missing"),
        ]  # fmt: skip
        title = _("%(period)s: ranking of the units") % {"period": circular.period.name}
    rows = [
        [
            _text(unit.rank),
            unit.name,
            unit.overall or "—",
            _text(unit.rank_before),
            str(unit.owed),
            str(unit.late),
            str(unit.missing),
        ]
        for unit in units
    ]
    return Annex(title, heads, rows, [True, False, *[True] * 5])


def _text(rank):
    return "—" if rank is None else str(rank)
