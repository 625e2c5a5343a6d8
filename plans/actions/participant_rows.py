"""Write the participants of a plan and their tree in a fixed number of statements.

A plan may have 665,000 participants (the nation to its villages; bench/tree.py measures it), so the chosen units are
copied into temporary tables (COPY) and merged from there, which the ORM cannot express.
"""

from collections.abc import Iterable
from typing import Any

from django.db import connection
from django.db.models.expressions import RawSQL
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from audit.errors import Refused
from orgs.copying import copy_rows, create_temp_table
from orgs.models import Unit
from plans.models import Plan
from plans.tree_positions import positions_in_tree

_CHOSEN = "plans_chosen"  # temporary table: the ids of the units chosen
_PLACED = "plans_placed"  # temporary table: the position in the tree of each of them
_ANALYZE_FROM = 1000  # new participants after which the statistics of the table are refreshed

_CHOSEN_PATHS = """
    SELECT u.path, u.id FROM orgs_unit u WHERE u.id IN (SELECT unit_id FROM plans_chosen) ORDER BY u.path COLLATE "C"
"""
_INVALID_UNITS = """
    SELECT u.* FROM orgs_unit u WHERE u.id IN (SELECT unit_id FROM plans_chosen)
    AND (NOT starts_with(u.path, %s) OR u.to_date < %s) ORDER BY u.path
"""
_NOT_CHOSEN = """
    FROM plans_participant p WHERE p.plan_id = %s
    AND NOT EXISTS (SELECT 1 FROM plans_chosen c WHERE c.unit_id = p.unit_id)
"""
_DELETE_FROM_GROUPS = f"DELETE FROM plans_group_participants WHERE participant_id IN (SELECT p.id {_NOT_CHOSEN})"
# Children of a removed participant become children of the root, until _UPDATE sets their new parent.
_DETACH_CHILDREN = f"""
    UPDATE plans_participant SET parent_id = top.id FROM plans_participant top
    WHERE top.plan_id = %s AND top.depth = 0 AND plans_participant.parent_id IN (SELECT p.id {_NOT_CHOSEN})
"""
_DELETE = f"DELETE FROM plans_participant WHERE id IN (SELECT p.id {_NOT_CHOSEN})"
_INSERT = """
    INSERT INTO plans_participant (plan_id, unit_id, parent_id, path, depth, position, name, short_name, kind)
    SELECT %(plan)s, u.id, above.id, u.path, at.depth, u.position, u.name, u.short_name, u.kind
    FROM plans_placed at JOIN orgs_unit u ON u.id = at.unit_id
    LEFT JOIN plans_participant above ON above.plan_id = %(plan)s AND above.unit_id = at.above_id
    WHERE at.depth = %(depth)s
    ORDER BY u.path
    ON CONFLICT (plan_id, unit_id) DO NOTHING
"""
# Only rows that differ: usually none when a plan is issued.
_UPDATE = """
    UPDATE plans_participant p
    SET (parent_id, path, depth, position, name, short_name, kind)
        = (above.id, u.path, at.depth, u.position, u.name, u.short_name, u.kind)
    FROM plans_placed at JOIN orgs_unit u ON u.id = at.unit_id
    LEFT JOIN plans_participant above ON above.plan_id = %(plan)s AND above.unit_id = at.above_id
    WHERE p.plan_id = %(plan)s AND p.unit_id = at.unit_id
    AND (p.parent_id, p.path, p.depth, p.position, p.name, p.short_name, p.kind) IS DISTINCT FROM
        (above.id, u.path, at.depth, u.position, u.name, u.short_name, u.kind)
"""
# Totals are stored for participants with children and down to the level of counties, because pages read all counties of
# a province at once.
_SET_KEEPS_TOTALS = """
    UPDATE plans_participant p SET keeps_totals = k.keeps
    FROM (
        SELECT c.id, u.level NOT IN ('township', 'village')
            OR EXISTS (SELECT FROM plans_participant below WHERE below.parent_id = c.id) AS keeps
        FROM plans_participant c JOIN orgs_unit u ON u.id = c.unit_id WHERE c.plan_id = %s
    ) AS k
    WHERE p.id = k.id AND p.keeps_totals <> k.keeps
"""


def store_participants(plan: Plan, unit_ids: Iterable[int]) -> None:
    """Make the units with ``unit_ids`` and the plan's own unit its participants; delete all others.

    Call it with the plan locked. Raises Refused when a unit is outside the plan's unit or has ended, or when a
    participant with allocations would be deleted.
    """
    with connection.cursor() as cursor:
        create_temp_table(cursor, _CHOSEN, "unit_id bigint")
        copy_rows(cursor, _CHOSEN, ((pk,) for pk in unit_ids))
        cursor.execute(f"INSERT INTO {_CHOSEN} VALUES (%s)", [plan.unit_id])
        cursor.execute(f"ANALYZE {_CHOSEN}")
        _check_units(plan)
        _delete_others(cursor, plan)
        _insert_and_update(cursor, plan, _stage_positions(cursor, plan))


def _check_units(plan):
    today = timezone.localdate()
    found = list(Unit.objects.raw(_INVALID_UNITS, [plan.unit.path, today]))
    if outside := [unit for unit in found if not unit.path.startswith(plan.unit.path)]:
        raise Refused(
            _("%(names)s: not below %(unit)s.") % {"names": _format_names(outside), "unit": plan.unit.name},
            cells={unit.code: _("Not below the plan's unit.") for unit in outside},
        )
    if ended := [unit for unit in found if unit.closed_on(today)]:
        raise Refused(
            _("%(names)s: ended, so cannot take part.") % {"names": _format_names(ended)},
            cells={unit.code: _("Ended.") for unit in ended},
        )


def _delete_others(cursor, plan):
    """Delete the participants that are not chosen; raise Refused if one of them has allocations."""
    chosen = RawSQL(f"SELECT unit_id FROM {_CHOSEN}", ())
    if owing := list(plan.participants.exclude(unit_id__in=chosen).filter(allocations__isnull=False).distinct()):
        raise Refused(
            _("%(names)s: has allocations in this plan. Take them back first.") % {"names": _format_names(owing)},
            cells={row.code: _("Has allocations.") for row in owing},
            code="has allocations",
        )
    cursor.execute(f"SELECT EXISTS (SELECT 1 {_NOT_CHOSEN})", [plan.pk])
    if cursor.fetchone()[0]:
        cursor.execute(_DELETE_FROM_GROUPS, [plan.pk])
        cursor.execute(_DETACH_CHILDREN, [plan.pk, plan.pk])
        cursor.execute(_DELETE, [plan.pk])


def _stage_positions(cursor, plan):
    """Write the tree position of each chosen unit to a temporary table; return the greatest depth."""
    create_temp_table(cursor, _PLACED, "unit_id bigint, above_id bigint, depth integer")
    deepest = 0

    def rows(paths):
        nonlocal deepest
        for position in positions_in_tree(plan.unit.path, paths):
            deepest = max(deepest, position.depth)
            yield position.unit, position.above, position.depth

    with connection.chunked_cursor() as reading:
        reading.execute(_CHOSEN_PATHS)
        copy_rows(cursor, _PLACED, rows(reading))
    cursor.execute(f"ANALYZE {_PLACED}")
    return deepest


def _insert_and_update(cursor, plan, deepest):
    new = 0
    for depth in range(deepest + 1):  # a level's rows need the ids of the one above
        cursor.execute(_INSERT, {"plan": plan.pk, "depth": depth})
        new += cursor.rowcount
    cursor.execute(_UPDATE, {"plan": plan.pk})
    set_keeps_totals(cursor, plan.pk)
    if new > _ANALYZE_FROM:
        cursor.execute("ANALYZE plans_participant")


def set_keeps_totals(cursor: Any, plan_id: int) -> None:
    """Set ``keeps_totals`` of all participants. Only for drafts: stored totals are not adapted to it."""
    cursor.execute(_SET_KEEPS_TOTALS, [plan_id])


def _format_names(rows):
    names = [row.short_name or row.name for row in rows]
    return "、".join(names[:10]) + ("…" if len(names) > 10 else "")
