"""The returns board as a page and as a workbook."""

from dataclasses import dataclass
from urllib.parse import urlencode

from django.conf import settings
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext
from django.views.decorators.http import require_safe

from accounts import policy
from accounts.policy import Verb
from orgs.models import Level
from pages.table_files import asked_kind, respond_table
from plans.models import Participant, Period
from plans.queries import get_plan
from plans.views.common import plan_context
from sheets.tables import SheetTable
from targets.periods.queries import returns_board as queries
from targets.periods.queries.reminders import find_units_with_clerks
from targets.returns.queries.groups import UnitGroup, find_group, list_unit_groups

SEARCH_MAX_LENGTH = 50


@require_safe
def board(request, plan_code):
    """Unit by period, or with ?show=targets unit by target, of the units that this person sees."""
    plan = get_plan(request.user, plan_code)
    begun = _list_begun_periods(plan)
    groups = list_unit_groups(request.user, Verb.SEE_RETURN, plan)
    choice = _read_choice(request, groups)
    returns_board, period, show = _read_board(request, plan, begun, choice)
    labels, short_labels = get_state_labels(), get_short_state_labels()
    url_pattern = reverse("targets:return", args=[plan.code, "PERIOD", "UNIT"])
    heads = _find_group_heads(returns_board.rows, groups)
    rows = [
        (
            row,
            [_cell_context(row, cell, url_pattern, short_labels) for cell in row.cells],
            heads.get(row.participant.pk),
        )
        for row in returns_board.rows
    ]
    context = plan_context(request.user, plan) | {
        "board": returns_board,
        "rows": rows,
        "owed": sum(row.owed for row in returns_board.rows),
        "columns": [
            (column, [(state, short_labels[state], count) for state, count in column.state_counts])
            for column in returns_board.columns
        ],
        "show": show,
        "groups": groups,
        "choice": choice,
        "has_targets": plan.targets.exists(),
        "period": period,
        "imports": bool(period) and policy.may_anywhere(request.user, Verb.IMPORT),
        "periods": begun,
        "levels": [(level, _level_name(level)) for level in returns_board.levels],
        "legend": [(state, short_labels[state], labels[state]) for state in queries.STATES],
        "urgent": _count_missing_units(request.user, returns_board)
        if show == "periods" and not (returns_board.level or choice.words or choice.group)
        else [],
        "reminders": list(queries.list_reminders(request.user, plan)) if show == "periods" else [],
        "mails": settings.MAIL_TO_PEOPLE,
    }
    return render(request, "periods/returns_board.html", context)


@require_safe
def board_file(request, plan_code):
    """The board that the page shows, as a file."""
    plan = get_plan(request.user, plan_code)
    choice = _read_choice(request, list_unit_groups(request.user, Verb.SEE_RETURN, plan))
    returns_board, period, show = _read_board(request, plan, _list_begun_periods(plan), choice)
    subject = period.name if show == "targets" and period else _("by period")
    names = [f"{column.code} {column.name}" if show == "targets" else column.name for column in returns_board.columns]
    heads = [_("Unit"), _("Unit above"), *names, _("Still owed")]
    title = f"{plan.title} · {_('Who has reported')} · {subject}"
    table = SheetTable(title, heads, _list_workbook_rows(returns_board), sheet=_("Who has reported"))
    return respond_table(table, asked_kind(request), plan.title, _("Who has reported"), subject)


def _list_workbook_rows(returns_board):
    """The rows of the page with the same labels: first the counts, then unit by unit."""
    labels = get_short_state_labels()
    n = len(returns_board.rows)
    units = ngettext("%(counter)s unit", "%(counter)s units", n) % {"counter": n}
    counts = [
        "  ".join(f"{labels[state]} {count}" for state, count in column.state_counts)
        for column in returns_board.columns
    ]
    above_ids = {row.participant.parent_id for row in returns_board.rows}
    above_names = dict(Participant.objects.filter(pk__in=above_ids).values_list("pk", "short_name"))
    rows = [
        [
            row.participant.name,
            above_names.get(row.participant.parent_id, ""),
            *(_get_cell_word(cell, labels) for cell in row.cells),
            row.owed,
        ]
        for row in returns_board.rows
    ]
    return [[units, "", *counts, sum(row.owed for row in returns_board.rows)], *rows]


def _get_cell_word(cell, labels):
    """The label of a cell's state, and that what was reported is that the target is not applicable."""
    return f"{labels[cell.state]} {_('not applicable')}" if cell.na else labels[cell.state]


def get_state_labels() -> dict[str, str]:
    """State of a cell -> its label in the legend."""
    return {
        "": "",
        queries.ACCEPTED: _("accepted by the reviewer"),
        queries.REPORTED: _("reported, not accepted yet"),
        queries.SENT_BACK: _("sent back, not handed in again"),
        queries.LATE: _("not reported, overdue"),
        queries.MISSING: _("not reported, still in time"),
    }


def get_short_state_labels() -> dict[str, str]:
    """State of a cell -> its label in the table."""
    return {
        "": "",
        queries.ACCEPTED: pgettext("board", "accepted"),
        queries.REPORTED: pgettext("board", "reported"),
        queries.SENT_BACK: pgettext("board", "sent back"),
        queries.LATE: pgettext("board", "overdue"),
        queries.MISSING: pgettext("board", "not yet"),
    }


@dataclass(frozen=True)
class BoardChoice:
    """Which units the board is limited to: ``words`` are a part of a name or begin a code, ``group`` a unit above."""

    words: str = ""
    group: UnitGroup | None = None

    @property
    def query(self) -> str:
        """What an address adds to keep the choice."""
        kept = {"q": self.words, "group": self.group.code if self.group else ""}
        found = urlencode({name: value for name, value in kept.items() if value})
        return f"&{found}" if found else ""

    def includes(self, unit) -> bool:
        named = self.words in unit.name or self.words in unit.short_name or unit.code.startswith(self.words)
        return named and (self.group is None or unit.path.startswith(self.group.path))


@dataclass(frozen=True)
class GroupHead:
    """The head of a group's rows: its name, and how much its units still owe."""

    name: str
    owed: int


def _read_choice(request, groups):
    words = request.GET.get("q", "").strip()[:SEARCH_MAX_LENGTH]
    return BoardChoice(words, next((each for each in groups if each.code == request.GET.get("group")), None))


def _find_group_heads(rows, groups) -> dict[int, GroupHead]:
    """{participant id of the first row of each group: its GroupHead}."""
    if not groups:
        return {}
    found: dict[str, list] = {}
    for row in rows:
        group = find_group(groups, row.participant.path)
        found.setdefault(group.name if group else _("Others"), []).append(row)
    return {mine[0].participant.pk: GroupHead(name, sum(row.owed for row in mine)) for name, mine in found.items()}


def _read_board(request, plan, begun, choice):
    """(ReturnsBoard, the chosen period, "targets" or "periods")."""
    level, show = request.GET.get("level", ""), request.GET.get("show", "")
    period = next((p for p in begun if p.code == request.GET.get("period")), begun[0] if begun else None)
    if show == "targets" and period is not None:
        board = queries.read_board_by_target(request.user, plan, period, level, choice.includes)
        return board, period, "targets"
    return queries.read_board_by_period(request.user, plan, begun, level, choice.includes), period, "periods"


def _list_begun_periods(plan):
    return list(plan.periods.exclude(state=Period.State.PLANNED).order_by("-seq"))


def _cell_context(row, cell, url_pattern, labels):
    """A cell as the template takes it, with the URL of its return."""
    url = url_pattern.replace("PERIOD", cell.period).replace("UNIT", row.participant.code) if cell.period else ""
    return {
        "state": cell.state,
        "word": _get_cell_word(cell, labels),
        "days_late": cell.days_late,
        "reminder": cell.reminder,
        "url": url,
    }


def _count_missing_units(person, returns_board):
    """(period, number of units that can be reminded, how many of these were sent back, number of units in which nobody
    fills in) for each period in which this person may remind anybody, the latest first; one query."""
    missing = [
        (column.subject, _list_missing(person, returns_board, i)) for i, column in enumerate(returns_board.columns)
    ]
    with_clerks = find_units_with_clerks({unit for _period, units in missing for unit in units})
    counts = []
    for period, units in reversed(missing):
        states = [state for unit, state in units.items() if unit in with_clerks]
        if units:
            counts.append((period, len(states), states.count(queries.SENT_BACK), len(units) - len(states)))
    return counts


def _list_missing(person, returns_board, position):
    """{id of each unit whose return this person may ask for: its state}, in the period at this position."""
    if returns_board.columns[position].subject.state not in (Period.State.OPEN, Period.State.CLOSED):
        return {}
    owing = [(row.participant, row.cells[position].state) for row in returns_board.rows]
    return {
        each.unit_id: state for each, state in owing if state in queries.OWED and policy.may(person, Verb.REVIEW, each)
    }


def _level_name(level):
    return _("Offices and members") if level == queries.BODIES else Level(level).label
