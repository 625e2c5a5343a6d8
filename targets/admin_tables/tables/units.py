"""The table of units: a row for each unit in reach, known by its code."""

from collections.abc import Iterable
from functools import partial

from django.db.models import Prefetch
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts import policy
from accounts.people_workbook import find_named_unit, read_named_units
from accounts.policy import Verb
from orgs.actions.units import add_alias, add_unit, change_unit, close_unit, reopen_unit
from orgs.models import Level, Unit, UnitAlias, UnitKind
from orgs.names import normalize
from targets.admin_tables.cells import format_day, read_choice_cell, read_day_cell, read_whole_cell
from targets.admin_tables.layout import AdminColumn, AdminLine, AdminTable
from targets.admin_tables.resource import TableResource

COLUMNS = (
    AdminColumn("own_code", gettext_lazy("Code of the unit")),
    AdminColumn("name", gettext_lazy("Name of the unit")),
    AdminColumn("short_name", gettext_lazy("Short name")),
    AdminColumn("kind", gettext_lazy("Kind of the unit")),
    AdminColumn("level", gettext_lazy("Level")),
    AdminColumn("code", gettext_lazy("Code of the unit above")),
    AdminColumn("unit", gettext_lazy("Unit above")),
    AdminColumn("position", gettext_lazy("Place among its neighbours")),
    AdminColumn("from_date", gettext_lazy("First day")),
    AdminColumn("to_date", gettext_lazy("Last day")),
    AdminColumn("aliases", gettext_lazy("Other names (divided by 、)")),
)
BETWEEN = "、"
MOST = {"name": 100, "short_name": 50, "aliases": 100}  # characters


class UnitResource(TableResource):
    """Adds, changes, closes and reopens units; their other names are only added to."""

    def __init__(self, **kwargs):
        super().__init__(**kwargs)
        self.table = AdminTable(_("Units"), COLUMNS, (("own_code",), ("name",)))
        self.added: dict[str, Unit] = {}  # by code and name: later rows of the file may stand below them
        self.dates: list[tuple[AdminLine, Unit]] = []

    @property
    def permitted(self):
        return policy.permitted_units(self.by, Verb.MANAGE_UNITS)

    def list_rows(self) -> Iterable[list]:
        units = self.permitted.select_related("parent").prefetch_related(
            Prefetch("aliases", UnitAlias.objects.order_by("name"))
        )
        for unit in units.iterator(chunk_size=2000):
            texts = self.texts_of(unit)
            yield [unit.position if key == "position" else texts[key] for key in texts]

    def texts_of(self, unit: Unit) -> dict[str, str]:
        above = unit.parent
        return {
            "own_code": unit.code,
            "name": unit.name,
            "short_name": unit.short_name,
            "kind": str(UnitKind(unit.kind).label),
            "level": str(Level(unit.level).label),
            "code": above.code if above else "",
            "unit": above.full_name if above else "",
            "position": str(unit.position),
            "from_date": format_day(unit.from_date),
            "to_date": format_day(unit.to_date),
            "aliases": BETWEEN.join(alias.name for alias in unit.aliases.all()),
        }

    def load(self):
        codes = {normalize(line.text("own_code")) for line in self.lines} - {""}
        mine = self.permitted.filter(code__in=codes)
        if not self.dry_run:
            list(mine.select_for_update().order_by("pk").values_list("pk"))
        aliases = Prefetch("aliases", UnitAlias.objects.order_by("name"))
        self.units = {unit.code: unit for unit in mine.select_related("parent").prefetch_related(aliases)}
        self.above = read_named_units(self.lines, self.permitted)
        self.first: dict[str, int] = {}

    def find(self, line):
        return self.units.get(normalize(line.text("own_code")))

    def judge(self, line, found, outcome):
        code = normalize(line.text("own_code"))
        outcome.label = found.full_name if found else line.text("name") or code
        if code and self.first.setdefault(code, line.number) != line.number:
            line.errors["own_code"] = _("The same as in row %(row)s.") % {"row": self.first[code]}
        if not line.text("name"):
            line.errors.setdefault("name", _("This is missing."))
        self._check_lengths(line)
        for key in ("from_date", "to_date"):
            read_day_cell(line, key)
        if found is None:
            self._judge_new(line)
            outcome.changes = self.new_changes(line)
            return
        texts = self.texts_of(found)
        self._judge_fixed(line, texts, found)
        if self.changed(line, "position", texts["position"]):
            read_whole_cell(line, "position")
        if not line.text("short_name"):
            line.texts.pop("short_name", None)
        for key in ("name", "short_name", "position", "from_date", "to_date"):
            if self.changed(line, key, texts[key]):
                outcome.changes.append(self.change(key, texts[key], line.text(key)))
        if more := self._new_aliases(line, found):
            outcome.changes.append(self.change("aliases", "", BETWEEN.join(more)))

    def _check_lengths(self, line):
        for key, most in MOST.items():
            if any(len(name) > most for name in split_aliases(line.text(key))):
                line.errors[key] = _("At most %(most)s characters.") % {"most": most}

    def _judge_new(self, line):
        kind = read_choice_cell(line, "kind", UnitKind)
        if line.text("level"):
            read_choice_cell(line, "level", Level)
        if kind and self._find_above(line) is None and not line.errors:
            line.errors["unit"] = _("This is missing.")

    def _find_above(self, line) -> Unit | None:
        for key in ("code", "unit"):
            if unit := self.added.get(normalize(line.text(key))):
                return unit
        return find_named_unit(line, self.above)

    def _judge_fixed(self, line, texts, found):
        """Kind, level and the unit above never change."""
        for key, choices in (("kind", UnitKind), ("level", Level)):
            if self.changed(line, key, texts[key]) and read_choice_cell(line, key, choices) != getattr(found, key):
                line.errors.setdefault(key, _("This cannot be changed; it is %(now)s.") % {"now": texts[key]})
        for key in ("code", "unit"):
            if line.text(key) and self.changed(line, key, texts[key]):
                above = self._find_above(line)
                if above is None or above.pk != found.parent_id:
                    now = texts["unit"] or _("none")
                    line.errors.setdefault(key, _("This cannot be changed; it is %(now)s.") % {"now": now})
                return

    def _new_aliases(self, line, unit) -> list[str]:
        known = {alias.name for alias in unit.aliases.all()}
        return [
            name for name in dict.fromkeys(map(normalize, split_aliases(line.text("aliases")))) if name not in known
        ]

    def names_of_errors(self):
        return super().names_of_errors() | {"code": "own_code", "parent": "unit", "kind": "kind"}

    def write(self, line, found):
        if found is None:
            self._write_new(line)
            return
        policy.require(self.by, Verb.MANAGE_UNITS, found)
        texts = self.texts_of(found)
        given = {key: line.texts.get(key, texts[key]) for key in ("name", "short_name", "position")}
        from_date = read_day_cell(line, "from_date") if "from_date" in line.texts else found.from_date
        change_unit(
            found, by=self.by, name=given["name"], short_name=given["short_name"],
            position=int(given["position"]), from_date=from_date,
        )  # fmt: skip
        self._write_rest(line, found)

    def _write_new(self, line):
        above = self._find_above(line)
        assert above is not None  # else refused before
        policy.require(self.by, Verb.MANAGE_UNITS, above)
        unit = add_unit(
            above, by=self.by, kind=read_choice_cell(line, "kind", UnitKind), name=line.text("name"),
            code=line.text("own_code"), short_name=line.text("short_name"),
            level=read_choice_cell(line, "level", Level) if line.text("level") else "",
            from_date=read_day_cell(line, "from_date"),
        )  # fmt: skip
        if line.text("position"):
            position = read_whole_cell(line, "position")
            change_unit(
                unit, by=self.by, name=unit.name, short_name=unit.short_name, position=position,
                from_date=unit.from_date,
            )  # fmt: skip
        self.added |= {normalize(name): unit for name in (unit.code, unit.name, unit.full_name)}
        self._write_rest(line, unit)

    def _write_rest(self, line, unit):
        for name in self._new_aliases(line, unit):
            add_alias(unit, name, by=self.by)
        if self.changed(line, "to_date", format_day(unit.to_date)):
            self.dates.append((line, unit))

    def write_together(self):
        """First what opens, from the top; then what closes, from the bottom: nothing closes above what is open."""
        outcomes = {outcome.number: outcome for outcome in self.outcomes}
        opening = [each for each in self.dates if not each[0].text("to_date")]
        closing = [each for each in self.dates if each[0].text("to_date")]
        for line, unit in sorted(opening, key=lambda each: each[1].path):
            self.refuse(line, outcomes[line.number], partial(reopen_unit, unit, by=self.by))
        for line, unit in sorted(closing, key=lambda each: each[1].path, reverse=True):
            day = read_day_cell(line, "to_date")
            assert day is not None
            self.refuse(line, outcomes[line.number], partial(close_unit, unit, by=self.by, to_date=day))


def split_aliases(text: str) -> list[str]:
    """The names in a cell of other names."""
    return [name for line in text.splitlines() for name in line.split(BETWEEN) if name.strip()]
