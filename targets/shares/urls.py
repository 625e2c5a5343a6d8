from django.urls import path

from targets.shares.views import allocation, baselines, split_figures

urlpatterns = [
    path("plans/<str:plan_code>/allocation/<str:unit_code>/", allocation.page, name="allocation"),
    path("plans/<str:plan_code>/allocation/<str:unit_code>/baselines/", baselines.page, name="baselines"),
    path("plans/<str:plan_code>/allocation/<str:unit_code>/figures/", split_figures.page, name="split_figures"),
]
