"""The pages of targets. Each room of the app keeps its own list beside its views; the names share one namespace."""

from targets import (
    urls_allocation,
    urls_board,
    urls_checks,
    urls_documents,
    urls_evidence,
    urls_home,
    urls_periods,
    urls_pleas,
    urls_returns,
    urls_review,
    urls_rules,
    urls_sheets,
    urls_targets,
    urls_tasks,
)

app_name = "targets"
urlpatterns = [
    *urls_home.urlpatterns,
    *urls_targets.urlpatterns,
    *urls_allocation.urlpatterns,
    *urls_periods.urlpatterns,
    *urls_board.urlpatterns,
    *urls_checks.urlpatterns,
    *urls_documents.urlpatterns,
    *urls_returns.urlpatterns,
    *urls_evidence.urlpatterns,
    *urls_pleas.urlpatterns,
    *urls_review.urlpatterns,
    *urls_rules.urlpatterns,
    *urls_sheets.urlpatterns,
    *urls_tasks.urlpatterns,
]
