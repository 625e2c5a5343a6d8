"""What the reader's rules say of a proposal, in templates."""

from django import template

from targets.documents.reading.rule_descriptions import describe_rule

register = template.Library()


@register.filter
def rule_description(rule: str) -> str:
    """Why a proposal was read, by the reader's rule."""
    return describe_rule(rule)
