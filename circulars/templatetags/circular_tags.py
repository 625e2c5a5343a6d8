"""``{% may_publish participant as may %}``: whether the person of the page publishes circulars of a unit;
``{% may_see_plan participant as may %}``: whether she sees what it owes of the plan."""

from typing import Any

from django import template

from accounts import policy
from accounts.policy import Verb

register = template.Library()


@register.simple_tag(takes_context=True)
def may_publish(context: template.Context, participant: Any) -> bool:
    return policy.may(context["request"].user, Verb.PUBLISH, participant)


@register.simple_tag(takes_context=True)
def may_see_plan(context: template.Context, participant: Any) -> bool:
    return policy.may(context["request"].user, Verb.SEE_PLAN, participant)
