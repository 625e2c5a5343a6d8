"""Tokens, by which other systems read."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from orgs.models import Unit


class TokenQuerySet(models.QuerySet["AccessToken"]):
    def valid(self) -> "TokenQuerySet":
        """Those that open the interface today."""
        return self.filter(revoked_at=None, last_day__gte=timezone.localdate())


class AccessToken(models.Model):
    """A system's right to read what a post at a unit sees. Tokens are never deleted, only revoked.

    ``digest`` is the SHA-256 of the secret, which is shown once and stored nowhere; ``ending`` its last characters, by
    which people tell secrets apart. ``used_at`` is kept to within ten minutes.
    """

    class Scope(models.TextChoices):
        """The role of ``accounts.policy`` whose rights to read the token has."""

        OWN = "clerk", _("the unit itself: what its clerk sees")
        BELOW = "leader", _("the unit and all below it: what its leader sees")

    name = models.CharField(_("system"), max_length=64)
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name=_("unit"))
    role = models.CharField(_("reads"), max_length=16, choices=Scope, default=Scope.BELOW)
    digest = models.CharField(max_length=64, unique=True)
    ending = models.CharField(max_length=8)
    last_day = models.DateField(_("last day"))
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    made_at = models.DateTimeField(auto_now_add=True)
    revoked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    revoked_at = models.DateTimeField(null=True, blank=True)
    used_at = models.DateTimeField(_("last used"), null=True, blank=True)

    objects = TokenQuerySet.as_manager()

    class Meta:
        verbose_name = _("token")
        verbose_name_plural = _("tokens")
        ordering = ["unit__path", "name", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(revoked_at=None, revoked_by=None) | Q(revoked_at__isnull=False, revoked_by__isnull=False),
                name="revoked_tokens_say_by_whom",
            )
        ]

    def __str__(self):
        return self.name

    @property
    def is_ended(self) -> bool:
        return self.last_day < timezone.localdate()

    @property
    def is_valid(self) -> bool:
        """Whether it opens the interface today."""
        return self.revoked_at is None and not self.is_ended
