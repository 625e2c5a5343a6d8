"""An office's own form (表样): the empty workbook, what its cells were confirmed to hold, and its name."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from orgs.models import Unit
from plans.models import Plan


class SheetForm(models.Model):
    """Of the unit ``office`` for one ``plan``; those below it get it filled as well.

    ``answers`` are what was said to the questions about it (key -> answer), ``matches`` what its cells hold
    (``targets.sheet_forms.stored_matches``) from the moment that it is kept. ``na_text`` is what stands for what is not
    applicable. Removed ones stay, since files were made with them.
    """

    plan = models.ForeignKey(Plan, models.CASCADE, related_name="sheet_forms")
    office = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    name = models.CharField(_("name of the form"), max_length=80)
    file = models.FileField(upload_to="forms/%Y/%m/")
    file_name = models.CharField(_("file"), max_length=200)
    sha256 = models.CharField(max_length=64)
    formulas = models.JSONField(default=dict, blank=True)  # title of a sheet -> [row, column] of the form's formulas
    answers = models.JSONField(default=dict, blank=True)
    matches = models.JSONField(null=True, blank=True)
    na_text = models.CharField(_("for what is not applicable"), max_length=10)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", db_index=False)
    at = models.DateTimeField(auto_now_add=True)
    kept_at = models.DateTimeField(null=True, blank=True)
    removed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("form of an office")
        verbose_name_plural = _("forms of offices")
        ordering = ["-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(kept_at=None, matches=None) | Q(kept_at__isnull=False, matches__isnull=False),
                name="a_kept_form_has_its_matches",
            )
        ]

    def __str__(self):
        return self.name

    @property
    def is_kept(self) -> bool:
        return self.kept_at is not None
