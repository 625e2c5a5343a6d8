"""What the commands settle, rebuild and verify share: a plan named by its code."""

from django.core.management.base import CommandError

from plans.models import Plan


def plan_named(code):
    """The plan with this code. CommandError when there is none, with the codes that there are."""
    try:
        return Plan.objects.get(code=code)
    except Plan.DoesNotExist:
        codes = ", ".join(Plan.objects.values_list("code", flat=True)[:20]) or "-"
        raise CommandError(f"no plan {code!r}; there are: {codes}") from None
