"""Add, change and close units. Units are never deleted or moved, because plans and totals refer to their paths."""

from collections.abc import Iterable
from datetime import date

from django.db import IntegrityError, transaction
from django.db.models import Max, Q
from django.utils import timezone
from django.utils.translation import gettext as _

from audit.actions import Actor, record
from audit.errors import Refused
from orgs import codes, names
from orgs.models import Level, Unit, UnitAlias, UnitKind

_LEVELS = list(Level)
# The kinds that a unit may have as children. Offices and member bodies have none; a zone has townships, like a county.
_CHILD_KINDS = {UnitKind.FEDERATION: set(UnitKind), UnitKind.ZONE: {UnitKind.FEDERATION}}


def propose_code(parent: Unit, kind: str, name: str) -> str:
    """An unused code for a new office, zone or member body below `parent`."""
    taken = Unit.objects.filter(code__startswith=f"{parent.code}-").values_list("code", flat=True)
    return codes.propose(parent.code, kind, name, set(taken))


def allowed_levels(parent: Unit, kind: str) -> list[Level]:
    """The levels that a new child of this kind may have, the default first.

    Offices and member bodies have the level of their federation. A zone is usually one level below, as 柳东新区 ranks
    with the counties of 柳州, but may have the federation's own level.
    """
    own = _LEVELS.index(Level(parent.level))
    if kind in (UnitKind.OFFICE, UnitKind.MEMBER):
        return [_LEVELS[own]]
    lower = _LEVELS[own + 1 :]
    return [*lower[:1], _LEVELS[own]] if kind == UnitKind.ZONE else lower


@transaction.atomic
def add_unit(  # noqa: PLR0913  each argument is a field of its form
    parent: Unit, *, by: Actor | None, kind: str, name: str, code: str = "", short_name: str = "", level: str = "",
    from_date: date | None = None,
) -> Unit:  # fmt: skip
    """Add a unit below `parent` and return it; an empty code, short name or level gets a default.

    Raises Refused, with the invalid fields as cells.
    """
    # The lock keeps the parent from being closed, and a unit of the same name from being added, until the commit.
    parent = Unit.objects.select_for_update().get(pk=parent.pk)
    kind, name = UnitKind(kind), name.strip()
    _check_parent(parent, kind)
    _check_name(name, Unit.objects.filter(parent=parent))
    unit = Unit(
        code=_clean_code(code, parent, kind, name),
        name=name,
        short_name=short_name.strip() or _short_name(name, kind),
        kind=kind,
        level=_clean_level(level, parent, kind),
        parent=parent,
        position=(parent.children.aggregate(last=Max("position"))["last"] or 0) + 1,
        from_date=from_date,
    )
    unit.path = f"{parent.path}{unit.code}/"
    _insert(unit)
    _add_aliases(unit)
    record(by=by, verb="unit.add", on=unit, unit=unit, data={"name": name, "kind": kind, "parent": parent.code})
    return unit


@transaction.atomic
def change_unit(
    unit: Unit, *, by: Actor | None, name: str, short_name: str, position: int | None = None,
    from_date: date | None = None,
) -> Unit:  # fmt: skip
    """Change the names, the position among its siblings and the first day of a unit, and return it.

    Former names stay as aliases, because workbooks may still contain them. Raises Refused.
    """
    unit = Unit.objects.select_for_update().get(pk=unit.pk)
    name = name.strip()
    _check_name(name, Unit.objects.filter(parent=unit.parent_id).exclude(pk=unit.pk))
    if from_date and unit.to_date and unit.to_date < from_date:
        raise Refused(_("The first day is after the last."), cells={"from_date": _("Not after %s.") % unit.to_date})
    wanted = {
        "name": name,
        "short_name": short_name.strip() or _short_name(name, unit.kind),
        "position": unit.position if position is None else position,
        "from_date": from_date,
    }
    changes = {field: [getattr(unit, field), new] for field, new in wanted.items() if getattr(unit, field) != new}
    if changes:
        former = [unit.name, unit.short_name]
        for field, (_old, new) in changes.items():
            setattr(unit, field, new)
        unit.save(update_fields=list(changes))
        _add_aliases(unit, former)
        record(by=by, verb="unit.change", on=unit, unit=unit, data=changes)
    return unit


@transaction.atomic
def close_unit(unit: Unit, *, by: Actor | None, to_date: date) -> Unit:
    """Set the last day of a unit. Raises Refused while units below it are open."""
    unit = Unit.objects.select_for_update().get(pk=unit.pk)
    if unit.from_date and to_date < unit.from_date:
        raise Refused(_("The last day is before the first."), cells={"to_date": _("Not before %s.") % unit.from_date})
    still_open = unit.children.filter(Q(to_date=None) | Q(to_date__gt=to_date)).order_by("path")
    if still_open:
        raise Refused(
            _("Units below it are still open: %(names)s. Close them first.")
            % {"names": "、".join(child.full_name for child in still_open[:5])}
        )
    if unit.to_date != to_date:
        data = {"to_date": [unit.to_date, to_date]}
        unit.to_date = to_date
        unit.save(update_fields=["to_date"])
        record(by=by, verb="unit.close", on=unit, unit=unit, data=data)
    return unit


@transaction.atomic
def reopen_unit(unit: Unit, *, by: Actor | None) -> Unit:
    """Remove the last day of a unit. Raises Refused when its parent is closed."""
    # The parent is locked first, so that it is not closed until the commit.
    parent = Unit.objects.select_for_update().get(pk=unit.parent_id) if unit.parent_id else None
    unit = Unit.objects.select_for_update().get(pk=unit.pk)
    if parent and parent.to_date:
        raise Refused(_("%(name)s above it is closed.") % {"name": parent.full_name})
    if unit.to_date:
        data = {"to_date": [unit.to_date, None]}
        unit.to_date = None
        unit.save(update_fields=["to_date"])
        record(by=by, verb="unit.reopen", on=unit, unit=unit, data=data)
    return unit


@transaction.atomic
def add_alias(unit: Unit, name: str, *, by: Actor | None) -> UnitAlias:
    """Add an alias and return it. Raises Refused when a sibling has this name."""
    plain = names.normalize(name)
    if not plain:
        raise Refused(_("The name is missing."), cells={"name": _("Write a name.")})
    siblings = Unit.objects.filter(parent=unit.parent_id).exclude(pk=unit.pk)
    taken = siblings.filter(Q(name=plain) | Q(short_name=plain) | Q(aliases__name=plain)).first()
    if taken:
        message = _("%(unit)s goes by this name already.") % {"unit": taken.full_name}
        raise Refused(message, cells={"name": message})
    alias, new = UnitAlias.objects.get_or_create(unit=unit, name=plain)
    if new:
        record(by=by, verb="unit.alias.add", on=unit, unit=unit, data={"name": plain})
    return alias


@transaction.atomic
def remove_alias(alias: UnitAlias, *, by: Actor | None) -> None:
    """Delete an alias."""
    unit, name = alias.unit, alias.name
    if UnitAlias.objects.filter(pk=alias.pk).delete()[0]:
        record(by=by, verb="unit.alias.remove", on=unit, unit=unit, data={"name": name})


def _check_parent(parent, kind):
    if parent.closed_on(timezone.localdate()):
        raise Refused(_("%(name)s is closed; nothing can be added below it.") % {"name": parent.full_name})
    if kind not in _CHILD_KINDS.get(parent.kind, ()):
        raise Refused(
            _("Below %(name)s there can be no %(kind)s.") % {"name": parent.full_name, "kind": kind.label},
            cells={"kind": _("Not here.")},
        )


def _check_name(name, siblings):
    if not name:
        raise Refused(_("The name is missing."), cells={"name": _("Write a name.")})
    if siblings.filter(name=name, to_date=None).exists():
        message = _("There is a unit of this name beside it already.")
        raise Refused(message, cells={"name": message})


def _clean_code(code, parent, kind, name):
    code = names.normalize(code)
    if not code and kind == UnitKind.FEDERATION:
        raise Refused(_("The code is missing."), cells={"code": _("Write the code of the division.")})
    code = code or propose_code(parent, kind, name)
    if not codes.is_plain(code):
        message = _("Digits, capital letters and dashes only, at most 32.")
        raise Refused(message, cells={"code": message})
    if Unit.objects.filter(code=code).exists():
        _raise_code_taken()
    return code


def _raise_code_taken():
    message = _("Another unit has this code already.")
    raise Refused(message, cells={"code": message})


def _clean_level(level, parent, kind):
    possible = allowed_levels(parent, kind)
    if not possible or (level and level not in possible):
        message = _("A unit of this kind cannot have this level here.")
        raise Refused(message, cells={"level": message})
    return level or possible[0]


def _short_name(name, kind):
    return names.short_name(name) if kind in (UnitKind.FEDERATION, UnitKind.ZONE) else names.office_short_name(name)


def _insert(unit):
    try:
        with transaction.atomic():
            unit.save(force_insert=True)
    except IntegrityError as error:
        # The code was taken below another unit since the check.
        if Unit.objects.filter(code=unit.code).exists():
            _raise_code_taken()
        raise error


def _add_aliases(unit: Unit, former: Iterable[str] = ()):
    """Add the usual aliases of its name and ``former`` names; existing ones stay."""
    usual = names.aliases(unit.name) if unit.kind in (UnitKind.FEDERATION, UnitKind.ZONE) else [unit.name]
    wanted = dict.fromkeys(names.normalize(name) for name in [*usual, unit.short_name, *former])
    existing = set(unit.aliases.values_list("name", flat=True))
    UnitAlias.objects.bulk_create(UnitAlias(unit=unit, name=name) for name in wanted if name not in existing)
