"""Comments on numbers, whom they mention, and when a person last looked at a plan."""

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from plans.models import Participant, Period, Plan
from targets.models import Target

MAX_TEXT = 500


class Comment(models.Model):
    """A comment on a unit's number in a period, or (``target`` None) on the unit as a whole; or an answer to one.

    An answer has the place of its ``thread``, the comment that began it. A withdrawn comment is kept, and marked.
    A supervised matter will point at the comment that it came from: a foreign key there, nothing here.
    """

    plan = models.ForeignKey(Plan, models.PROTECT, related_name="notes", db_index=False)
    participant = models.ForeignKey(Participant, models.PROTECT, related_name="notes")
    period = models.ForeignKey(Period, models.PROTECT, related_name="notes", db_index=False)
    target = models.ForeignKey(Target, models.PROTECT, null=True, blank=True, related_name="notes", db_index=False)
    thread = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="answers")
    text = models.CharField(_("comment"), max_length=MAX_TEXT)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", db_index=False)
    at = models.DateTimeField(auto_now_add=True)
    withdrawn_at = models.DateTimeField(_("withdrawn at"), null=True, blank=True)
    called: list[dict[str, Any]]  # given by supervision.queries.notes.with_called

    class Meta:
        verbose_name = _("comment")
        verbose_name_plural = _("comments")
        ordering = ["pk"]
        constraints = [models.CheckConstraint(condition=~Q(text=""), name="a_comment_says_something")]

    def __str__(self):
        return self.text

    @property
    def root_id(self):
        """The primary key of the comment that began the thread."""
        return self.thread_id or self.pk


class Mention(models.Model):
    """A person whom a comment is addressed to; it stands on her first page until ``seen_at``."""

    note = models.ForeignKey(Comment, models.CASCADE, related_name="mentions")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", db_index=False)
    seen_at = models.DateTimeField(_("seen at"), null=True, blank=True)

    class Meta:
        verbose_name = _("mention")
        verbose_name_plural = _("mentions")
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["note", "person"], name="mentioned_once")]
        indexes = [models.Index(fields=["person"], condition=Q(seen_at=None), name="unseen_mentions")]

    def __str__(self):
        return f"{self.note_id} @{self.person_id}"


class Look(models.Model):
    """When a person last looked at how a plan stands."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", db_index=False)
    plan = models.ForeignKey(Plan, models.CASCADE, related_name="+", db_index=False)
    at = models.DateTimeField(_("last looked"))

    class Meta:
        verbose_name = _("look")
        verbose_name_plural = _("looks")
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["person", "plan"], name="one_look_a_plan")]

    def __str__(self):
        return f"{self.person_id} {self.plan_id} {self.at}"
