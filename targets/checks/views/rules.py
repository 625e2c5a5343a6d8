"""Pages of a plan's rules: the list, the form with a preview, and the buttons of each rule."""

from collections.abc import Callable
from dataclasses import dataclass

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render, resolve_url
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from pages.table_files import asked_kind, respond_table
from plans.models import Plan
from plans.queries import get_plan, get_plan_to_write
from plans.views.common import plan_context, run_and_redirect, run_in_form
from sheets.tables import SheetTable
from targets.checks.actions import rules as actions
from targets.checks.families.check import RULE_FAMILIES, describe_rule
from targets.checks.families.types import Kind
from targets.checks.forms import KIND_DESCRIPTIONS, RuleForm
from targets.checks.queries.preview import preview_rule
from targets.checks.queries.rules import build_terms, get_rule, list_rules
from targets.models import Rule, Weight


@dataclass(frozen=True)
class RuleListRow:
    """A rule with its sentence."""

    rule: Rule
    sentence: str


@require_safe
def rule_list(request, plan_code):
    """The rules as sentences, for everybody who may see the plan; planners see buttons to change them."""
    plan = get_plan(request.user, plan_code)
    rows = [RuleListRow(rule, describe_rule(build_terms(rule))) for rule in list_rules(plan)]
    if kind := asked_kind(request):
        return respond_table(_make_table(plan, rows), kind, plan.title, _("Checks of returns"))
    context = plan_context(request.user, plan) | {
        "rows": rows,
        "kinds": [(kind.value, kind.label, KIND_DESCRIPTIONS[kind]) for kind in Kind],
        "living": plan.state != Plan.State.CLOSED,
    }
    return render(request, "checks/rules.html", context)


def _make_table(plan, rows):
    heads = [_("Check"), _("What it is for"), _("Kind"), _("What a finding does"), _("in use")]
    cells = (
        [row.sentence, row.rule.why, str(row.rule.get_kind_display()), str(row.rule.get_weight_display()),
         _("yes") if row.rule.active else _("no")]
        for row in rows
    )  # fmt: skip
    return SheetTable(f"{plan.title} · {_('Checks of returns')}", heads, cells, sheet=_("Checks of returns"))


@require_http_methods(["GET", "HEAD", "POST"])
def rule_new(request, plan_code, kind):
    """Add a rule of a kind, with a preview of its findings."""
    plan = get_plan_to_write(request.user, plan_code)
    if kind not in RULE_FAMILIES:
        raise Http404
    form = RuleForm(request.POST if request.method == "POST" else None, plan=plan, kind=Kind(kind))
    if form.is_valid() and "look" not in request.POST:
        done, rule = run_in_form(form, actions.add_rule, plan, by=request.user, kind=kind, **form.values())
        if done:
            messages.success(request, _("The check was added."))
            return _redirect_to_rule(plan, rule)
    return _form_page(request, plan, form)


@require_http_methods(["GET", "HEAD", "POST"])
def rule_edit(request, plan_code, pk):
    """Change a rule, with a preview of its findings."""
    plan = get_plan_to_write(request.user, plan_code)
    rule = get_rule(plan, pk)
    form = RuleForm(request.POST if request.method == "POST" else None, plan=plan, kind=Kind(rule.kind), rule=rule)
    if form.is_valid() and "look" not in request.POST:
        done, rule = run_in_form(form, actions.change_rule, rule, by=request.user, **form.values())
        if done:
            messages.success(request, _("Saved."))
            return _redirect_to_rule(plan, rule)
    return _form_page(request, plan, form, get_rule(plan, pk))


@require_POST
def rule_press(request, plan_code, pk, verb):
    """Handle a button of a rule: up, down, off, on, remove."""
    plan = get_plan_to_write(request.user, plan_code)
    rule = get_rule(plan, pk)
    buttons: dict[str, tuple[Callable, list[int], str]] = {
        "up": (actions.move_rule, [-1], _("Moved.")),
        "down": (actions.move_rule, [1], _("Moved.")),
        "off": (actions.switch_rule, [False], _("The check is out of use.")),
        "on": (actions.switch_rule, [True], _("The check is in use again.")),
        "remove": (actions.remove_rule, [], _("The check was removed.")),
    }
    if verb not in buttons:
        raise Http404
    action, more, done = buttons[verb]
    to = resolve_url("targets:rules", plan.code) + ("" if verb == "remove" else f"#rule-{rule.pk}")
    return run_and_redirect(request, to, action, rule, *more, by=request.user, done=done)


@require_POST
def rules_usual(request, plan_code):
    """Add the usual rules."""
    plan = get_plan_to_write(request.user, plan_code)
    to = resolve_url("targets:rules", plan.code)
    return run_and_redirect(
        request, to, actions.add_usual_rules, plan, by=request.user, done=_("The usual checks were added.")
    )


def _form_page(request, plan, form, rule=None):
    """The form, with a preview when the button for it was pressed."""
    looked, must = None, False
    if "look" in request.POST and form.is_valid():
        done, proposed = run_in_form(form, actions.propose_rule, plan, by=request.user, kind=form.kind, **form.values())
        if done:
            looked, must = preview_rule(plan, proposed, by=request.user), proposed.weight == Weight.MUST
    context = {
        "plan": plan,
        "form": form,
        "rule": rule,
        "kind": form.kind.label,
        "about": KIND_DESCRIPTIONS[form.kind],
        "looked": looked,
        "must": must,
        "submit": _("Save") if rule else _("Add the check"),
    }
    return render(request, "checks/rule_form.html", context, status=422 if form.errors else 200)


def _redirect_to_rule(plan, rule):
    return redirect(f"{resolve_url('targets:rules', plan.code)}#rule-{rule.pk}")
