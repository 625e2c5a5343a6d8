from django.apps import AppConfig

from pages import slots


class DashboardsConfig(AppConfig):
    name = "dashboards"

    def ready(self):
        slots.register("plans.tabs", "dashboards/_plan_tab.html", order=1)
        slots.register("home.top", "dashboards/_home_overview.html")
        slots.register("returns.signed", "dashboards/_signed_link.html")
        slots.register("units.actions", "dashboards/_unit_map_link.html")
