"""A workbook that somebody handed in: the file, what was found in it, and what came of it."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from orgs.models import Unit
from plans.models import Period, Plan
from sheets.figures.columns import FigurePart
from sheets.office.model import FigureKind
from targets.models.target import Target


class Upload(models.Model):
    """One that was imported is never deleted, so that any figure can be traced to the file that it came from.

    Several files that were uploaded together are kept as one archive. ``sha256`` recognises the same file when it comes
    again. ``job`` is what the worker has to do with a large one, ``job_tries`` how often one has begun with it,
    ``job_input`` what it is given (answers), ``progress`` how far it is in per cent, and ``fault`` the sentences with
    which the last job ended. ``marked`` is the file with its cells marked, of a large one, once somebody asked for it.
    """

    class Layout(models.TextChoices):
        TEMPLATE = "template", _("template of this system")
        OFFICE = "office", _("the office's own workbook")

    class Job(models.TextChoices):
        READ = "read", _("being read")
        DRAFT = "draft", _("being imported as drafts")
        SUBMIT = "submit", _("being imported and submitted")
        MARK = "mark", _("being marked")

    period = models.ForeignKey(Period, models.PROTECT, related_name="uploads")
    file = models.FileField(upload_to="uploads/%Y/%m/")
    name = models.CharField(_("file"), max_length=200)
    layout = models.CharField(max_length=8, choices=Layout, default=Layout.TEMPLATE)
    sha256 = models.CharField(max_length=64, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="uploads")
    at = models.DateTimeField(auto_now_add=True)
    job = models.CharField(max_length=8, choices=Job, blank=True)
    job_asked_at = models.DateTimeField(null=True, blank=True)
    job_also = models.JSONField(default=list, blank=True)  # codes of the unchanged drafts to submit with it
    job_input = models.JSONField(default=dict, blank=True)
    job_tries = models.PositiveSmallIntegerField(default=0)
    progress = models.PositiveSmallIntegerField(default=0)
    fault = models.JSONField(default=list, blank=True)
    marked = models.FileField(upload_to="marked/%Y/%m/", blank=True)
    marked_name = models.CharField(max_length=250, blank=True)
    submit = models.BooleanField(_("as submitted"), default=False)
    counts = models.JSONField(default=dict)  # outcome -> number of cells, as the preview found them
    applied_at = models.DateTimeField(null=True, blank=True)
    undone_at = models.DateTimeField(null=True, blank=True)
    undone_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", db_index=False
    )

    class Meta:
        verbose_name = _("workbook")
        verbose_name_plural = _("workbooks")
        ordering = ["-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(undone_at=None, undone_by=None) | Q(undone_by__isnull=False, applied_at__isnull=False),
                name="only_what_was_done_is_undone",
            )
        ]
        indexes = [models.Index(fields=["period", "sha256"], name="upload_of_the_same_file")]

    def __str__(self):
        return self.name

    @property
    def trail_name(self) -> str:
        """As the audit trail names it."""
        return self.name[:160]

    @property
    def is_office(self) -> bool:
        """Whether it is an office's own workbook, of which questions are asked."""
        return self.layout == self.Layout.OFFICE


class UploadPage(models.Model):
    """A part of the preview of a large upload as its page shows it, made by the worker: the rows from ``row`` of the
    sheet ``sheet`` on, or (0, 1) the beginning. ``body`` is packed."""

    upload = models.ForeignKey(Upload, models.CASCADE, related_name="pages")
    sheet = models.PositiveIntegerField()
    row = models.PositiveIntegerField()
    body = models.BinaryField()
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["sheet", "row"]
        constraints = [models.UniqueConstraint(fields=["upload", "sheet", "row"], name="one_page_of_a_part")]

    def __str__(self):
        return f"{self.upload_id}: {self.sheet}/{self.row}"


class UploadStep(models.Model):
    """How far the worker is with the confirmation of an upload, in per cent.

    Apart from the upload, whose row is locked until the confirmation ends, and written over a connection of its own.
    """

    upload = models.OneToOneField(Upload, models.CASCADE, primary_key=True, related_name="step", db_constraint=False)
    percent = models.PositiveSmallIntegerField(default=0)

    def __str__(self):
        return f"{self.upload_id}: {self.percent}"


class UploadAnswer(models.Model):
    """What a person answered to a question about an upload. ``key`` names the question, ``answer`` is as in
    ``sheets.office.model.Choice``.

    The rest is what was asked and answered in words: where, what stood there, the ``question`` and what was ``said``.
    """

    upload = models.ForeignKey(Upload, models.CASCADE, related_name="answers")
    key = models.CharField(max_length=400)
    answer = models.CharField(max_length=200)
    place = models.CharField(max_length=300, blank=True)
    shown = models.CharField(max_length=200, blank=True)
    question = models.CharField(max_length=500, blank=True)
    said = models.CharField(max_length=300, blank=True)
    topic = models.CharField(max_length=8, blank=True)  # sheets.office.model.QuestionTopic
    label = models.CharField(max_length=300, blank=True)  # the label of a column or row that it gives a meaning
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", db_index=False)
    at = models.DateTimeField(auto_now=True)

    class Meta:
        ordering = ["id"]
        constraints = [models.UniqueConstraint(fields=["upload", "key"], name="one_answer_to_a_question")]

    def __str__(self):
        return f"{self.key}: {self.answer}"


class ConfirmedLabel(models.Model):
    """What an office confirmed that a label of its workbooks means: a column's a target and kind, a row's a unit.

    ``office`` is the unit of the person who confirmed it. With neither target nor unit, the label is ignored. Columns
    are confirmed for a plan, units for all plans. What was said ``of_forms`` (表样) holds for forms alone.
    """

    class Topic(models.TextChoices):
        COLUMN = "column", _("column")
        ROW = "row", _("row")

    office = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    topic = models.CharField(max_length=8, choices=Topic)
    of_forms = models.BooleanField(default=False)
    plan = models.ForeignKey(Plan, models.CASCADE, related_name="+", null=True, blank=True)
    label = models.CharField(max_length=300)  # normalised
    target = models.ForeignKey(Target, models.CASCADE, related_name="+", null=True, blank=True)
    kind = models.CharField(max_length=8, blank=True)
    part = models.CharField(max_length=8, blank=True)
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+", null=True, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", db_index=False)
    at = models.DateTimeField(auto_now=True)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(
                fields=["office", "plan", "label", "of_forms"],
                condition=Q(topic="column"),
                name="one_meaning_of_a_column",
            ),
            models.UniqueConstraint(
                fields=["office", "label", "of_forms"], condition=Q(topic="row"), name="one_meaning_of_a_row"
            ),
            models.CheckConstraint(
                condition=Q(topic="row", plan=None) | Q(topic="column", plan__isnull=False),
                name="columns_are_confirmed_for_a_plan",
            ),
            models.CheckConstraint(
                condition=Q(kind__in=["", *FigureKind], part__in=["", *FigurePart]), name="confirmed_kind_and_part"
            ),
        ]

    def __str__(self):
        return self.label
