"""The URLs of the yearly account of burden."""

from django.urls import path

from targets.burden.views import account, own_account

urlpatterns = [
    path("burden/", own_account, name="burden"),
    path("burden/<str:unit_code>/", account, name="burden_account"),
]
