"""Checks that `manage.py check` and every start run: what is missing from an installation, and how to mend it."""

from django.conf import settings
from django.core.checks import Warning, register

from fedwork.env import ROOT
from fedwork.vendor import FILES


@register
def front_end_is_installed(app_configs, **kwargs):
    missing = [name for name in FILES.values() if not (ROOT / "node_modules" / name).is_file()]
    collected = (settings.STATIC_ROOT / "staticfiles.json").is_file()
    if not missing or collected:
        return []
    return [Warning(f"The front-end library {missing[0]} is missing.", hint="Run: make setup", id="fedwork.W001")]


@register
def catalogues_are_compiled(app_configs, **kwargs):
    stale = [
        source
        for source in sorted(ROOT.glob("locale/*/*/LC_MESSAGES/django.po"))
        if not source.with_suffix(".mo").is_file()
    ]
    if not stale:
        return []
    message = f"The catalogue {stale[0].relative_to(ROOT)} is not compiled: its words stay English."
    return [Warning(message, hint="Run: make messages", id="fedwork.W002")]
