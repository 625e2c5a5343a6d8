"""The root URLconf."""

from django.contrib.auth.decorators import login_not_required
from django.db import DatabaseError, connection
from django.http import JsonResponse
from django.urls import include, path
from django.views.decorators.http import require_safe
from django.views.i18n import set_language

from api.urls import urlpatterns as interface_urls
from targets.admin_tables.admin_pages import site


@login_not_required
@require_safe
def healthz(request):
    """Whether this process answers and reaches its database; for health checks."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except DatabaseError:
        return JsonResponse({"ok": False, "database": False}, status=503)
    return JsonResponse({"ok": True, "database": True})


urlpatterns = [
    path("healthz", healthz, name="healthz"),
    path("language", login_not_required(set_language), name="set_language"),
    path("admin/", site.urls),
    path("units/", include("accounts.urls_units")),  # they ask the policy, which stands above orgs
    path("plans/", include("plans.urls")),
    path("totals/", include("dashboards.urls")),
    path("circulars/", include("circulars.urls")),
    path("tokens/", include("api.urls_tokens")),
    path("api/v1/", interface_urls),
    path("notes/", include("supervision.urls")),
    path("", include("accounts.urls")),  # the first page, login, people, audit/
    path("", include("targets.urls")),  # allocation/, returns/, review/, sheets/
]
