"""Create many people at once, by the same action as one."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from accounts.actions.people import create_person
from accounts.models import Person
from audit.errors import Refused


@transaction.atomic
def create_people(
    rows: Sequence[Mapping[str, Any]], *, by: Person, with_passwords: bool = True
) -> list[tuple[Person, str]]:
    """Create everybody of ``rows`` (each the arguments of ``create_person``) or nobody; returns (person, password).

    Policy, validation and audit rows are those of ``create_person``. ``with_passwords`` False gives none, for a trial
    that is rolled back: hashing takes long. Raises Refused with cells named "row:field", rows counted from 0.
    """
    made: list[tuple[Person, str]] = []
    wrong: dict[str, str] = {}
    for number, row in enumerate(rows):
        try:
            with transaction.atomic():
                made.append(create_person(by=by, with_password=with_passwords, **row))
        except Refused as refused:
            cells = refused.cells or {"": str(refused.message)}
            wrong |= {f"{number}:{name}": str(text) for name, text in cells.items()}
        except PermissionDenied:
            wrong[f"{number}:unit"] = _("No unit of yours goes by this name.")
        except IntegrityError:  # somebody else took the name a moment ago
            wrong[f"{number}:username"] = _("This login name is taken.")
    if wrong:
        raise Refused(_("Nobody was added: some cells are not right."), cells=wrong, code="cells")
    return made
