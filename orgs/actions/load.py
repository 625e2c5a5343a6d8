"""Making units of the administrative divisions that come with the project."""

from dataclasses import asdict, dataclass, replace

from django.db import connection, transaction
from django.utils.translation import gettext as _

from audit.actions import record
from audit.errors import Refused
from orgs import divisions, names, villages
from orgs.copying import copy_rows, create_temp_table
from orgs.models import Unit

LEVELS = (*divisions.LEVELS, villages.LEVEL)
_ROWS = "orgs_loading", "code text, name text, short_name text, level text, parent_code text, position integer"
_NAMES = "orgs_loading_names", "code text, name text"
_TWICE = "SELECT code FROM orgs_loading GROUP BY code HAVING count(*) > 1 ORDER BY code LIMIT 5"
# Neighbours that would share a short name keep their whole one: a table must tell them apart.
_TELL_APART = """
    UPDATE orgs_loading r SET short_name = r.name
    FROM (SELECT parent_code, short_name FROM orgs_loading WHERE level = %s
          GROUP BY parent_code, short_name HAVING count(*) > 1) shared
    WHERE r.level = %s AND r.parent_code = shared.parent_code AND r.short_name = shared.short_name
"""
# A unit that is there stays as people have left it.
_LEAVE_OUT_THOSE_THERE = "DELETE FROM orgs_loading r USING orgs_unit u WHERE u.code = r.code"
# One statement for each level, since a level's rows need the ids of the one above.
_ADD_UNITS = """
    INSERT INTO orgs_unit (code, name, short_name, kind, level, parent_id, path, position)
    SELECT r.code, r.name, r.short_name, 'federation', r.level, p.id,
           COALESCE(p.path, '/') || r.code || '/', r.position
    FROM orgs_loading r LEFT JOIN orgs_unit p ON p.code = r.parent_code
    WHERE r.level = %s
    ORDER BY r.code
    ON CONFLICT (code) DO NOTHING
"""
_ADD_ALIASES = """
    INSERT INTO orgs_unitalias (unit_id, name)
    SELECT u.id, n.name FROM orgs_loading_names n
    JOIN orgs_loading r ON r.code = n.code
    JOIN orgs_unit u ON u.code = n.code
    ON CONFLICT (unit_id, name) DO NOTHING
"""


@dataclass(frozen=True)
class Load:
    """What a load made, and how many of its units were there already."""

    made: dict[str, int]
    aliases: int
    there: int

    @property
    def changed(self) -> bool:
        return bool(self.made)


@transaction.atomic
def load_units(code, depth, *, villages_file=None, by=None) -> Load:
    """Make the units of a division, of those above it and of those below it down to `depth`.

    Villages do not come with the project: ``villages_file`` is a path to them, needed for the depth "village" alone.
    What is there is left alone, also where people have renamed it or taken an alias away, so loading again changes
    nothing and leaves no trace. Raises divisions.UnknownDivision, Refused.
    """
    _refuse_depth(depth, villages_file)
    rows = _hung_below_the_nation(divisions.read_divisions(code, min(depth, divisions.LEVELS[-1], key=LEVELS.index)))
    below = villages.read_villages(villages_file, {row.code for row in rows}) if villages_file else ()
    with connection.cursor() as cursor:
        there = _stage(cursor, rows, below)
        made = {level: _run(cursor, _ADD_UNITS, [level]) for level in LEVELS}
        load = Load({level: n for level, n in made.items() if n}, _run(cursor, _ADD_ALIASES), there)
        if load.changed:
            cursor.execute("ANALYZE orgs_unit, orgs_unitalias")  # a nation may just have come into an empty table
    if load.changed:
        top = divisions.whole_code(code)
        record(by=by, verb="units.load", on=top, unit=top, data={"depth": depth, **asdict(load)})
    return load


def _refuse_depth(depth, villages_file):
    if depth == villages.LEVEL and not villages_file:
        raise Refused(_("Villages do not come with the project: name the file that holds them (--villages)."))
    if depth != villages.LEVEL and villages_file:
        raise Refused(_("A file of villages is read for the depth “village” only."))


def _stage(cursor, rows, below):
    """Put the rows where SQL can reach them; those that are there already are left out, and their number returned."""
    for table, columns in (_ROWS, _NAMES):
        create_temp_table(cursor, table, columns)
    copy_rows(cursor, _ROWS[0], map(_columns, rows))
    copy_rows(cursor, _ROWS[0], map(_columns, below))
    copy_rows(cursor, _NAMES[0], ((row.code, name) for row in rows for name in names.aliases(row.name)))
    cursor.execute("ANALYZE orgs_loading")
    cursor.execute(_TWICE)
    if twice := cursor.fetchall():
        raise Refused(_("The file has these codes twice: %(codes)s.") % {"codes": ", ".join(code for (code,) in twice)})
    _run(cursor, _TELL_APART, [villages.LEVEL, villages.LEVEL])
    return _run(cursor, _LEAVE_OUT_THOSE_THERE)


def _columns(row):
    return row.code, row.name, row.short_name, row.level, row.parent_code, row.position


def _run(cursor, statement, values=()):
    """Run a statement; how many rows it made, changed or deleted."""
    cursor.execute(statement, values)
    return cursor.rowcount


def _hung_below_the_nation(rows):
    """A province loaded after the nation belongs below it; without the nation it is a root.

    The other way round is refused: plans freeze the paths of their participants, so the path of a unit never changes.
    """
    if rows[0].code != divisions.NATION:
        nation = Unit.objects.filter(code=divisions.NATION).exists()
        return [replace(r, parent_code=divisions.NATION) if nation and not r.parent_code else r for r in rows]
    alone = Unit.objects.filter(parent=None).exclude(code=divisions.NATION).order_by("path").first()
    if alone:
        raise Refused(
            _("%(name)s stands alone already, and no unit is ever moved: the nation must be loaded first.")
            % {"name": alone.name}
        )
    return rows
