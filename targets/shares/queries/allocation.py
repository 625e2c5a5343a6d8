"""What the page of allocations shows: columns of targets, rows of units, and what is left over."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from decimal import Decimal

from accounts import policy
from accounts.models import Person
from accounts.policy import Verb
from audit.models import Entry
from orgs.models import UnitKind
from plans.models import Participant, Period
from targets.models import Target
from targets.shares.board import AllocationBoard, cell_key
from targets.shares.splitting import SplitRule, remainder, split_rule

AREAS = (UnitKind.FEDERATION, UnitKind.ZONE)
WITHOUT_WHOLE = (SplitRule.OWNER, SplitRule.EACH)  # filled in for each without a number of the whole
HISTORY = 10


@dataclass
class AllocationCell:
    """One box of the grid: the ``text`` in it and its ``value``; ``stored`` is what the database has. ``given`` says
    that this share was given out already, so that it changes only by an adjustment."""

    key: str
    value: Decimal | None
    text: str
    stored: str
    label: str = ""
    given: bool = False
    error: str = ""
    unread: bool = False  # what was typed is no number, so that nothing can be said of the remainder


@dataclass
class AllocationRow:
    participant: Participant
    cells: list
    own: bool = False


@dataclass
class AllocationColumn:
    target: Target
    whole: Decimal | None
    parts: SplitRule
    left: Decimal | None = None
    unread: str = ""  # what is wrong with what was typed in the column
    can_split: bool = False

    @property
    def left_abs(self) -> Decimal | None:
        return None if self.left is None else abs(self.left)


@dataclass
class AllocationGrid:
    columns: list
    rows: list
    findings: list = field(default_factory=list)

    def seen(self) -> dict[str, str]:
        """What stands now, for the form to carry: key → text, blanks left out."""
        return {cell.key: cell.stored for row in self.rows for cell in row.cells if cell.stored}


@dataclass
class TypedShares:
    """What a refused form leaves: ``texts`` and ``values`` (numbers) of its boxes and ``errors``, all by cell key."""

    texts: dict = field(default_factory=dict)
    values: dict = field(default_factory=dict)
    errors: dict = field(default_factory=dict)


def build_allocation_grid(
    board: AllocationBoard, *, own_share: str, typed: TypedShares | None = None
) -> AllocationGrid:
    """The Grid of a board; what was ``typed`` stands instead of what is stored, so that nothing is lost by a refusal.

    ``own_share`` is what the page calls the participant's own row.
    """
    typed = typed or TypedShares()
    rows = [] if board.is_leaf else [_row(board, board.participant, own_share, "own", typed)]
    rows += [_row(board, child, child.short_name, "amount", typed) for child in board.children]
    columns = [_column(board, target, [row.cells[i] for row in rows]) for i, target in enumerate(board.targets)]
    return AllocationGrid(columns, rows, _list_errors(rows))


def _row(board, participant, label, name, typed):
    cells = [_cell(board, participant, target, name, typed) for target in board.targets]
    for cell, target in zip(cells, board.targets, strict=True):
        cell.label = f"{label} {target.name}"
    return AllocationRow(participant, cells, own=name == "own")


def _cell(board, participant, target, name, typed):
    key = cell_key(target, participant)
    share = board.share(participant, target, name)
    return AllocationCell(
        key=key,
        value=typed.values.get(key, share),
        text=typed.texts.get(key, format_input(share)),
        stored=format_input(share),
        given=not board.plan.is_draft and board.is_given(participant, target, name),
        error=typed.errors.get(key, ""),
        unread=key in typed.texts and key not in typed.values,
    )


def format_input(value: Decimal | None) -> str:
    """A number as it stands in a box: its own digits, no trailing zeros, no thousands."""
    if value is None:
        return ""
    short = value.normalize()
    return format(short.quantize(Decimal(1)) if int(short.as_tuple().exponent) > 0 else short, "f")


def _column(board, target, cells):
    rule, whole = split_rule(target), board.total_to_split(target)
    unread = next((cell.error for cell in cells if cell.unread), "")
    has_rest = rule is SplitRule.SPLIT and not board.is_leaf
    left = remainder(whole, [cell.value for cell in cells]) if has_rest else None
    can_split = not board.is_leaf and (rule in WITHOUT_WHOLE or whole is not None)
    return AllocationColumn(target, whole, rule, left, unread, can_split)


def _list_errors(rows):
    """What is wrong, in the order of the page, each with the address of its box."""
    cells = [cell for row in rows for cell in row.cells if cell.error]
    return [{"text": cell.error, "where": cell.label, "href": f"#cell-{cell.key}"} for cell in cells]


def list_new_surpluses(board: AllocationBoard, typed: TypedShares) -> list[AllocationColumn]:
    """The columns whose parts, as typed, exceed the whole by more than those that stand."""
    standing = build_allocation_grid(board, own_share="").columns
    wanted = build_allocation_grid(board, own_share="", typed=typed).columns
    pairs = zip(wanted, standing, strict=True)
    return [new for new, old in pairs if new.left is not None and new.left < min(old.left or 0, 0)]


def list_without_parts(board: AllocationBoard) -> list[Target]:
    """The targets of which none of those below, nor the unit itself, has a share."""
    family = [(board.participant, "own"), *((child, "amount") for child in board.children)]
    return [
        target
        for target in board.targets
        if board.total_to_split(target) is not None
        and all(board.share(participant, target, name) is None for participant, name in family)
    ]


def may_edit(person: Person, board: AllocationBoard) -> bool:
    """Whether the page offers boxes. The action asks again."""
    plan = board.plan
    if plan.state == plan.State.CLOSED or not policy.may(person, Verb.ALLOCATE, board.participant):
        return False
    return not plan.is_draft or policy.may(person, Verb.PLAN, plan.unit)


def list_readable_ancestors(person: Person, participant: Participant) -> list[Participant]:
    """The participants above, from the top, that this person may see: the way up from the page."""
    codes = participant.path.strip("/").split("/")[:-1]
    paths = ["/" + "/".join(codes[: i + 1]) + "/" for i in range(len(codes))]
    found = Participant.objects.filter(plan_id=participant.plan_id, path__in=paths).order_by("depth")
    return [each for each in found if policy.may(person, Verb.SEE_PLAN, each)]


@dataclass
class AllocationHistoryEntry:
    """One save, as the trail keeps it."""

    entry: Entry
    period: str
    changes: list
    more: int


def list_allocation_history(
    board: AllocationBoard, periods: Iterable[Period], *, limit: int = HISTORY, cells: int = 12
) -> list[AllocationHistoryEntry]:
    """The latest saves that changed something on this page: who, when, from which period, why, what."""
    codes = [board.participant.code] + board.participant.path.strip("/").split("/")[-2:-1]
    entries = Entry.objects.filter(object_code=board.plan.code, verb="allocation.save", unit_code__in=codes)
    names = {target.code: target.name for target in board.targets}
    units = {each.code: each.short_name for each in [board.participant, *board.children]}
    by_seq = {period.seq: period.code for period in periods}
    saves = []
    for entry in entries.order_by("-id")[: 3 * limit]:
        changes = [_describe_change(key, pair, names, units) for key, pair in entry.data.get("cells", {}).items()]
        changes = [change for change in changes if change and _concerns_board(board, entry, change)]
        if changes:
            period = by_seq.get(entry.data.get("from_seq"), "")
            saves.append(AllocationHistoryEntry(entry, period, changes[:cells], max(0, len(changes) - cells)))
    return saves[:limit]


def _describe_change(key, pair, names, units):
    target, _sep, unit = key.partition(":")
    if unit not in units:
        return None
    before, after = (None if word is None else Decimal(word) for word in pair)
    return {"target": names.get(target, target), "code": unit, "unit": units[unit], "before": before, "after": after}


def _concerns_board(board, entry, change):
    """Saves of the page above belong here only where they changed what this participant owes."""
    return entry.unit_code == board.participant.code or change["code"] == board.participant.code
