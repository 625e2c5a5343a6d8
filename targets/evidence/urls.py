"""Addresses of evidence files."""

from django.urls import path

from targets.evidence import views as evidence
from targets.returns.urls import ONE

urlpatterns = [
    path(ONE + "evidence/<str:cell>/", evidence.files, name="evidence"),
    path("evidence/<int:pk>/", evidence.show, name="evidence_file"),
    path("evidence/<int:pk>/small/", evidence.thumb, name="evidence_thumb"),
    path("evidence/<int:pk>/remove/", evidence.remove, name="evidence_remove"),
]
