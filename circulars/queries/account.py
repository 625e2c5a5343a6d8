"""A circular's paragraphs as they read now: what its figures give, and what a person put in place of it."""

from dataclasses import dataclass

from django.conf import settings
from django.utils.translation import override

from circulars.models import Circular
from circulars.text.facts import CircularFacts, from_json
from circulars.text.model import Run, TextParagraph
from circulars.text.sentences import AccountChoice, write_account


@dataclass(frozen=True)
class AccountLine:
    """A paragraph as its figures give it (``given``) and as it reads (``paragraph``, None: left out). ``outdated`` is
    an edit that does not hold any more, because the figures changed the sentence below it."""

    given: TextParagraph
    paragraph: TextParagraph | None
    edited: bool = False
    outdated: str = ""


def get_facts(circular: Circular) -> CircularFacts:
    return from_json(circular.facts)


def list_lines(circular: Circular) -> list[AccountLine]:
    """Every paragraph of a circular, in order."""
    return [_make_line(each, circular.edits.get(each.key)) for each in _write(circular)]


def list_paragraphs(circular: Circular) -> list[TextParagraph]:
    """The paragraphs that are not left out."""
    return [line.paragraph for line in list_lines(circular) if line.paragraph is not None]


def list_given_texts(circular: Circular) -> dict[str, str]:
    """{key: the text that the figures give}."""
    return {each.key: each.text for each in _write(circular)}


def _write(circular):
    choice = AccountChoice(tuple(circular.sections), circular.first, circular.last)
    with override(settings.LANGUAGE_CODE):  # a document of the office, whatever language its reader has chosen
        return write_account(get_facts(circular), choice)


def _make_line(given, edit):
    if edit is None:
        return AccountLine(given, given)
    if edit["from"] != given.text:
        return AccountLine(given, given, outdated=edit["to"])
    if not edit["to"]:
        return AccountLine(given, None, edited=True)
    return AccountLine(given, TextParagraph(given.kind, keep_references(given, edit["to"]), given.key), edited=True)


def keep_references(given: TextParagraph, text: str) -> tuple[Run, ...]:
    """The runs of an edited text: a number of the given paragraph that still stands in it, in order, keeps its
    reference."""
    runs, rest = [], text
    for run in given.runs:
        if run.ref is None or not run.text:
            continue
        at = rest.find(run.text)
        if at < 0:
            continue
        runs += [Run(rest[:at])] if at else []
        runs.append(run)
        rest = rest[at + len(run.text) :]
    return (*runs, Run(rest)) if rest else tuple(runs)
