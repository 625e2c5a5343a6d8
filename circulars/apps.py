from django.apps import AppConfig

from pages import slots


class CircularsConfig(AppConfig):
    name = "circulars"

    def ready(self):
        slots.register("totals.actions", "circulars/_new_link.html")
