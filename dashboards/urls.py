"""The URLs of the pages of totals, below totals/."""

from django.urls import path

from dashboards.views.comparison import comparison
from dashboards.views.maps import office_map
from dashboards.views.matrix import matrix
from dashboards.views.number import number
from dashboards.views.overall_ranking import overall_ranking
from dashboards.views.overview import overview
from dashboards.views.plans import plans
from dashboards.views.ranking import ranking, ranking_file
from dashboards.views.tiles import tiles
from dashboards.views.unit import latest, unit
from dashboards.views.wall import wall

app_name = "dashboards"
urlpatterns = [
    path("", plans, name="list"),
    path("maps/<str:unit_code>/", office_map, name="office_map"),
    path("<slug:plan_code>/<str:unit_code>/", latest, name="latest"),
    path("<slug:plan_code>/<str:unit_code>/wall/", wall, name="wall"),
    path("<slug:plan_code>/<str:unit_code>/<str:period_code>/", unit, name="unit"),
    path("<slug:plan_code>/<str:unit_code>/<str:period_code>/overview/", overview, name="overview"),
    path("<slug:plan_code>/<str:unit_code>/<str:period_code>/ranking/", overall_ranking, name="overall_ranking"),
    path("<slug:plan_code>/<str:unit_code>/<str:period_code>/matrix/", matrix, name="matrix"),
    path("<slug:plan_code>/<str:unit_code>/<str:period_code>/tiles/", tiles, name="tiles"),
    path("<slug:plan_code>/<str:unit_code>/<str:period_code>/<str:target_code>/", number, name="total"),
    path("<slug:plan_code>/<str:unit_code>/<str:period_code>/<str:target_code>/units/", ranking, name="ranking"),
    path(
        "<slug:plan_code>/<str:unit_code>/<str:period_code>/<str:target_code>/units/compared/",
        comparison,
        name="comparison",
    ),
    path(
        "<slug:plan_code>/<str:unit_code>/<str:period_code>/<str:target_code>/units.xlsx",
        ranking_file,
        name="ranking_file",
    ),
]
