from django.urls import path

from targets.shares.views import allocation, baselines

urlpatterns = [
    path("plans/<str:plan_code>/allocation/<str:unit_code>/", allocation.page, name="allocation"),
    path("plans/<str:plan_code>/allocation/<str:unit_code>/baselines/", baselines.page, name="baselines"),
]
