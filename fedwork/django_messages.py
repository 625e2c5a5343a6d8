"""Messages of Django 5.2 that are missing from its own Chinese catalogue. Nothing imports this module: it is read by
``tools.messages``, so that the project's catalogue may translate them."""

from django.utils.translation import gettext_noop, ngettext_lazy

PASSWORD = ngettext_lazy(
    "This password is too short. It must contain at least %d character.",
    "This password is too short. It must contain at least %d characters.",
)
ADMIN = [gettext_noop("Model name"), gettext_noop("Add link"), gettext_noop("Change or view list link")]
ADMIN += [gettext_noop("Error:"), gettext_noop("This field is required.")]
