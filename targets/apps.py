from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from targets import plan_slots


class TargetsConfig(AppConfig):
    name = "targets"
    verbose_name = _("Plans and returns")  # what the admin's pages show of this room
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self):
        plan_slots.register()
        from audit import words
        from targets import consequences, trail_words  # their models can only be read now

        consequences.register_all()
        words.register(trail_words.find_words)
        words.register_finder(trail_words.find_named_objects)
