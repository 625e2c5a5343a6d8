"""Addresses of a plan's check rules, and of the findings of a return."""

from django.urls import path

from targets.checks.views import findings, rules

PLAN = "plans/<slug:plan_code>/rules/"
ONE = "returns/<slug:plan_code>/<slug:period_code>/<slug:unit_code>/"

urlpatterns = [
    path(PLAN, rules.rule_list, name="rules"),
    path(PLAN + "usual/", rules.rules_usual, name="rules_usual"),
    path(PLAN + "new/<slug:kind>/", rules.rule_new, name="rule_new"),
    path(PLAN + "<int:pk>/", rules.rule_edit, name="rule"),
    path(PLAN + "<int:pk>/<slug:verb>/", rules.rule_press, name="rule_press"),
    path(ONE + "findings/", findings.page, name="return_findings"),
    path(ONE + "explain/", findings.explain, name="return_explain"),
]
