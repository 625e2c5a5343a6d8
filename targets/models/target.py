"""A target: a number that a task promises."""

from django.core.validators import MaxValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from plans.models import CODE, Cadence, Plan, Task
from targets.models.numbers import PLACES, figure_field
from targets.models.percent_units import is_share_of_a_whole


class Measure(models.TextChoices):
    """How a unit reports: the amount since the last report, the running total, a level, a ratio, or done and when."""

    INCREMENT = "increment", _("added this period")
    RUNNING = "running", _("total this year")
    LEVEL = "level", _("level at the end")
    RATIO = "ratio", _("ratio")
    MILESTONE = "milestone", _("milestone")


class Direction(models.TextChoices):
    AT_LEAST = "at_least", _("at least")
    AT_MOST = "at_most", _("at most")
    EXACTLY = "exactly", _("exactly")
    RANGE = "range", _("within a range")


class RollUp(models.TextChoices):
    SUM = "sum", _("sum")
    UNITS_REACHED = "units_reached", _("units that reached theirs")


class Scale(models.TextChoices):
    PLAIN = "", _("plain number")
    PERCENT = "%", "%"
    PER_MILLE = "‰", "‰"
    PER_100K = "/10万", _("per 100,000")


class Start(models.TextChoices):
    """What it means that a level or a ratio has no baseline.

    "": it was not said, or the baselines are those of the units; where one is missing there is no pace. ``ZERO``: it is
    counted from zero, as all were in plans issued before baselines were asked for.
    """

    NOT_SAID = "", _("not said")
    UNKNOWN = "unknown", _("no baseline known")
    ZERO = "zero", _("counted from zero")


class Target(models.Model):
    """A promised number with everything that says how it is reported, added up and judged.

    ``value`` (and ``value2``, the upper end of a range) is in ``unit``; for a ratio it is as shown, so 70 with the
    scale % is 70 %. ``schedule`` maps period codes to the share that should be done by then, as decimal strings
    ("0.25"); where it is empty the pace is a straight line. ``decimals`` are those of what is reported, for a ratio of
    its rate; ``part_decimals`` of its two numbers, which are counts unless the planner says otherwise.
    """

    plan = models.ForeignKey(Plan, models.CASCADE, related_name="targets")
    task = models.ForeignKey(Task, models.PROTECT, related_name="targets", verbose_name=_("task"))
    code = models.CharField(_("code"), max_length=16, validators=[CODE])
    position = models.PositiveIntegerField(_("position"), default=0)
    name = models.CharField(_("name"), max_length=200)
    unit = models.CharField(_("unit of measure"), max_length=16)
    measure = models.CharField(_("measure"), max_length=12, choices=Measure, default=Measure.INCREMENT)
    direction = models.CharField(_("direction"), max_length=12, choices=Direction, default=Direction.AT_LEAST)
    value = figure_field(_("value"))
    value2 = figure_field(_("upper value"))
    baseline = figure_field(_("baseline"))
    start = models.CharField(_("without a baseline"), max_length=8, choices=Start, default=Start.NOT_SAID, blank=True)
    decimals = models.PositiveSmallIntegerField(_("decimals"), default=0, validators=[MaxValueValidator(PLACES)])
    part_decimals = models.PositiveSmallIntegerField(
        _("decimals of numerator and denominator"), default=0, db_default=0, validators=[MaxValueValidator(PLACES)]
    )
    scale = models.CharField(_("scale"), max_length=8, choices=Scale, default=Scale.PLAIN, blank=True)
    rollup = models.CharField(_("roll-up"), max_length=16, choices=RollUp, default=RollUp.SUM)
    frequency = models.CharField(_("reported"), max_length=8, choices=Cadence, default=Cadence.QUARTER)
    deadline = models.DateField(_("deadline"), null=True, blank=True)
    schedule = models.JSONField(_("schedule"), default=dict, blank=True)
    definition = models.TextField(_("definition"), blank=True)
    data_source = models.CharField(_("data source"), max_length=200, blank=True)
    weight = models.DecimalField(_("weight"), max_digits=7, decimal_places=2, default=1)
    clause = models.TextField(_("sentence in the document"), blank=True)

    # The period from which an issued plan owes it, of targets read by ``with_first_seq``; None: not read, or no value.
    first_seq: int | None = None

    class Meta:
        verbose_name = _("target")
        verbose_name_plural = _("targets")
        ordering = ["position", "code"]
        constraints = [
            models.UniqueConstraint(
                fields=["plan", "code"],
                name="target_code_in_plan",
                violation_error_message=_("Another target of this plan has this code."),
            ),
            models.CheckConstraint(
                condition=~Q(direction="range") | Q(value__isnull=False, value2__isnull=False, value2__gte=F("value")),
                name="range_has_two_ends",
                violation_error_message=_("A range needs a lower and an upper value, in this order."),
            ),
            models.CheckConstraint(
                condition=Q(measure="ratio") | Q(scale=""),
                name="scale_is_for_ratios",
                violation_error_message=_("Only a ratio has a scale."),
            ),
            models.CheckConstraint(
                condition=~Q(measure="ratio", rollup="sum", direction="exactly") & Q(weight__gte=0),
                name="target_makes_sense",
                violation_error_message=_("A ratio is at least, at most or within a range, never exactly."),
            ),
        ]

    def __str__(self):
        return f"{self.code} {self.name}"

    @property
    def is_ratio(self):
        return self.measure == Measure.RATIO

    @property
    def is_rate(self):
        """Whether its totals are numerators over denominators."""
        return self.is_ratio and self.rollup == RollUp.SUM

    @property
    def has_start(self):
        """Whether progress is counted from a baseline: of a level or a ratio that is not an upper limit."""
        return self.measure in (Measure.LEVEL, Measure.RATIO) and self.direction != Direction.AT_MOST

    @property
    def counts_from_zero(self):
        """Whether a missing baseline counts as zero. Not beside the plan's rate: a rate has begun, though nobody knows
        where each unit has."""
        return self.start == Start.ZERO and not (self.is_ratio and self.baseline is not None)

    @property
    def sums_percentages(self):
        """Whether percentages would be added up, which says nothing: 90 % and 80 % are not 170 %."""
        counted = self.measure in (Measure.INCREMENT, Measure.RUNNING, Measure.LEVEL)
        return counted and self.rollup == RollUp.SUM and is_share_of_a_whole(self.unit)

    @property
    def is_milestone(self):
        return self.measure == Measure.MILESTONE

    @property
    def splits(self):
        """Whether parts are held against the whole: a ratio has no remainder (each unit has its own rate)."""
        return not self.is_ratio and self.direction != Direction.AT_MOST
