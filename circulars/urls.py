"""The URLs of circulars, below circulars/."""

from django.urls import path

from circulars.views import circulars as views
from circulars.views import templates

app_name = "circulars"
urlpatterns = [
    path("", views.circulars, name="list"),
    path("new/<slug:plan_code>/<str:unit_code>/", views.new, name="new"),
    path("templates/", templates.templates, name="templates"),
    path("templates/sample.docx", templates.sample, name="sample"),
    path("templates/<int:pk>/template.docx", templates.template_file, name="template_file"),
    path("templates/<int:pk>/preview.docx", templates.preview, name="template_preview"),
    path("templates/<int:pk>/remove/", templates.remove, name="template_remove"),
    path("<int:pk>/", views.circular, name="circular"),
    path("<int:pk>/word.docx", views.word, name="word"),
    path("<int:pk>/circular.pdf", views.pdf, name="pdf"),
    path("<int:pk>/change/", views.change, name="change"),
    path("<int:pk>/refresh/", views.refresh, name="refresh"),
    path("<int:pk>/edit/", views.edit, name="edit"),
    path("<int:pk>/publish/", views.publish, name="publish"),
    path("<int:pk>/withdraw/", views.withdraw, name="withdraw"),
    path("<int:pk>/delete/", views.delete, name="delete"),
]
