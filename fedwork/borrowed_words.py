"""Words of Django that its own Chinese catalogue lacks (5.2), so that ours has them. Nothing imports this: it stands
here for ``tools.messages``, which keeps the catalogues to what the code says."""

from django.utils.translation import gettext_noop, ngettext_lazy

PASSWORD = ngettext_lazy(
    "This password is too short. It must contain at least %d character.",
    "This password is too short. It must contain at least %d characters.",
)
ADMIN = [gettext_noop("Model name"), gettext_noop("Add link"), gettext_noop("Change or view list link")]
ADMIN += [gettext_noop("Error:"), gettext_noop("This field is required.")]
