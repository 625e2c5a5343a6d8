"""Making units of the administrative divisions that come with the project."""

import json
from dataclasses import asdict, dataclass, replace

from django.db import connection, transaction
from django.utils.translation import gettext as _

from audit.actions import record
from audit.errors import Refused
from orgs import divisions, names
from orgs.models import Unit

# One statement for each level, since a level's rows need the ids of the one above. `code` is the conflict target: a
# unit that is there stays as people have left it.
_ADD_UNITS = """
    INSERT INTO orgs_unit (code, name, short_name, kind, level, parent_id, path, position)
    SELECT r.code, r.name, r.short_name, 'federation', r.level, p.id,
           COALESCE(p.path, '/') || r.code || '/', r.position
    FROM json_to_recordset(%s::json)
         AS r(code text, name text, short_name text, level text, parent_code text, position integer)
    LEFT JOIN orgs_unit p ON p.code = r.parent_code
    ORDER BY r.code
    ON CONFLICT (code) DO NOTHING
    RETURNING code
"""
_ADD_ALIASES = """
    INSERT INTO orgs_unitalias (unit_id, name)
    SELECT u.id, r.name FROM json_to_recordset(%s::json) AS r(code text, name text)
    JOIN orgs_unit u ON u.code = r.code
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
def load_units(code, depth, *, by=None) -> Load:
    """Make the units of a division, of those above it and of those below it down to `depth`.

    What is there is left alone, also where people have renamed it or taken an alias away, so loading again changes
    nothing and leaves no trace. Raises divisions.UnknownDivision, Refused.
    """
    rows = _hung_below_the_nation(divisions.read_divisions(code, depth))
    made = {level: _add_units([row for row in rows if row.level == level]) for level in divisions.LEVELS}
    new = {code for codes in made.values() for code in codes}
    aliases = _add_aliases([row for row in rows if row.code in new])
    load = Load({level: len(codes) for level, codes in made.items() if codes}, aliases, len(rows) - len(new))
    if load.changed:
        top = divisions.whole_code(code)
        record(by=by, verb="units.load", on=top, unit=top, data={"depth": depth, **asdict(load)})
    return load


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


def _add_units(rows) -> set[str]:
    with connection.cursor() as cursor:
        cursor.execute(_ADD_UNITS, [json.dumps([asdict(row) for row in rows])])
        return {code for (code,) in cursor.fetchall()}


def _add_aliases(rows) -> int:
    named = [{"code": row.code, "name": name} for row in rows for name in names.aliases(row.name)]
    with connection.cursor() as cursor:
        cursor.execute(_ADD_ALIASES, [json.dumps(named)])
        return cursor.rowcount
