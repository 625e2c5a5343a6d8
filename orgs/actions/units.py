"""Adding, changing and closing units. A unit is never deleted and never moved: plans and totals hang on its path."""

from django.db import IntegrityError, transaction
from django.db.models import Max, Q
from django.utils import timezone
from django.utils.translation import gettext as _

from audit.actions import record
from audit.errors import Refused
from orgs import codes, names
from orgs.models import Level, Unit, UnitAlias, UnitKind

_LEVELS = list(Level)
# What may hang below what. An office is the end of its branch; a zone has townships like a county.
_HOLDS = {UnitKind.FEDERATION: set(UnitKind), UnitKind.ZONE: {UnitKind.FEDERATION}}


def proposed_code(parent, kind, name):
    """A free code for a new office, zone or member body below `parent`."""
    taken = Unit.objects.filter(code__startswith=f"{parent.code}-").values_list("code", flat=True)
    return codes.propose(parent.code, kind, name, set(taken))


def levels_below(parent, kind):
    """The levels that a new unit of this kind may have, the usual one first.

    Offices and member bodies work at the level of their federation. A zone is usually one below, as 柳东新区 ranks with
    the counties of 柳州, but may stand at the federation's own level.
    """
    own = _LEVELS.index(parent.level)
    if kind in (UnitKind.OFFICE, UnitKind.MEMBER):
        return [_LEVELS[own]]
    lower = _LEVELS[own + 1 :]
    return [*lower[:1], _LEVELS[own]] if kind == UnitKind.ZONE else lower


@transaction.atomic
def add_unit(parent, *, by, kind, name, code="", short_name="", level="", from_date=None):  # noqa: PLR0913  each is a field of its form
    """Add a unit below `parent` and return it; code, short name and level are proposed where they are left out.

    Raises Refused, with the fields that are wrong as cells.
    """
    # Locked, so that the unit above is not closed and no namesake is added meanwhile.
    parent = Unit.objects.select_for_update().get(pk=parent.pk)
    kind, name = UnitKind(kind), name.strip()
    _refuse_place(parent, kind)
    _refuse_name(name, Unit.objects.filter(parent=parent))
    unit = Unit(
        code=_code(code, parent, kind, name),
        name=name,
        short_name=short_name.strip() or _short_name(name, kind),
        kind=kind,
        level=_level(level, parent, kind),
        parent=parent,
        position=(parent.children.aggregate(last=Max("position"))["last"] or 0) + 1,
        from_date=from_date,
    )
    unit.path = f"{parent.path}{unit.code}/"
    _insert(unit)
    _add_names(unit)
    record(by=by, verb="unit.add", on=unit, unit=unit, data={"name": name, "kind": kind, "parent": parent.code})
    return unit


@transaction.atomic
def change_unit(unit, *, by, name, short_name, position=None, from_date=None):
    """Change what a unit is called, its place among its neighbours and its first day; returns the unit.

    Its former names stay as aliases, since old sheets go on using them. Raises Refused.
    """
    unit = Unit.objects.select_for_update().get(pk=unit.pk)
    name = name.strip()
    _refuse_name(name, Unit.objects.filter(parent=unit.parent_id).exclude(pk=unit.pk))
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
        _add_names(unit, former)
        record(by=by, verb="unit.change", on=unit, unit=unit, data=changes)
    return unit


@transaction.atomic
def close_unit(unit, *, by, to_date):
    """End a unit after the day `to_date`; what it did stays. Raises Refused."""
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
def reopen_unit(unit, *, by):
    """Take back a closing. Raises Refused where the unit above has ended."""
    # The unit above is locked first, so that it is not closed meanwhile.
    parent = Unit.objects.select_for_update().filter(pk=unit.parent_id).first()
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
def add_alias(unit, name, *, by):
    """Let `name` mean the unit, too; returns the alias. Raises Refused when a neighbour is called that."""
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
def remove_alias(alias, *, by):
    """Let the name mean the unit no longer."""
    unit, name = alias.unit, alias.name
    if UnitAlias.objects.filter(pk=alias.pk).delete()[0]:
        record(by=by, verb="unit.alias.remove", on=unit, unit=unit, data={"name": name})


def _refuse_place(parent, kind):
    if parent.closed_on(timezone.localdate()):
        raise Refused(_("%(name)s is closed; nothing can be added below it.") % {"name": parent.full_name})
    if kind not in _HOLDS.get(parent.kind, ()):
        raise Refused(
            _("Below %(name)s there can be no %(kind)s.") % {"name": parent.full_name, "kind": kind.label},
            cells={"kind": _("Not here.")},
        )


def _refuse_name(name, siblings):
    if not name:
        raise Refused(_("The name is missing."), cells={"name": _("Write a name.")})
    if siblings.filter(name=name, to_date=None).exists():
        message = _("There is a unit of this name beside it already.")
        raise Refused(message, cells={"name": message})


def _code(code, parent, kind, name):
    code = names.normalize(code)
    if not code and kind == UnitKind.FEDERATION:
        raise Refused(_("The code is missing."), cells={"code": _("Write the code of the division.")})
    code = code or proposed_code(parent, kind, name)
    if not codes.is_plain(code):
        message = _("Digits, capital letters and dashes only, at most 32.")
        raise Refused(message, cells={"code": message})
    if Unit.objects.filter(code=code).exists():
        _refuse_taken_code()
    return code


def _refuse_taken_code():
    message = _("Another unit has this code already.")
    raise Refused(message, cells={"code": message})


def _level(level, parent, kind):
    possible = levels_below(parent, kind)
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
        # Somebody took the code below another unit since we looked.
        if Unit.objects.filter(code=unit.code).exists():
            _refuse_taken_code()
        raise error


def _add_names(unit, former=()):
    """The names that people may use for it; those that it has are kept."""
    usual = names.aliases(unit.name) if unit.kind in (UnitKind.FEDERATION, UnitKind.ZONE) else [unit.name]
    wanted = dict.fromkeys(names.normalize(name) for name in [*usual, unit.short_name, *former])
    have = set(unit.aliases.values_list("name", flat=True))
    UnitAlias.objects.bulk_create(UnitAlias(unit=unit, name=name) for name in wanted if name not in have)
