"""Format the details of an audit entry: a label for each key and each coded value."""

import re
from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _

from audit.models import Entry
from audit.words import Words, put_in_words

ARROW = " → "
FIGURE = re.compile(r"-?\d+\.\d{6}")  # as figures are stored

KEYS = {
    "address": _("address of the page"),
    "altered": _("parts changed"), "removed": _("parts taken out"), "active": _("in use"), "rule": _("rule"),
    "after": _("after the change"), "again": _("to look at it again"),
    "answer": _("answer"), "answers": _("answers"), "asked_again": _("asked again"),
    "aliases": _("other names"), "assist": _("assists"),
    "attempts": _("wrong tries"),
    "by_calendar": _("follows the calendar"), "days_of_grace": _("days of grace"),
    "days_open_before": _("days open before its end"), "days_to_lock": _("days until it is locked"),
    "leave": _("leave that ended"), "people": _("people"), "plea": _("asked for"), "until": _("until"),
    "baseline": _("baseline"), "before": _("before the change"), "cadence": _("reported"),
    "cell": _("cell"), "cells": _("cells"), "paragraph": _("paragraph"),
    "changed": _("cells that change"), "changes": _("changes"), "clause": _("sentence in the document"),
    "code": _("code"), "data_source": _("data source"), "days_to_report": _("days to report"),
    "deadline": _("deadline"),
    "decimals": _("decimals"), "part_decimals": _("decimals of numerator and denominator"),
    "definition": _("definition"), "depth": _("down to"), "direction": _("direction"),
    "document": _("document number"), "document_number": _("document number"), "due_on": _("due on"),
    "email": _("e-mail"), "file": _("file"), "forgotten": _("meaning forgotten"),
    "frequency": _("reported"), "from": _("counts from"),
    "from_date": _("from"),
    "from_seq": _("from period number"), "has_examples": _("holds example figures"), "is_active": _("may log in"),
    "kind": _("kind"), "known": _("units below not accepted"),
    "lead": _("leads"), "made": _("units made"), "measure": _("measure"),
    "more": _("more of these"), "name": _("name"),
    "new": _("cells new"), "origin": _("by way of"), "parent": _("unit above"), "participants": _("units taking part"),
    "period": _("period"), "phone": _("telephone"), "position": _("position"), "proposals": _("found in it"),
    "version": _("version"), "review_number": _("review number of the map"),
    "reason": _("reason"),
    "red_from": _("red from"), "refused": _("cells refused"), "returns": _("returns"), "role": _("post"),
    "rollup": _("roll-up"), "scale": _("scale"), "schedule": _("schedule"), "section": _("section"),
    "sections": _("sections"),
    "sha256": _("fingerprint"), "shares": _("shares given"), "short_name": _("short name"),
    "snapshot": _("submission number"),
    "signed": _("units sign for those below"),
    "start": _("without a baseline"),
    "start_on": _("begins on"), "step": _("places down"), "submitted": _("returns submitted"), "targets": _("targets"),
    "task": _("task"), "tasks": _("tasks"), "text": _("what is to be done"), "there": _("there already"),
    "title": _("title"), "together": _("accepted in one act"),
    "to": _("until"), "to_date": _("until"), "unchanged": _("cells unchanged"),
    "unit": _("unit"), "units": _("units"), "value": _("value"), "value2": _("upper value"), "weight": _("weight"),
    "why": _("reason"), "year": _("year"), "demonstration": _("example person"), "yellow_from": _("yellow from"),
}  # fmt: skip
CADENCES = {"month": _("monthly"), "quarter": _("quarterly"), "half": _("every half year"), "year": _("yearly")}
LEVELS = {"nation": _("Nation"), "province": _("Province"), "city": _("City"), "county": _("County"),
          "township": _("Township"), "village": _("Village")}  # fmt: skip
# Lists of codes; any other list of two values is an old and a new value.
LISTS = {"assist", "lead", "people", "submitted", "units"}
# By key, because a person may be called "office". The labels repeat those of models that this app cannot import.
VALUES = {
    "cadence": CADENCES, "frequency": CADENCES, "depth": LEVELS, "made": LEVELS,
    "start": {"unknown": _("no baseline known"), "zero": _("counted from zero")},
    "scale": {"/10万": _("per 100,000")},
    "kind": {
        "federation": _("Federation"), "office": _("Office"), "zone": _("Development zone"),
        "member": _("Member body"),
    },
    "direction": {
        "at_least": _("at least"), "at_most": _("at most"), "exactly": _("exactly"), "range": _("within a range"),
    },
    "measure": {
        "increment": _("added this period"), "running": _("total this year"), "level": _("level at the end"),
        "ratio": _("ratio"), "milestone": _("milestone"),
    },
    "plea": {
        "late": _("report late"), "unlock": _("open a locked return"), "correction": _("correct an accepted return"),
    },
    "origin": {"page": _("page"), "workbook": _("workbook")},
    "role": {
        "clerk": _("clerk"), "reviewer": _("reviewer"), "planner": _("planner"), "leader": _("leader"),
        "data_admin": _("data administrator"), "system_admin": _("system administrator"),
        "security_admin": _("security administrator"), "audit_admin": _("audit administrator"),
    },
    "rollup": {"sum": _("sum"), "units_reached": _("units that reached theirs")},
}  # fmt: skip


# What has no code of its own, and stands in the trail by its number.
OBJECTS = {"return": _("return")}


def name_object(entry: Entry, words: Words | None = None) -> str:
    """What an entry is about, in words; a code without words as it is; or what a bare number is the number of."""
    code = entry.object_code
    if not code.isdecimal():
        return put_in_words(code, words or {})
    if entry.verb.startswith(("upload.", "file.")):
        return entry.data.get("file") or code
    return f"{OBJECTS.get(entry.object_type, '')} {code}".strip()


def describe(data: Mapping[str, Any], words: Words | None = None) -> list[tuple[Any, str]]:
    """The details of an entry as (label, text) pairs, where a list of two values reads as old → new. ``words`` are
    those for its codes."""
    worded = _replace_codes(data, words or {})
    return [(_label(key, {}), _format_detail(key, value)) for key, value in worded.items()]


def _replace_codes(value, words, key=""):
    if isinstance(value, dict):
        return {
            name if name in KEYS else put_in_words(name, words): _replace_codes(each, words, name)
            for name, each in value.items()
        }
    if isinstance(value, list):
        return [_replace_codes(each, words) for each in value]
    if isinstance(value, str) and key != "address":
        return put_in_words(value, words)
    return words.get(f"{key}={value}", value)  # the number of a period


def _format_detail(key, value):
    if key in LISTS and isinstance(value, list):  # "people" may also be a number
        return "、".join(value) or "—"
    return format_value(value, VALUES.get(key))


def format_value(value: Any, names: Mapping | None = None) -> str:
    """Return one value as text: a dash if empty, the label in ``names`` for a code, a figure without trailing zeros."""
    names = names or {}
    if value in (None, "", [], {}):
        return "—"
    if isinstance(value, bool):
        return str(_("yes") if value else _("no"))
    if isinstance(value, dict):
        return "，".join(
            f"{_label(key, names)}：{format_value(each, VALUES.get(key, names))}" for key, each in value.items()
        )
    if isinstance(value, list):
        return (ARROW if len(value) == 2 else "、").join(_format_item(each, names) for each in value)
    text = str(names.get(value) or value)
    return text.rstrip("0").rstrip(".") if FIGURE.fullmatch(text) else text


def _format_item(value, names):
    """An item of a list; that of a rate is itself a list of numerator and denominator."""
    return " / ".join(format_value(each) for each in value) if isinstance(value, list) else format_value(value, names)


def _label(key, names):
    return names.get(key) or KEYS.get(key) or key.replace(":", " ")
