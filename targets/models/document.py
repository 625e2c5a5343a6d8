"""A plan's document as it was handed in, and what was read in it: proposals, until a person has decided each."""

from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from plans.models import Plan, Section, Task
from reader.files import FileRemark
from reader.model import Confidence, Op, Strength
from targets.models.each_words import is_of_units
from targets.models.numbers import figure_field
from targets.models.target import Direction, Measure, Scale, Target


class PlanDocument(models.Model):
    """The file (or the pasted text) of a plan and the text extracted from it; positions count characters of that text.

    Never deleted. ``from_seq`` is the period from which a supplement to an issued plan counts; ``revises`` is the
    document of which this is a later version, with whose targets it is compared.
    """

    plan = models.ForeignKey(Plan, models.CASCADE, related_name="documents")
    revises = models.ForeignKey("self", models.SET_NULL, null=True, blank=True, related_name="revisions")
    from_seq = models.PositiveSmallIntegerField(null=True, blank=True)
    file = models.FileField(upload_to="documents/%Y/%m/")
    name = models.CharField(_("file"), max_length=200)
    size = models.PositiveIntegerField()  # bytes
    sha256 = models.CharField(max_length=64)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)
    text = models.TextField()
    title = models.CharField(_("title"), max_length=200, blank=True)
    number = models.CharField(_("document number"), max_length=64, blank=True)
    # What was read besides the proposals, as the page shows it: issuer, year, addressees, notes ([what, how often]),
    # asides and not (each [start, end, rule]).
    about = models.JSONField(default=dict, encoder=DjangoJSONEncoder)
    accepted_at = models.DateTimeField(null=True, blank=True)
    accepted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", db_index=False
    )
    # What adopting it changed in the plan, so that it can be taken back (targets/documents/actions/take_back.py).
    changes = models.JSONField(default=dict, blank=True, encoder=DjangoJSONEncoder)
    left_at = models.DateTimeField(null=True, blank=True)  # set aside: nothing of it was taken over
    left_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", db_index=False
    )

    class Meta:
        verbose_name = _("plan document")
        verbose_name_plural = _("plan documents")
        ordering = ["-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(accepted_at=None) | Q(left_at=None, accepted_by__isnull=False),
                name="document_taken_over_or_left",
            )
        ]

    def __str__(self):
        return self.title or self.name

    @property
    def is_open(self):
        """Whether its proposals can still be decided."""
        return self.accepted_at is None and self.left_at is None

    @property
    def is_from_picture(self):
        """Whether its text was recognised in pictures of pages."""
        return any(code == FileRemark.FROM_PICTURE for code, _count in self.about.get("notes", ()))


class ProposalKind(models.TextChoices):
    SECTION = "section", _("section")
    TASK = "task", _("task")
    TARGET = "target", _("target")


class ProposalDecision(models.TextChoices):
    OPEN = "open", _("to decide")
    ACCEPTED = "accepted", _("adopted")
    DROPPED = "dropped", _("left out")


class ProposalOutcome(models.TextChoices):
    """What a proposal of a revised document would do to the plan."""

    NEW = "new", _("added")
    SAME = "same", _("unchanged")
    CHANGED = "changed", _("changed")
    GONE = "gone", _("no longer in the document")


class Proposal(models.Model):
    """A section, task or target (a milestone is one) read at a position of a document, or added by a person.

    It holds its clause, the ``rule`` by which it was read (``why``: the word that indicates the measure) and how sure
    that is; ``read`` keeps the reader's values where a person corrected them. Once adopted it is the source of the
    ``target`` (``task``, ``section``) that it created. ``above`` is the proposal of the part that contains it.
    """

    document = models.ForeignKey(PlanDocument, models.CASCADE, related_name="proposals")
    number = models.PositiveIntegerField()  # the order of the document
    kind = models.CharField(max_length=8, choices=ProposalKind)
    above = models.ForeignKey("self", models.CASCADE, null=True, blank=True, related_name="+")
    start = models.PositiveIntegerField(null=True, blank=True)  # neither: gone from the document
    end = models.PositiveIntegerField(null=True, blank=True)
    text = models.TextField(_("clause"))
    label = models.CharField(max_length=16, blank=True)  # the number of a section as written: 一、
    name = models.CharField(_("name"), max_length=200)
    op = models.CharField(max_length=8, blank=True, choices=[(each.value, each.value) for each in Op])
    value = figure_field(_("value"))
    value2 = figure_field(_("upper value"))
    unit = models.CharField(_("unit of measure"), max_length=16, blank=True)
    baseline = figure_field(_("baseline"))
    measure = models.CharField(_("measure"), max_length=12, choices=Measure, blank=True)
    direction = models.CharField(_("direction"), max_length=12, choices=Direction, blank=True)
    scale = models.CharField(max_length=8, choices=Scale, blank=True)
    each = models.CharField(max_length=40, blank=True)  # 每县区: the unit that each must reach it
    deadline = models.DateField(_("deadline"), null=True, blank=True)
    deadline_text = models.CharField(max_length=64, blank=True)  # 年底
    definition = models.TextField(_("definition"), blank=True)
    strength = models.CharField(max_length=8, blank=True, choices=[(each.value, each.value) for each in Strength])
    lead = models.JSONField(default=list, blank=True)  # units as the text names them
    assist = models.JSONField(default=list, blank=True)
    rule = models.CharField(max_length=64)
    why = models.CharField(max_length=64, blank=True)
    sure = models.CharField(max_length=8, choices=[(each.value, each.value) for each in Confidence])
    read = models.JSONField(default=dict, blank=True, encoder=DjangoJSONEncoder)
    outcome = models.CharField(max_length=8, choices=ProposalOutcome, default=ProposalOutcome.NEW)
    section = models.ForeignKey(Section, models.SET_NULL, null=True, blank=True, related_name="sources")
    task = models.ForeignKey(Task, models.SET_NULL, null=True, blank=True, related_name="sources")
    target = models.ForeignKey(Target, models.SET_NULL, null=True, blank=True, related_name="sources")
    decision = models.CharField(max_length=8, choices=ProposalDecision, default=ProposalDecision.OPEN)
    version = models.PositiveIntegerField(default=1)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", db_index=False
    )
    decided_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["document", "number"], name="proposal_number_in_document"),
            models.CheckConstraint(
                condition=Q(outcome="gone", start=None, end=None) | Q(start__isnull=False, end__gt=F("start")),
                name="proposal_has_its_place",
            ),
            models.CheckConstraint(condition=Q(decision="open") | Q(decided_at__isnull=False), name="decided_by_day"),
        ]

    def __str__(self):
        return self.name

    @property
    def is_open(self):
        return self.decision == ProposalDecision.OPEN

    @property
    def is_accepted(self):
        return self.decision == ProposalDecision.ACCEPTED

    @property
    def is_certain(self):
        """Whether it may be accepted together with all others that are sure."""
        return self.sure == Confidence.SURE and self._is_plain()

    @property
    def is_likely(self):
        """Whether it may be accepted together with all others that are sure or likely."""
        return self.sure != Confidence.UNSURE and self._is_plain()

    def _is_plain(self):
        """Whether it is new and, for a number, promised outright: all else is decided one by one."""
        if self.outcome != ProposalOutcome.NEW:
            return False
        return self.kind != ProposalKind.TARGET or self.strength == Strength.HARD

    @property
    def counts_units(self):
        """Whether the number is one that every unit must reach (每县区至少1个), so that units are counted."""
        return is_of_units(self.each) and self.measure not in (Measure.RATIO, Measure.MILESTONE)

    @property
    def is_milestone(self):
        return self.measure == Measure.MILESTONE

    @property
    def made(self):
        """What it stands for in the plan, once it does."""
        return getattr(self, self.kind)
