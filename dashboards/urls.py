"""The addresses of this room."""

app_name = "dashboards"
urlpatterns: list = []
