"""A return, its states, its submissions, and the cells that were sent back."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from plans.models import Participant, Period, Plan, Task
from targets.models.target import Target
from targets.models.upload import Upload


class State(models.TextChoices):
    DRAFT = "draft", _("draft")
    SUBMITTED = "submitted", _("submitted")
    UNDER_REVIEW = "under_review", _("under review")
    ACCEPTED = "accepted", _("accepted")
    SENT_BACK = "sent_back", _("sent back")


# Those whose latest submission counts on the submitted basis (the design, "Two bases").
STANDING = (State.SUBMITTED, State.UNDER_REVIEW, State.ACCEPTED)

# The moves that there are. A granted correction leaves an accepted return where it is, and only opens its cells.
# "recheck" sends it to a level between its unit and the reviewer, where it waits for the review once more.
MOVES = {
    "submit": {State.DRAFT: State.SUBMITTED, State.SENT_BACK: State.SUBMITTED, State.ACCEPTED: State.SUBMITTED},
    "withdraw": {State.SUBMITTED: State.DRAFT},
    "start": {State.SUBMITTED: State.UNDER_REVIEW},
    "accept": {State.UNDER_REVIEW: State.ACCEPTED},
    "send_back": {
        State.SUBMITTED: State.SENT_BACK,
        State.UNDER_REVIEW: State.SENT_BACK,
        State.ACCEPTED: State.SENT_BACK,
    },
    "recheck": {State.UNDER_REVIEW: State.SUBMITTED, State.ACCEPTED: State.SUBMITTED},
    "correct": {State.ACCEPTED: State.ACCEPTED},
    # 取消审核 stops a review that has begun, 撤销审定 takes an acceptance back.
    "stop": {State.UNDER_REVIEW: State.SUBMITTED},
    "unaccept": {State.ACCEPTED: State.SUBMITTED},
}


class Origin(models.TextChoices):
    PAGE = "page", _("page")
    WORKBOOK = "workbook", _("workbook")
    API = "api", _("interface")


class Return(models.Model):
    """What one participant reports for one period.

    ``submitted`` is the snapshot that counts on the submitted basis, ``accepted`` the one on the accepted basis.
    ``correcting`` opens an accepted return for its clerk while both stay standing.
    """

    participant = models.ForeignKey(Participant, models.PROTECT, related_name="returns", db_index=False)
    period = models.ForeignKey(Period, models.PROTECT, related_name="returns")
    state = models.CharField(_("state"), max_length=12, choices=State, default=State.DRAFT)
    correcting = models.BooleanField(_("correction granted"), default=False)
    submitted = models.ForeignKey("Snapshot", models.PROTECT, null=True, blank=True, related_name="+", db_index=False)
    accepted = models.ForeignKey("Snapshot", models.PROTECT, null=True, blank=True, related_name="+", db_index=False)
    first_submitted_at = models.DateTimeField(_("first submitted"), null=True, blank=True)
    changed_at = models.DateTimeField(_("state since"), auto_now_add=True)
    reviewer = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    # Leave to write although the period is closed or locked (补报, 解锁), until and with this day.
    leave_until = models.DateField(_("leave until"), null=True, blank=True)
    # The unit only assists in tasks: it may write its part, and nothing is missing when it does not.
    optional = models.BooleanField(_("may stay empty"), default=False, db_default=False)

    class Meta:
        verbose_name = _("return")
        verbose_name_plural = _("returns")
        constraints = [
            models.UniqueConstraint(fields=["participant", "period"], name="one_return_a_period"),
            models.CheckConstraint(
                condition=Q(state__in=["submitted", "under_review", "accepted"], submitted__isnull=False)
                | Q(state__in=["draft", "sent_back"], submitted=None),
                name="standing_returns_have_a_snapshot",
            ),
            models.CheckConstraint(
                condition=~Q(state="accepted") | Q(accepted=F("submitted")), name="accepted_is_what_was_submitted"
            ),
            models.CheckConstraint(
                condition=Q(correcting=False) | Q(state="accepted"), name="only_accepted_is_corrected"
            ),
        ]

    def __str__(self):
        return f"{self.participant} {self.period}"

    @property
    def code(self):
        """plan/period/unit: how people, the trail and addresses name a return."""
        return f"{self.period.plan.code}/{self.period.code}/{self.participant.code}"

    @property
    def has_leave(self):
        return self.leave_until is not None and self.leave_until >= timezone.localdate()

    @property
    def open_now(self):
        """Whether it takes writing: its period is open, or it has leave, which ends by itself."""
        leave = self.has_leave and self.period.plan.state != Plan.State.CLOSED
        return self.period.state == Period.State.OPEN or leave

    @property
    def unlocked(self):
        """Whether its review may go on: in a locked period only with leave, in a closed plan never."""
        closed = self.period.plan.state == Plan.State.CLOSED
        return not closed and (self.period.state != Period.State.LOCKED or self.has_leave)

    @property
    def editable(self):
        return self.state in (State.DRAFT, State.SENT_BACK) or self.correcting


def with_leave(today):
    """Returns that may be written although their period is closed or locked: ``Return.has_leave`` as a condition."""
    return Q(leave_until__gte=today) & ~Q(period__plan__state=Plan.State.CLOSED)


def open_now(today):
    """``Return.open_now`` as a condition."""
    return Q(period__state=Period.State.OPEN) | with_leave(today)


class Snapshot(models.Model):
    """One submission, kept as it was.

    ``swing`` is its largest change against the last report, in percent with its sign, at ``swing_target``; None where
    nothing can be compared. ``swing_exceeds``: some swing is beyond the plan's limit. Written by ``store_swings``.
    ``doubt_count``: how many of its numbers look unlikely; None until ``judge_submissions`` has looked at it.
    """

    report = models.ForeignKey(Return, models.PROTECT, related_name="snapshots", db_index=False)
    number = models.PositiveSmallIntegerField()
    at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    origin = models.CharField(max_length=8, choices=Origin, default=Origin.PAGE)
    upload = models.ForeignKey(Upload, models.PROTECT, null=True, blank=True, related_name="snapshots")
    swing = models.DecimalField(max_digits=60, decimal_places=10, null=True, blank=True)
    swing_target = models.ForeignKey(
        Target, models.PROTECT, null=True, blank=True, related_name="+", db_index=False, db_constraint=False
    )
    swing_exceeds = models.BooleanField(default=False, db_default=False)
    doubt_count = models.PositiveSmallIntegerField(null=True, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["report", "number"], name="snapshots_are_numbered")]
        indexes = [models.Index(fields=["id"], condition=Q(doubt_count=None), name="snapshots_to_judge")]
        ordering = ["report", "number"]

    def __str__(self):
        return f"{self.report} · {self.number}"


class SentBackCell(models.Model):
    """One thing that a reviewer sent back, and why: a figure, a task's progress, or (neither named) the whole.

    ``to`` is the level that has to look again, when it is one above the unit that reported (None: that unit itself).
    ``answer`` is what the clerk says to it when submitting again.
    """

    report = models.ForeignKey(Return, models.CASCADE, related_name="sent_back")
    snapshot = models.ForeignKey(Snapshot, models.PROTECT, related_name="sent_back")
    target = models.ForeignKey(Target, models.PROTECT, null=True, blank=True, related_name="+")
    task = models.ForeignKey(Task, models.PROTECT, null=True, blank=True, related_name="+")
    reason = models.TextField(_("reason"))
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)
    to = models.ForeignKey(Participant, models.PROTECT, null=True, blank=True, related_name="+", db_index=False)
    answer = models.CharField(_("answer"), max_length=500, blank=True)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", db_index=False
    )
    answered_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=~Q(reason=""),
                name="sending_back_says_why",
                violation_error_message=_("Say why it is sent back."),
            ),
            models.CheckConstraint(condition=Q(target=None) | Q(task=None), name="one_cell_is_sent_back"),
        ]

    def __str__(self):
        return f"{self.report}: {self.reason}"

    @property
    def code(self):
        """The code of the target or the task that it is about; "" for the whole return."""
        thing = self.target or self.task
        return thing.code if thing else ""
