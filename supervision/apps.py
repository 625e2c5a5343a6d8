from django.apps import AppConfig

from pages import slots


class SupervisionConfig(AppConfig):
    name = "supervision"

    def ready(self):
        slots.register("home.top", "supervision/_home_mentions.html", order=-1)
        slots.register("totals.notes", "supervision/_notes.html")
        slots.register("totals.since", "supervision/_since.html")
