"""The pages on which a plan's document is brought, what was read in it is confirmed, and it comes into the plan."""

from django.urls import path

from targets.documents.views import documents, proposals

ALL = "plans/<slug:plan_code>/documents/"
ONE = ALL + "<int:pk>/"

urlpatterns = [
    path("documents/new/", documents.document_start, name="document_start"),
    path(ALL, documents.documents, name="documents"),
    path(ONE, documents.document, name="document"),
    path(ONE + "file", documents.file, name="document_file"),
    path(ONE + "add/", proposals.add, name="proposal_new"),
    path(ONE + "proposals/<int:proposal_pk>/", proposals.proposal, name="proposal"),
    path(ONE + "<slug:verb>/", documents.document_press, name="document_press"),
]
