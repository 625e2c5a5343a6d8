"""The table of a plan's allocations: a row for each unit, a column for each target."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db.models import Count, Exists, OuterRef
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts import policy
from accounts.people_workbook import find_named_unit, read_named_units
from accounts.policy import Verb
from audit.errors import Refused
from orgs.models import Unit
from orgs.names import normalize
from pages.formats import format_number
from plans.models import Participant, Plan
from sheets.figures.columns import to_cell_value
from targets.admin_tables.layout import AdminColumn, AdminTable
from targets.admin_tables.reading import MAX_LINES
from targets.admin_tables.resource import TableResource
from targets.admin_tables.result import RowError
from targets.models import Target
from targets.shares.actions.allocate import allocate
from targets.shares.board import AllocationBoard, cell_key, load_board
from targets.shares.queries.allocation import TypedShares, format_input, list_new_surpluses
from targets.values.typed_numbers import UnreadableNumber, read_share

AMOUNT, OWN = "amount", "own"
TARGET_KEY = "target "  # before the code, so that it is no key of another column
Place = tuple[str, str]  # code of a target, code of a unit


def share_kinds() -> dict[str, str]:
    """What the rows of a unit are called: its part of what is broken down, and what it does itself of it."""
    return {AMOUNT: _("Share"), OWN: _("Own share")}


class ShareResource(TableResource):
    """Breaks targets down, saved like the page of allocations: a blank cell is no share."""

    def __init__(self, *, plan: Plan, adjustment: Mapping[str, Any] | None = None, **kwargs):
        super().__init__(**kwargs)
        self.plan, self.adjustment = plan, adjustment or {}
        self.targets = list(plan.targets.order_by("position", "code"))
        heads = [AdminColumn(_key_of(t), _head_of(t), t.code) for t in self.targets]
        columns = (
            AdminColumn("code", gettext_lazy("Code of the unit")),
            AdminColumn("unit", gettext_lazy("Unit")),
            AdminColumn("kind", gettext_lazy("Share or own share")),
            *heads,
        )
        title = _("%(plan)s: allocations") % {"plan": plan.title}
        self.table = AdminTable(title, columns, (("code", "unit"), tuple(head.key for head in heads)), strict=True)
        self.boards: dict[int, AllocationBoard] = {}  # by participant

    @property
    def editable(self):
        """The participants whose shares and whose children's shares the person may save."""
        if self.plan.is_draft and not policy.may(self.by, Verb.PLAN, self.plan.unit):
            return self.plan.participants.none()
        below = Exists(Participant.objects.filter(parent=OuterRef("pk")))
        return self.plan.participants.filter(policy.paths_q(self.by, Verb.ALLOCATE), below).order_by("path")

    def list_rows(self) -> Iterable[list]:
        kinds = share_kinds()
        names = {unit.pk: unit.full_name for unit in self._units().only("name", "kind", "code", "path").iterator()}
        rows = []
        for participant in self.editable.filter(depth__lt=self._lowest_depth()):
            board = load_board(self.plan, participant)
            for unit, name in [(participant, OWN), *((child, AMOUNT) for child in board.children)]:
                shares = [to_cell_value(board.share(unit, target, name)) for target in self.targets]
                rows.append((unit.path, name == OWN, [unit.code, names[unit.unit_id], kinds[name], *shares]))
        return [row for _path, _own, row in sorted(rows, key=lambda each: each[:2])]

    def _units(self):
        return Unit.objects.filter(policy.paths_q(self.by, Verb.ALLOCATE), participations__plan=self.plan)

    def _lowest_depth(self) -> int:
        """Down to where the table holds what one sheet can: of a nation no villages."""
        total, lowest = 0, 0
        mine = self.plan.participants.filter(policy.paths_q(self.by, Verb.ALLOCATE))
        for depth, count in mine.order_by("depth").values_list("depth").annotate(Count("pk")):
            total, lowest = total + count, depth if total + count <= MAX_LINES else lowest
        return lowest

    def load(self):
        if not self.dry_run:
            self.plan = (
                Plan.objects.select_related("unit").select_for_update(of=("self",), no_key=True).get(pk=self.plan.pk)
            )
        self.places = self._find_places()
        wanted = {_board_of(*place) for place in self.places.values()}
        self.boards = {each.pk: load_board(self.plan, each) for each in self.editable.filter(pk__in=wanted)}
        self.cells: defaultdict[int, dict[Place, Decimal | None]] = defaultdict(dict)  # by participant of a board
        self.seen: defaultdict[int, dict[Place, Decimal | None]] = defaultdict(dict)
        self.typed: defaultdict[int, TypedShares] = defaultdict(TypedShares)
        self.first: dict[tuple[int, str], int] = {}

    def _find_places(self) -> dict[int, tuple[Participant, str]]:
        """Row -> whose share, and which; rows without one have an error."""
        book = read_named_units(self.lines, self._units())
        units = {line.number: find_named_unit(line, book) for line in self.lines}
        named = self.plan.participants.filter(unit__in=[unit for unit in units.values() if unit])
        by_unit = {participant.unit_id: participant for participant in named}
        kinds = {normalize(label): kind for kind, label in share_kinds().items()}
        places = {}
        for line in self.lines:
            unit, text = units[line.number], normalize(line.text("kind"))
            participant = by_unit.get(unit.pk) if unit else None
            if participant is None:
                continue
            if kind := kinds.get(text, "") if text else (AMOUNT if participant.depth else OWN):
                places[line.number] = participant, kind
            else:
                line.errors["kind"] = _("Write %(amount)s or %(own)s.") % share_kinds()
        return places

    def find(self, line):
        return self.places.get(line.number)

    def judge(self, line, found, outcome):
        outcome.new = False
        outcome.label = line.text("unit") or line.text("code")
        board = self.boards.get(_board_of(*found) or 0) if found else None
        if board is None:
            line.errors = line.errors or {"unit": _("No unit of yours goes by this name.")}
            return
        participant, name = found
        outcome.label = f"{participant.short_name} {share_kinds()[name]}"
        if self.first.setdefault((participant.pk, name), line.number) != line.number:
            line.errors["unit"] = _("The same as in row %(row)s.") % {"row": self.first[participant.pk, name]}
        for target in self.targets:
            key = _key_of(target)
            if key in line.texts and key not in line.errors:
                self._judge_cell(line, target, board, found, outcome)

    def _judge_cell(self, line, target, board, found, outcome):
        (participant, name), key = found, _key_of(target)
        before = board.share(participant, target, name)
        try:
            after = read_share(line.text(key), target)
        except UnreadableNumber as error:
            line.errors[key] = str(error)
            return
        if after == before:
            return
        outcome.changes.append(self.change(key, format_input(before), format_input(after)))
        place, typed = (target.code, participant.code), self.typed[board.participant.pk]
        self.cells[board.participant.pk][place] = after
        self.seen[board.participant.pk][place] = before
        typed.texts[cell_key(target, participant)] = format_input(after)
        typed.values[cell_key(target, participant)] = after

    def save_instance(self, instance, is_create, row, **kwargs):
        """Nothing: all shares of a board are one change (``write_together``)."""

    def write_together(self):
        lines = {line.number: line for line in self.lines}
        rows = {(participant.code, name): lines[number] for number, (participant, name) in self.places.items()}
        for board in sorted(self.boards.values(), key=lambda each: each.participant.path):
            cells = self.cells.get(board.participant.pk)
            if not cells:
                continue
            self._note_surplus(board)
            try:
                allocate(
                    self.plan, board.participant, cells, by=self.by, seen=self.seen[board.participant.pk],
                    **self.adjustment,
                )  # fmt: skip
            except Refused as refused:
                self._refuse_board(board, refused, rows)
            except PermissionDenied:
                self.general.append(_("This is not yours to change."))

    def _note_surplus(self, board):
        for column in list_new_surpluses(board, self.typed[board.participant.pk]):
            words = {"unit": board.participant.short_name, "code": column.target.code, "name": column.target.name,
                     "more": format_number(column.left_abs), "whole": format_number(column.whole)}  # fmt: skip
            text = _("%(unit)s, %(code)s %(name)s: the parts are %(more)s more than the whole of %(whole)s.")
            self.notes.append(text % words)

    def _refuse_board(self, board, refused, rows):
        outcomes = {outcome.number: outcome for outcome in self.outcomes}
        self.general.append(f"{board.participant.short_name}: {refused.message}")
        for key, text in refused.cells.items():
            target, _colon, code = key.partition(":")
            line = rows.get((code, OWN if code == board.participant.code else AMOUNT))
            if line:
                outcomes[line.number].errors.append(RowError(line.cell(f"{TARGET_KEY}{target}"), str(text)))
            else:
                self.general.append(str(text))


def _head_of(target: Target) -> str:
    unit = target.scale or target.unit
    return f"{target.code} {target.name}" + (f"({unit})" if unit else "")


def _key_of(target: Target) -> str:
    return TARGET_KEY + target.code


def _board_of(participant: Participant, name: str) -> int | None:
    """The participant on whose page the share stands: the one above, or itself for what it does itself."""
    return participant.pk if name == OWN else participant.parent_id
