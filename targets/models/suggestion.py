"""What people do not want to be offered any more."""

from django.conf import settings
from django.db import models

SUGGESTION_MAX_LENGTH = 60  # characters; a longer reason was about one number and fits no other


class RemovedSuggestion(models.Model):
    """A reason to send back that a reviewer does not want among the common ones; it ends when they type it again."""

    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    reason = models.CharField(max_length=SUGGESTION_MAX_LENGTH)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["by", "reason"], name="one_removal_of_a_suggestion")]

    def __str__(self):
        return self.reason
