"""Create units from the administrative divisions that come with the project.

The nation to its villages is 665,000 rows, so they are copied into temporary tables (COPY) and inserted by one
statement for each level, which the ORM cannot express.
"""

from dataclasses import asdict, dataclass, replace

from django.db import connection, transaction
from django.utils.translation import gettext as _

from audit.actions import Actor, record
from audit.errors import Refused
from orgs import divisions, names, villages
from orgs.copying import copy_rows, create_temp_table
from orgs.models import Unit

LEVELS = (*divisions.LEVELS, villages.LEVEL)
_STAGED_UNITS = "orgs_loading", "code text, name text, short_name text, level text, parent_code text, position integer"
_STAGED_NAMES = "orgs_loading_names", "code text, name text"
_DUPLICATE_CODES = "SELECT code FROM orgs_loading GROUP BY code HAVING count(*) > 1 ORDER BY code LIMIT 5"
# Siblings that would share a short name keep their full name, so that tables can tell them apart.
_DISAMBIGUATE_SHORT_NAMES = """
    UPDATE orgs_loading r SET short_name = r.name
    FROM (SELECT parent_code, short_name FROM orgs_loading WHERE level = %s
          GROUP BY parent_code, short_name HAVING count(*) > 1) shared
    WHERE r.level = %s AND r.parent_code = shared.parent_code AND r.short_name = shared.short_name
"""
# Existing units stay unchanged.
_DELETE_EXISTING = "DELETE FROM orgs_loading r USING orgs_unit u WHERE u.code = r.code"
# Run once for each level, since a level's rows need the ids of the one above.
_INSERT_UNITS = """
    INSERT INTO orgs_unit (code, name, short_name, kind, level, parent_id, path, position)
    SELECT r.code, r.name, r.short_name, 'federation', r.level, p.id,
           COALESCE(p.path, '/') || r.code || '/', r.position
    FROM orgs_loading r LEFT JOIN orgs_unit p ON p.code = r.parent_code
    WHERE r.level = %s
    ORDER BY r.code
    ON CONFLICT (code) DO NOTHING
"""
_INSERT_ALIASES = """
    INSERT INTO orgs_unitalias (unit_id, name)
    SELECT u.id, n.name FROM orgs_loading_names n
    JOIN orgs_loading r ON r.code = n.code
    JOIN orgs_unit u ON u.code = n.code
    ON CONFLICT (unit_id, name) DO NOTHING
"""


@dataclass(frozen=True)
class LoadResult:
    """The units created by level, the aliases created, and how many units existed."""

    made: dict[str, int]
    aliases: int
    there: int

    @property
    def changed(self) -> bool:
        return bool(self.made)


@transaction.atomic
def load_units(code: str, depth: str, *, villages_file: str | None = None, by: Actor | None = None) -> LoadResult:
    """Create the units of a division, of those above it and of those below it down to the level ``depth``.

    ``villages_file`` is the path of a file of villages, for the depth "village" only; none comes with the project.
    Existing units and their aliases stay as they are, so a repeated load changes nothing and writes no audit entry.
    Raises divisions.UnknownDivision, Refused.
    """
    _check_villages_file(depth, villages_file)
    rows = _set_root_parent(divisions.read_divisions(code, min(depth, divisions.LEVELS[-1], key=LEVELS.index)))
    village_rows = villages.read_villages(villages_file, {row.code for row in rows}) if villages_file else ()
    with connection.cursor() as cursor:
        there = _stage(cursor, rows, village_rows)
        made = {level: _execute(cursor, _INSERT_UNITS, [level]) for level in LEVELS}
        result = LoadResult({level: n for level, n in made.items() if n}, _execute(cursor, _INSERT_ALIASES), there)
        if result.changed:
            cursor.execute("ANALYZE orgs_unit, orgs_unitalias")  # the tables may have grown from empty to 665,000 rows
    if result.changed:
        top = divisions.full_code(code)
        record(by=by, verb="units.load", on=top, unit=top, data={"depth": depth, **asdict(result)})
    return result


def _check_villages_file(depth, villages_file):
    if depth == villages.LEVEL and not villages_file:
        raise Refused(_("Villages do not come with the project: name the file that holds them (--villages)."))
    if depth != villages.LEVEL and villages_file:
        raise Refused(_("A file of villages is read for the depth “village” only."))


def _stage(cursor, rows, village_rows):
    """Copy the rows into temporary tables without those of existing units; return the number of the latter."""
    for table, columns in (_STAGED_UNITS, _STAGED_NAMES):
        create_temp_table(cursor, table, columns)
    copy_rows(cursor, _STAGED_UNITS[0], map(_to_columns, rows))
    copy_rows(cursor, _STAGED_UNITS[0], map(_to_columns, village_rows))
    copy_rows(cursor, _STAGED_NAMES[0], ((row.code, name) for row in rows for name in names.aliases(row.name)))
    cursor.execute("ANALYZE orgs_loading")
    cursor.execute(_DUPLICATE_CODES)
    if codes := ", ".join(code for (code,) in cursor.fetchall()):
        raise Refused(_("The file has these codes twice: %(codes)s.") % {"codes": codes})
    _execute(cursor, _DISAMBIGUATE_SHORT_NAMES, [villages.LEVEL, villages.LEVEL])
    return _execute(cursor, _DELETE_EXISTING)


def _to_columns(row):
    return row.code, row.name, row.short_name, row.level, row.parent_code, row.position


def _execute(cursor, statement, values=()):
    """Run a statement and return the number of rows that it inserted, updated or deleted."""
    cursor.execute(statement, values)
    return cursor.rowcount


def _set_root_parent(rows):
    """Set the nation as parent of a province, if the nation has been loaded; else the province is a root.

    Raises Refused when the nation is loaded after a province: plans store the paths of their participants, so the path
    of a unit never changes.
    """
    if rows[0].code != divisions.NATION:
        nation = Unit.objects.filter(code=divisions.NATION).exists()
        return [replace(r, parent_code=divisions.NATION) if nation and not r.parent_code else r for r in rows]
    other_root = Unit.objects.filter(parent=None).exclude(code=divisions.NATION).order_by("path").first()
    if other_root:
        raise Refused(
            _("%(name)s stands alone already, and no unit is ever moved: the nation must be loaded first.")
            % {"name": other_root.name}
        )
    return rows
