from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AccountsConfig(AppConfig):
    name = "accounts"
    verbose_name = _("People and posts")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self):
        from accounts.queries import consequences  # its models can only be read now
        from pages.consequences import register

        register(consequences.UNIT_CLOSE, consequences.list_people_and_units)
        register(consequences.POST_END, consequences.list_colleagues)
        register(consequences.PERSON_CLOSE, consequences.list_posts_with_consequences)
