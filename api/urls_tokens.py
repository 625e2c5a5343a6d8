"""The URLs of tokens, below tokens/."""

from django.urls import path

from api.views import tokens

app_name = "tokens"
urlpatterns = [
    path("", tokens.token_list, name="list"),
    path("new", tokens.token_new, name="new"),
    path("<int:pk>/revoke", tokens.token_revoke, name="revoke"),
]
