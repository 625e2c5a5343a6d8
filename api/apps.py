from django.apps import AppConfig

from pages import slots


class ApiConfig(AppConfig):
    name = "api"

    def ready(self):
        slots.register("people.actions", "api/_tokens_link.html")
