"""The audit trail: who did what, when, from which address. A trigger of the database refuses updates and deletes."""

from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.utils.translation import gettext_lazy as _


class Entry(models.Model):
    """One action of a person, or of a background job, when ``username`` is empty (then without an address, too).

    People, units and objects are stored as text, not as foreign keys: entries outlive the rows that they name.
    """

    at = models.DateTimeField(_("time"), auto_now_add=True)
    username = models.CharField(_("login name"), max_length=64, blank=True)
    name = models.CharField(_("name"), max_length=64, blank=True)
    verb = models.CharField(_("action"), max_length=64)
    object_type = models.CharField(_("kind"), max_length=32, blank=True)
    object_code = models.CharField(_("object"), max_length=160, blank=True)
    unit_code = models.CharField(_("unit"), max_length=32, blank=True)
    address = models.GenericIPAddressField(_("address"), null=True, blank=True)
    data = models.JSONField(_("details"), default=dict, encoder=DjangoJSONEncoder)

    class Meta:
        verbose_name = _("audit entry")
        verbose_name_plural = _("audit entries")
        indexes = [
            models.Index(fields=["object_code", "-id"], name="audit_object"),
            models.Index(fields=["username", "-id"], name="audit_person"),
            models.Index(fields=["unit_code", "-id"], name="audit_unit"),
        ]

    def __str__(self):
        return f"{self.at:%Y-%m-%d %H:%M} {self.username} {self.verb} {self.object_code}"
