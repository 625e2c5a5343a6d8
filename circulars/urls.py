"""The URLs of circulars, below circulars/."""

from django.urls import path

from circulars.views import circulars as views
from circulars.views import reports, templates

app_name = "circulars"
urlpatterns = [
    path("", views.circulars, name="list"),
    path("new/<slug:plan_code>/<str:unit_code>/", views.new, name="new"),
    path("templates/", templates.templates, name="templates"),
    path("templates/sample.docx", templates.sample, name="sample"),
    path("templates/<int:pk>/template.docx", templates.template_file, name="template_file"),
    path("templates/<int:pk>/preview.docx", templates.preview, name="template_preview"),
    path("templates/<int:pk>/remove/", templates.remove, name="template_remove"),
    path("year/<slug:plan_code>/<str:unit_code>/", reports.year, name="year"),
    path("year/<slug:plan_code>/<str:unit_code>/summary.docx", reports.year_word, name="year_word"),
    path("duties/<slug:plan_code>/<str:unit_code>/", reports.duties, name="duties"),
    path("duties/<slug:plan_code>/<str:unit_code>/duties.docx", reports.duty_word, name="duty_word"),
    path("duties/<slug:plan_code>/<str:unit_code>/duties.zip", reports.duties_zip, name="duties_zip"),
    path("reviews/<slug:plan_code>/<str:unit_code>/", reports.reviews, name="reviews"),
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
