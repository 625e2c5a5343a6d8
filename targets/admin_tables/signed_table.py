"""The lines of a preview, carried by its page: signed for this person, table and plan, for an hour.

So nothing is stored on the server between preview and confirmation, and nobody confirms what another person saw.
"""

from dataclasses import asdict, dataclass, field
from typing import Any

from django.core import signing
from django.utils.translation import gettext as _

from audit.errors import Refused
from targets.admin_tables.layout import AdminLine

SALT, MAX_AGE = "targets.admin_tables", 60 * 60  # seconds


@dataclass
class SignedTable:
    """What a confirmation needs: whose and of what, the lines as they were read, and the digest that was seen."""

    person: int
    model: str
    plan: str
    digest: str
    places: dict[str, int]
    rows: list[Any]
    notes: list[str] = field(default_factory=list)
    adjustment: dict[str, Any] = field(default_factory=dict)

    def dump(self) -> str:
        return signing.dumps(asdict(self), salt=SALT, compress=True)

    def lines(self) -> list[AdminLine]:
        return [
            AdminLine(number, dict(zip(self.places, texts, strict=True)), self.places) for number, texts in self.rows
        ]


def pack_lines(lines: list[AdminLine]) -> dict[str, Any]:
    """The ``places`` and ``rows`` of a SignedTable. Call it before the lines are judged."""
    places = lines[0].places
    return {"places": places, "rows": [[line.number, [line.texts[key] for key in places]] for line in lines]}


def load_signed(text: str, *, person: int, model: str, plan: str) -> SignedTable:
    """The table of a page's preview. Raises Refused for what is too old, or was signed for something else."""
    too_old = Refused(_("The preview is too old. Upload the workbook again."), code="old")
    try:
        found = SignedTable(**signing.loads(text, salt=SALT, max_age=MAX_AGE))
    except (signing.BadSignature, TypeError):
        raise too_old from None
    if (found.person, found.model, found.plan) != (person, model, plan):
        raise too_old
    return found
