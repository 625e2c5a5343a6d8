"""Plans with their sections, tasks, participants and periods."""

import re
from datetime import date, timedelta

from django.conf import settings
from django.core.validators import MinValueValidator, RegexValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import get_language, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from orgs.models import Unit
from plans import calendar
from plans.numbering import strip_number

_MARKS = re.compile(r"[\W_]+")
CODE = RegexValidator(r"^[\w-]+\Z", _("Letters, digits, - and _ only."))


class Cadence(models.TextChoices):
    """How often units report."""

    MONTH = "month", _("monthly")
    QUARTER = "quarter", _("quarterly")
    HALF = "half", _("every half year")
    YEAR = "year", _("yearly")


class Plan(models.Model):
    """A year's work plan of a unit, identified in URLs and commands by its code (``lincang-2020``)."""

    class State(models.TextChoices):
        DRAFT = "draft", _("draft")
        ISSUED = "issued", _("issued")
        CLOSED = "closed", pgettext_lazy("plan", "closed")

    code = models.SlugField(_("code"), max_length=64, unique=True)
    title = models.CharField(_("title"), max_length=200)
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="plans", verbose_name=_("unit"))
    year = models.PositiveSmallIntegerField(_("year"), validators=[MinValueValidator(2000)])
    cadence = models.CharField(_("reported"), max_length=8, choices=Cadence, default=Cadence.QUARTER)
    state = models.CharField(_("state"), max_length=8, choices=State, default=State.DRAFT)
    document_number = models.CharField(_("document number"), max_length=64, blank=True)
    # Percentage points behind pace, set by each plan; the defaults are those that one office published.
    yellow_from = models.DecimalField(_("yellow beyond"), max_digits=5, decimal_places=1, default=10)
    red_from = models.DecimalField(_("red beyond"), max_digits=5, decimal_places=1, default=30)
    days_to_report = models.PositiveSmallIntegerField(_("days to report after a period ends"), default=10)
    # With by_calendar: days before its end on which a period opens, days after the due date until it closes, and days
    # after that until it is locked.
    by_calendar = models.BooleanField(_("periods open and close by the calendar"), default=False)
    days_open_before = models.PositiveSmallIntegerField(_("days open before a period ends"), default=10)
    days_of_grace = models.PositiveSmallIntegerField(_("days of grace after the due date"), default=5)
    days_to_lock = models.PositiveSmallIntegerField(_("days from closing to locking"), default=30)
    signed = models.BooleanField(
        _("units sign for those below"), default=False, help_text=_("Whoever has units below hands in a return, too.")
    )
    has_examples = models.BooleanField(
        _("holds example figures"), default=False, help_text=_("Figures that no document gives are examples.")
    )
    issued_at = models.DateTimeField(_("issued"), null=True, blank=True)
    issued_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        verbose_name = _("plan")
        verbose_name_plural = _("plans")
        ordering = ["-year", "unit__path", "code"]
        constraints = [
            models.CheckConstraint(
                condition=Q(red_from__gte=F("yellow_from"), yellow_from__gte=0),
                name="lights_in_order",
                violation_error_message=_("Red must not begin before yellow."),
            ),
            models.CheckConstraint(
                condition=Q(state="draft") | Q(issued_at__isnull=False), name="issued_plan_says_when"
            ),
        ]

    def __str__(self):
        return self.title

    @property
    def is_draft(self) -> bool:
        return self.state == self.State.DRAFT


class Section(models.Model):
    """A section of the plan. Its number (一、 at the top level, （一） below) follows from the position."""

    plan = models.ForeignKey(Plan, models.CASCADE, related_name="sections")
    parent = models.ForeignKey("self", models.CASCADE, null=True, blank=True, related_name="children")
    position = models.PositiveIntegerField(_("position"), default=0)
    title = models.CharField(_("title"), max_length=300)

    class Meta:
        verbose_name = _("section")
        verbose_name_plural = _("sections")
        ordering = ["position", "id"]

    def __str__(self):
        return self.title


class Task(models.Model):
    """Something to be done. Most tasks have no targets; units report their progress as text."""

    plan = models.ForeignKey(Plan, models.CASCADE, related_name="tasks")
    section = models.ForeignKey(Section, models.PROTECT, related_name="tasks", verbose_name=_("section"))
    code = models.CharField(_("code"), max_length=16, validators=[CODE])
    position = models.PositiveIntegerField(_("position"), default=0)
    title = models.CharField(_("title"), max_length=300)
    text = models.TextField(_("what is to be done"), blank=True)
    start_on = models.DateField(_("from"), null=True, blank=True)
    due_on = models.DateField(_("due"), null=True, blank=True)

    class Meta:
        verbose_name = _("task")
        verbose_name_plural = _("tasks")
        ordering = ["section__position", "position", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["plan", "code"],
                name="task_code_in_plan",
                violation_error_message=_("Another task of this plan has this code."),
            ),
            models.CheckConstraint(
                condition=Q(start_on=None) | Q(due_on=None) | Q(due_on__gte=F("start_on")),
                name="task_due_after_start",
                violation_error_message=_("A task is due after it begins."),
            ),
        ]

    def __str__(self):
        return f"{self.code} {self.title}"

    @property
    def further_text(self) -> str:
        """What the text says beyond the title; "" where it only repeats it (with a number, in other marks)."""
        words, title = (_MARKS.sub("", strip_number(each.strip())) for each in (self.text, self.title))
        return "" if words == title else self.text

    def begins_by(self, day: date) -> bool:
        """Whether units report on the task on that day, i.e. it has begun."""
        return self.start_on is None or self.start_on <= day


class TaskUnit(models.Model):
    """A unit that leads a task (牵头) or assists in it (配合)."""

    class Part(models.TextChoices):
        LEAD = "lead", _("leads")
        ASSIST = "assist", _("assists")

    task = models.ForeignKey(Task, models.CASCADE, related_name="units")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    part = models.CharField(_("part"), max_length=8, choices=Part)

    class Meta:
        ordering = ["-part", "unit__path"]
        constraints = [models.UniqueConstraint(fields=["task", "unit"], name="one_part_in_a_task")]

    def __str__(self):
        return f"{self.unit} {self.get_part_display()}"


class Participant(models.Model):
    """A unit's node in the tree of a plan, unchanged once the plan is issued.

    Allocations, returns and totals refer to it, so later changes of units do not affect a plan. ``path`` is a copy of
    the unit's path, for the policy; ``depth`` is 0 for the plan's own unit. ``keeps_totals``: totals are stored; those
    of townships and villages without children are computed when read, because there are too many.
    """

    plan = models.ForeignKey(Plan, models.CASCADE, related_name="participants")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="participations")
    parent = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="children")
    path = models.TextField()
    depth = models.PositiveSmallIntegerField()
    position = models.PositiveIntegerField(default=0)
    name = models.CharField(_("name"), max_length=100)
    short_name = models.CharField(_("short name"), max_length=50)
    kind = models.CharField(_("kind"), max_length=16)
    keeps_totals = models.BooleanField(default=True, db_default=True)

    class Meta:
        verbose_name = _("participant")
        verbose_name_plural = _("participants")
        ordering = ["path"]
        constraints = [
            models.UniqueConstraint(fields=["plan", "unit"], name="one_place_in_a_plan"),
            models.CheckConstraint(
                condition=Q(depth=0, parent=None) | Q(depth__gt=0, parent__isnull=False), name="root_is_top"
            ),
        ]
        indexes = [
            models.Index(fields=["plan", "path"], name="participant_path", opclasses=["int8_ops", "text_pattern_ops"])
        ]

    def __str__(self):
        return self.name

    @property
    def code(self) -> str:
        """The unit's code: the last step of the path."""
        return self.path.rstrip("/").rsplit("/", 1)[-1]


class Group(models.Model):
    """A named set of participants (示范县), for allocation and ranking."""

    plan = models.ForeignKey(Plan, models.CASCADE, related_name="groups")
    name = models.CharField(_("name"), max_length=64)
    participants = models.ManyToManyField(Participant, related_name="groups", blank=True)

    class Meta:
        verbose_name = _("group")
        verbose_name_plural = _("groups")
        ordering = ["name"]
        constraints = [models.UniqueConstraint(fields=["plan", "name"], name="group_name_in_plan")]

    def __str__(self):
        return self.name


class Period(models.Model):
    """A reporting period. Totals refer to it by ``seq``; 0 stands for the time before the first period."""

    class State(models.TextChoices):
        PLANNED = "planned", _("not yet open")
        OPEN = "open", _("open")
        CLOSED = "closed", _("closed")
        LOCKED = "locked", _("locked")

    plan = models.ForeignKey(Plan, models.CASCADE, related_name="periods")
    code = models.CharField(_("code"), max_length=8)
    seq = models.PositiveSmallIntegerField()
    start = models.DateField(_("from"))
    end = models.DateField(_("until"))
    due_on = models.DateField(_("returns due"))
    state = models.CharField(_("state"), max_length=8, choices=State, default=State.PLANNED)
    by_hand = models.BooleanField(  # reopened by a planner: the calendar must not close it again
        _("kept by hand"), default=False
    )

    class Meta:
        verbose_name = _("period")
        verbose_name_plural = _("periods")
        ordering = ["plan", "seq"]
        constraints = [
            models.UniqueConstraint(fields=["plan", "code"], name="period_code_in_plan"),
            models.UniqueConstraint(fields=["plan", "seq"], name="period_seq_in_plan"),
            models.CheckConstraint(
                condition=Q(seq__gt=0, end__gte=F("start"), due_on__gte=F("end")), name="period_in_order"
            ),
        ]

    def __str__(self):
        return self.name

    @property
    def name(self) -> str:
        """The name in the active language: 2020年三季度."""
        return calendar.period_name(self.code, chinese=(get_language() or "zh").startswith("zh"))

    @property
    def begun(self) -> bool:
        """Whether it has ever been opened."""
        return self.state != self.State.PLANNED

    @property
    def opens_on(self) -> date:
        """The day on which the calendar opens it, not before its first day."""
        return max(self.start, self.end - timedelta(days=self.plan.days_open_before))

    @property
    def closes_on(self) -> date:
        """The day on which the calendar closes it."""
        return self.due_on + timedelta(days=self.plan.days_of_grace + 1)

    @property
    def locks_on(self) -> date:
        """The day on which the calendar locks it."""
        return self.closes_on + timedelta(days=self.plan.days_to_lock)

    def falls_due(self, frequency: str) -> bool:
        """Whether something reported with this frequency is due in this period."""
        return calendar.falls_due(self.end, frequency)
