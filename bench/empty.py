"""The project's addresses and one page that does nothing: what every page costs whatever it shows."""

from django.http import HttpResponse
from django.urls import path

from fedwork.urls import urlpatterns as _all


def nothing(request):
    """Behind the same middleware, for somebody who is logged in (who that is has been read, as for every page)."""
    return HttpResponse(request.user.username)


urlpatterns = [path("bench-nothing", nothing), *_all]
