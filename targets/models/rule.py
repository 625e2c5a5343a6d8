"""Rules by which a plan's returns are checked before they are submitted, and what was found and explained."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from plans.models import Plan
from targets.models.numbers import figure_field
from targets.models.report import Return, Snapshot
from targets.models.target import Target


class Weight(models.TextChoices):
    """What a finding does: refuse the submission, or ask for a written explanation."""

    MUST = "must", _("must be right")
    EXPLAIN = "explain", _("must be explained")


class Rule(models.Model):
    """One check that a planner has set. ``target`` None: every target of the plan that the kind fits.

    ``low`` and ``high`` bound the value (a ratio's rate as shown); ``percent`` is a swing against the last report; for
    the parts of a whole ``target`` is the whole, its parts are ``RulePart``s, and ``exact`` says whether they must meet
    it (男 + 女 = 合计) or may be fewer (其中). A ``formula`` names targets by their ids (``#12 + #13 ≤ #14``);
    ``target`` is the first of them, at which findings are shown, and the others are its parts.
    """

    class Kind(models.TextChoices):
        BOUNDS = "bounds", _("within bounds")
        PARTS = "parts", _("parts and the whole")
        NEVER_FALLS = "never_falls", _("a running total never falls")
        SWING = "swing", _("swing against the last report")
        WHOLE = "whole", _("a ratio is at most the whole")
        OVER_SHARE = "over_share", _("more than its share")
        FORMULA = "formula", _("a formula between targets")
        SAME = "same", _("everything as the last time")

    # The kind of the one row that stands for the check that every plan has: planners neither see nor change it. It is
    # made with the first explanation of something that the check found.
    BUILT_IN = "unlikely"

    plan = models.ForeignKey(Plan, models.CASCADE, related_name="rules")
    position = models.PositiveIntegerField(default=0)
    kind = models.CharField(_("kind"), max_length=12, choices=Kind)
    weight = models.CharField(_("weight"), max_length=8, choices=Weight, default=Weight.EXPLAIN)
    target = models.ForeignKey(Target, models.CASCADE, null=True, blank=True, related_name="rules")
    low = figure_field(_("at least"))
    high = figure_field(_("at most"))
    percent = models.DecimalField(_("percent"), max_digits=7, decimal_places=1, null=True, blank=True)
    formula = models.CharField(_("formula"), max_length=400, blank=True)
    exact = models.BooleanField(_("the parts meet the whole"), default=True)
    why = models.CharField(_("what it is for"), max_length=200, blank=True)
    active = models.BooleanField(_("in use"), default=True)

    class Meta:
        verbose_name = _("rule")
        verbose_name_plural = _("rules")
        ordering = ["position", "id"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(kind="bounds") | Q(low__isnull=False) | Q(high__isnull=False), name="bounds_have_an_end"
            ),
            models.CheckConstraint(
                condition=Q(low=None) | Q(high=None) | Q(high__gte=F("low")), name="bounds_in_order"
            ),
            models.CheckConstraint(condition=~Q(kind="swing") | Q(percent__gt=0), name="swing_has_a_percent"),
            models.CheckConstraint(
                condition=~Q(kind="formula") | (~Q(formula="") & Q(target__isnull=False)), name="formula_is_written"
            ),
            models.UniqueConstraint(fields=["plan"], condition=Q(kind="unlikely"), name="one_built_in_rule"),
            models.CheckConstraint(condition=~Q(kind="parts") | Q(target__isnull=False), name="parts_have_a_whole"),
        ]

    def __str__(self):
        return f"{self.get_kind_display()} {self.target or ''}".strip()


class RulePart(models.Model):
    """One of the parts of a whole, or of the targets in a formula."""

    pk = models.CompositePrimaryKey("rule_id", "target_id")
    rule = models.ForeignKey(Rule, models.CASCADE, related_name="parts", db_index=False)
    target = models.ForeignKey(Target, models.CASCADE, related_name="+")

    def __str__(self):
        return f"{self.rule_id}:{self.target_id}"


class Explanation(models.Model):
    """Why a finding is right as it is, as the clerk has typed it. ``about`` is the target's code, "" for the return;
    ``sign`` stands for what was found, and once the numbers are others it explains them no more."""

    pk = models.CompositePrimaryKey("report_id", "rule_id", "about")
    report = models.ForeignKey(Return, models.CASCADE, related_name="explanations", db_index=False)
    rule = models.ForeignKey(Rule, models.CASCADE, related_name="+", db_index=False)
    about = models.CharField(max_length=16, blank=True)
    text = models.CharField(_("explanation"), max_length=500)
    sign = models.CharField(max_length=16, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", db_index=False)
    at = models.DateTimeField()

    def __str__(self):
        return self.text


class Finding(models.Model):
    """What a rule found in a submission, and how it was explained: kept with the submission as it was."""

    snapshot = models.ForeignKey(Snapshot, models.PROTECT, related_name="findings")
    rule = models.ForeignKey(Rule, models.SET_NULL, null=True, related_name="+", db_index=False)
    kind = models.CharField(max_length=12, choices=Rule.Kind)
    weight = models.CharField(max_length=8, choices=Weight)
    about = models.CharField(max_length=16, blank=True)
    text = models.CharField(max_length=500)
    explanation = models.CharField(max_length=500, blank=True)

    class Meta:
        ordering = ["snapshot", "id"]

    def __str__(self):
        return self.text
