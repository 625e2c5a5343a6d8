"""For whom a person may write by workbook, and whose figures they may download.

A data administrator imports and exports for all units below; a clerk uploads and downloads the workbook of their own.
"""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.db.models import Q

from accounts import policy
from accounts.policy import HasPath, Verb

WRITING = (Verb.IMPORT, Verb.FILL)
READING = (Verb.EXPORT, Verb.FILL)


def writing_paths_q(person: Any, field: str = "path") -> Q:
    """A condition on paths, true for the units for which the person may write by workbook."""
    return policy.paths_q_of_grants(_grants(person, WRITING), field)


def reading_paths_q(person: Any, field: str = "path") -> Q:
    """A condition on paths, true for the units whose figures the person may download."""
    return policy.paths_q_of_grants(_grants(person, READING), field)


def may_write_for(person: Any, where: HasPath) -> bool:
    return any(policy.may(person, verb, where) for verb in WRITING)


def require_write_for(person: Any, where: HasPath) -> None:
    """Raise PermissionDenied unless ``may_write_for``."""
    if not may_write_for(person, where):
        raise PermissionDenied


def may_write_anywhere(person: Any) -> bool:
    return bool(_grants(person, WRITING))


def require_write_anywhere(person: Any) -> None:
    """Raise PermissionDenied unless ``may_write_anywhere``."""
    if not may_write_anywhere(person):
        raise PermissionDenied


def may_read_anywhere(person: Any) -> bool:
    return bool(_grants(person, READING))


def require_read_anywhere(person: Any) -> None:
    """Raise PermissionDenied unless ``may_read_anywhere``."""
    if not may_read_anywhere(person):
        raise PermissionDenied


def _grants(person, verbs):
    return [grant for verb in verbs for grant in policy.grants(person, verb)]
