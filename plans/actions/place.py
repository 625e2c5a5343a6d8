"""Placing units in a plan's tree: a handful of statements, whether a city takes part or the nation to its villages."""

from django.db import connection
from django.db.models.expressions import RawSQL
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from audit.errors import Refused
from orgs.copying import copy_rows, create_temp_table
from orgs.models import Unit
from plans.placing import positions_in_tree

_CHOSEN = "plans_chosen"  # the units that are to take part
_PLACED = "plans_placed"  # where each of them stands
_MANY = 1000  # new participants after which the planner of queries should look at the table again

_CHOSEN_PATHS = """
    SELECT u.path, u.id FROM orgs_unit u WHERE u.id IN (SELECT unit_id FROM plans_chosen) ORDER BY u.path COLLATE "C"
"""
_STRANGERS = """
    SELECT u.* FROM orgs_unit u WHERE u.id IN (SELECT unit_id FROM plans_chosen)
    AND (NOT starts_with(u.path, %s) OR u.to_date < %s) ORDER BY u.path
"""
_LEFT_OUT = """
    FROM plans_participant p WHERE p.plan_id = %s
    AND NOT EXISTS (SELECT 1 FROM plans_chosen c WHERE c.unit_id = p.unit_id)
"""
_UNGROUP = f"DELETE FROM plans_group_participants WHERE participant_id IN (SELECT p.id {_LEFT_OUT})"
# Whoever hung below one that goes is placed anew right after; meanwhile it hangs at the top of the plan.
_UNHANG = f"""
    UPDATE plans_participant SET parent_id = top.id FROM plans_participant top
    WHERE top.plan_id = %s AND top.depth = 0 AND plans_participant.parent_id IN (SELECT p.id {_LEFT_OUT})
"""
_DELETE = f"DELETE FROM plans_participant WHERE id IN (SELECT p.id {_LEFT_OUT})"
_INSERT = """
    INSERT INTO plans_participant (plan_id, unit_id, parent_id, path, depth, position, name, short_name, kind)
    SELECT %(plan)s, u.id, above.id, u.path, at.depth, u.position, u.name, u.short_name, u.kind
    FROM plans_placed at JOIN orgs_unit u ON u.id = at.unit_id
    LEFT JOIN plans_participant above ON above.plan_id = %(plan)s AND above.unit_id = at.above_id
    WHERE at.depth = %(depth)s
    ORDER BY u.path
    ON CONFLICT (plan_id, unit_id) DO NOTHING
"""
# Only what differs: at the issue of a plan that is usually nothing.
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
# Those with others below them, and every county: pages ask for all counties of a province at once, late in the year.
_KEEP = """
    UPDATE plans_participant p SET keeps_totals = k.keeps
    FROM (
        SELECT c.id, u.level NOT IN ('township', 'village')
            OR EXISTS (SELECT FROM plans_participant below WHERE below.parent_id = c.id) AS keeps
        FROM plans_participant c JOIN orgs_unit u ON u.id = c.unit_id WHERE c.plan_id = %s
    ) AS k
    WHERE p.id = k.id AND p.keeps_totals <> k.keeps
"""


def place_participants(plan, units):
    """Make the plan's participants exactly ``units`` (their ids, any iterable) and its own unit.

    Call it with the plan held. Raises Refused when one lies outside the plan's unit or has ended, and when one that
    would be left out owes something.
    """
    with connection.cursor() as cursor:
        create_temp_table(cursor, _CHOSEN, "unit_id bigint")
        copy_rows(cursor, _CHOSEN, ((pk,) for pk in units))
        cursor.execute(f"INSERT INTO {_CHOSEN} VALUES (%s)", [plan.unit_id])
        cursor.execute(f"ANALYZE {_CHOSEN}")
        _refuse_strangers(plan)
        _leave_out(cursor, plan)
        _write(cursor, plan, _stage_places(cursor, plan))


def _refuse_strangers(plan):
    today = timezone.localdate()
    found = list(Unit.objects.raw(_STRANGERS, [plan.unit.path, today]))
    if strangers := [unit for unit in found if not unit.path.startswith(plan.unit.path)]:
        raise Refused(
            _("%(names)s: not below %(unit)s.") % {"names": _names(strangers), "unit": plan.unit.name},
            cells={unit.code: _("Not below the plan's unit.") for unit in strangers},
        )
    if ended := [unit for unit in found if unit.closed_on(today)]:
        raise Refused(
            _("%(names)s: ended, so cannot take part.") % {"names": _names(ended)},
            cells={unit.code: _("Ended.") for unit in ended},
        )


def _leave_out(cursor, plan):
    """Delete the others. Those that owe something stay, and nobody is left out then."""
    chosen = RawSQL(f"SELECT unit_id FROM {_CHOSEN}", ())
    if owing := list(plan.participants.exclude(unit_id__in=chosen).filter(allocations__isnull=False).distinct()):
        raise Refused(
            _("%(names)s: has allocations in this plan. Take them back first.") % {"names": _names(owing)},
            cells={row.code: _("Has allocations.") for row in owing},
            code="has allocations",
        )
    cursor.execute(f"SELECT EXISTS (SELECT 1 {_LEFT_OUT})", [plan.pk])
    if cursor.fetchone()[0]:
        cursor.execute(_UNGROUP, [plan.pk])
        cursor.execute(_UNHANG, [plan.pk, plan.pk])
        cursor.execute(_DELETE, [plan.pk])


def _stage_places(cursor, plan):
    """Work out where each unit stands, from their paths read in order; how many steps deep the tree is."""
    create_temp_table(cursor, _PLACED, "unit_id bigint, above_id bigint, depth integer")
    deepest = 0

    def rows(paths):
        nonlocal deepest
        for at in positions_in_tree(plan.unit.path, paths):
            deepest = max(deepest, at.depth)
            yield at.unit, at.above, at.depth

    with connection.chunked_cursor() as reading:
        reading.execute(_CHOSEN_PATHS)
        copy_rows(cursor, _PLACED, rows(reading))
    cursor.execute(f"ANALYZE {_PLACED}")
    return deepest


def _write(cursor, plan, deepest):
    new = 0
    for depth in range(deepest + 1):  # a level's rows need the ids of the one above
        cursor.execute(_INSERT, {"plan": plan.pk, "depth": depth})
        new += cursor.rowcount
    cursor.execute(_UPDATE, {"plan": plan.pk})
    set_keeps_totals(cursor, plan.pk)
    if new > _MANY:
        cursor.execute("ANALYZE plans_participant")


def set_keeps_totals(cursor, plan_id):
    """Say whose totals are stored. Only before the plan is issued: nobody stores or takes away any because of it."""
    cursor.execute(_KEEP, [plan_id])


def _names(rows):
    names = [row.short_name or row.name for row in rows]
    return "、".join(names[:10]) + ("…" if len(names) > 10 else "")
