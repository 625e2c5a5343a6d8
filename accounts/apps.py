from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "accounts"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self):
        from accounts.queries import consequences  # its models can only be read now
        from pages.consequences import register

        register(consequences.UNIT_CLOSE, consequences.list_people_and_units)
        register(consequences.POST_END, consequences.list_colleagues)
        register(consequences.PERSON_CLOSE, consequences.list_posts_with_consequences)
