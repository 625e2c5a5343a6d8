"""The addresses of this room."""

app_name = "orgs"
urlpatterns: list = []
