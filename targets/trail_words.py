"""Words for the codes of plans, periods, tasks, targets and units in the audit trail (``audit.words``)."""

import json
import re
from collections.abc import Iterable, Sequence

from django.db.models import Q

from accounts.models import Person
from audit.models import Entry
from audit.words import Words
from orgs.models import Unit
from plans import calendar
from plans.models import Plan, Task
from plans.templatetags.period_tags import period_name
from targets.models import Target

PERIOD = re.compile(r"\d{4}(?:Q[1-4]|H[12]|-(?:0[1-9]|1[0-2]))")
UNIT = re.compile(r"[0-9A-Z-]{6,32}")
MAX_NAMED = 100  # objects of one kind that a part of a name may mean in a search
TOKEN = re.compile(r'[^\s/:",\[\]{}]+')


def find_words(entries: Sequence[Entry]) -> dict[int, Words]:
    """The words of each entry, by its number; four queries."""
    tokens = {entry.pk: _tokens(entry) for entry in entries}
    units = _names_of_units({token for found in tokens.values() for token in found if UNIT.fullmatch(token)})
    plans = {plan.code: plan for plan in Plan.objects.filter(code__in={_plan_code(entry) for entry in entries})}
    parts = _names_of_parts(plans.values())
    return {
        entry.pk: {
            **{token: units[token] for token in tokens[entry.pk] if token in units},
            **{token: period_name(token) for token in tokens[entry.pk] if PERIOD.fullmatch(token)},
            **_words_of_plan(plans.get(_plan_code(entry)), parts, tokens[entry.pk]),
        }
        for entry in entries
    }


def find_named_objects(text: str) -> Q:
    """The condition on Entry of those about plans, tasks, targets, units and people with ``text`` in their names: a
    plan with all that belongs to it, a unit with its returns; five queries."""
    people = Person.objects.filter(name__contains=text).values_list("username", flat=True)
    units = Unit.objects.filter(Q(name__contains=text) | Q(short_name__contains=text)).values_list("code", flat=True)
    plans = Plan.objects.filter(title__contains=text).values_list("code", flat=True)
    tasks = Task.objects.filter(title__contains=text).values_list("plan__code", "code")
    targets = Target.objects.filter(name__contains=text).values_list("plan__code", "code")
    unit_codes, plan_codes = list(units[:MAX_NAMED]), list(plans[:MAX_NAMED])
    parts = [f"{plan}/{code}" for rows in (tasks, targets) for plan, code in rows[:MAX_NAMED]]
    found = Q(object_code__in=[*people[:MAX_NAMED], *unit_codes, *plan_codes, *parts])
    for code in plan_codes:
        found |= Q(object_code__startswith=f"{code}/")
    for code in unit_codes:
        found |= Q(object_code__endswith=f"/{code}")
    return found


def _tokens(entry):
    """Everything in the entry that may be a code."""
    return set(TOKEN.findall(f"{entry.object_code} {json.dumps(entry.data, ensure_ascii=False, default=str)}"))


def _plan_code(entry):
    return entry.object_code.partition("/")[0] or "-"


def _names_of_units(codes: Iterable[str]) -> dict[str, str]:
    return {unit.code: unit.short_name or unit.name for unit in Unit.objects.filter(code__in=codes)}


def _names_of_parts(plans):
    """{(plan, code): name} of the tasks and targets of these plans."""
    tasks = Task.objects.filter(plan__in=plans).values_list("plan_id", "code", "title")
    targets = Target.objects.filter(plan__in=plans).values_list("plan_id", "code", "name")
    return {(plan, code): f"{code} {name}" for rows in (tasks, targets) for plan, code, name in rows}


def _words_of_plan(plan, parts, tokens):
    if plan is None:
        return {}
    found = {token: parts[plan.pk, token] for token in tokens if (plan.pk, token) in parts}
    steps = calendar.steps(plan.year, plan.cadence)
    periods = {step.code: period_name(step.code) for step in steps}
    return found | periods | {f"from_seq={step.seq}": periods[step.code] for step in steps} | {plan.code: plan.title}
