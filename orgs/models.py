"""Units and their aliases.

The tree is stored as a path of codes, so that a subtree is a prefix search with one index. Actions and the loader
compute the path once; constraints check it.
"""

from datetime import date

from django.db import models
from django.db.models import F, Q, Value
from django.db.models.functions import Concat
from django.utils.translation import gettext_lazy as _

from orgs import names

OWN_PATH_STEP = Concat(Value("/"), F("code"), Value("/"), output_field=models.TextField())


class UnitKind(models.TextChoices):
    """What a unit is."""

    FEDERATION = "federation", _("Federation")
    OFFICE = "office", _("Office")
    ZONE = "zone", _("Development zone")
    MEMBER = "member", _("Member body")


class Level(models.TextChoices):
    """The rank of a unit. Offices and member bodies have the level of their federation, a zone usually the next."""

    NATION = "nation", _("Nation")
    PROVINCE = "province", _("Province")
    CITY = "city", _("City")
    COUNTY = "county", _("County")
    TOWNSHIP = "township", _("Township")
    VILLAGE = "village", _("Village")


class Unit(models.Model):
    """A federation, office, zone or member body. Never deleted, only closed (``to_date``)."""

    code = models.CharField(_("code"), max_length=32, unique=True)
    name = models.CharField(_("name"), max_length=100)
    short_name = models.CharField(_("short name"), max_length=50)
    kind = models.CharField(_("kind"), max_length=16, choices=UnitKind.choices, default=UnitKind.FEDERATION)
    level = models.CharField(_("level"), max_length=16, choices=Level.choices)
    parent = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="children", verbose_name=_("unit above")
    )
    path = models.TextField(_("path"), editable=False)
    position = models.PositiveIntegerField(_("position among its neighbours"), default=0)
    from_date = models.DateField(_("first day"), null=True, blank=True)
    to_date = models.DateField(_("last day"), null=True, blank=True)

    class Meta:
        ordering = ["path"]
        verbose_name = _("unit")
        verbose_name_plural = _("units")
        indexes = [
            # This operator class lets LIKE 'prefix%' use the index with any collation.
            models.Index(fields=["path"], opclasses=["text_pattern_ops"], name="orgs_unit_path_prefix"),
            # Serves "=" and prefixes; db_index would create two indexes for up to 665,000 rows.
            models.Index(fields=["name"], opclasses=["varchar_pattern_ops"], name="orgs_unit_name"),
        ]
        constraints = [
            models.CheckConstraint(condition=Q(name__regex=r"\S"), name="orgs_unit_name_not_blank"),
            models.CheckConstraint(condition=Q(short_name__regex=r"\S"), name="orgs_unit_short_name_not_blank"),
            # A code is a step of a path: no slash, and no wildcard of LIKE.
            models.CheckConstraint(condition=Q(code__regex=r"^[0-9A-Z]+(-[0-9A-Z]+)*$"), name="orgs_unit_code_plain"),
            models.CheckConstraint(condition=Q(kind__in=UnitKind.values), name="orgs_unit_kind_known"),
            models.CheckConstraint(condition=Q(level__in=Level.values), name="orgs_unit_level_known"),
            models.CheckConstraint(condition=Q(path__endswith=OWN_PATH_STEP), name="orgs_unit_path_ends_with_code"),
            models.CheckConstraint(
                condition=Q(parent__isnull=True, path=OWN_PATH_STEP)
                | (Q(parent__isnull=False) & ~Q(path=OWN_PATH_STEP)),
                name="orgs_unit_only_a_root_stands_alone",
            ),
            models.CheckConstraint(
                condition=Q(parent__isnull=True) | ~Q(parent=F("id")), name="orgs_unit_not_its_own_parent"
            ),
            models.CheckConstraint(
                condition=Q(kind=UnitKind.FEDERATION) | Q(parent__isnull=False), name="orgs_unit_root_is_a_federation"
            ),
            models.CheckConstraint(
                condition=Q(to_date__isnull=True) | Q(from_date__isnull=True) | Q(to_date__gte=F("from_date")),
                name="orgs_unit_dates_in_order",
            ),
        ]

    def __str__(self):
        return self.name

    @property
    def full_name(self) -> str:
        """The official name: 云南省妇联, 双江自治县妇联; for offices, zones and member bodies the name itself."""
        return names.official_name(self.name) if self.kind == UnitKind.FEDERATION else self.name

    @property
    def depth(self) -> int:
        """The number of ancestors."""
        return self.path.count("/") - 2

    def closed_on(self, day: date) -> bool:
        """Whether the last day is before `day`."""
        return self.to_date is not None and self.to_date < day


class UnitAlias(models.Model):
    """Another name of a unit, in the form of `names.normalize`."""

    # db_index=False: the index of the constraint begins with the unit.
    unit = models.ForeignKey(
        Unit, on_delete=models.CASCADE, related_name="aliases", db_index=False, verbose_name=_("unit")
    )
    name = models.CharField(_("name"), max_length=100)

    class Meta:
        ordering = ["name"]
        verbose_name = _("other name")
        verbose_name_plural = _("other names")
        indexes = [models.Index(fields=["name"], opclasses=["varchar_pattern_ops"], name="orgs_unitalias_name")]
        constraints = [
            models.UniqueConstraint(fields=["unit", "name"], name="orgs_unitalias_once_for_a_unit"),
            models.CheckConstraint(condition=Q(name__regex=r"\S"), name="orgs_unitalias_name_not_blank"),
        ]

    def __str__(self):
        return self.name
