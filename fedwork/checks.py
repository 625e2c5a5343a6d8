"""System checks of the installation."""

from django.conf import settings
from django.core.checks import Warning, register

from fedwork.bundles import BUNDLES, LIBRARIES
from fedwork.env import ROOT


@register
def front_end_is_installed(app_configs, **kwargs):
    """Warn if front-end libraries are missing and no static files have been collected."""
    sources = [path for parts in BUNDLES.values() for path in parts if path.is_relative_to(LIBRARIES)]
    missing = [path.relative_to(LIBRARIES) for path in sources if not path.is_file()]
    collected = (settings.STATIC_ROOT / "staticfiles.json").is_file()
    if not missing or collected:
        return []
    return [Warning(f"The front-end library {missing[0]} is missing.", hint="Run: make setup", id="fedwork.W001")]


@register
def catalogues_are_compiled(app_configs, **kwargs):
    """Warn if a catalogue of messages has no .mo file."""
    stale = [
        source
        for source in sorted(ROOT.glob("locale/*/*/LC_MESSAGES/django.po"))
        if not source.with_suffix(".mo").is_file()
    ]
    if not stale:
        return []
    message = f"The catalogue {stale[0].relative_to(ROOT)} is not compiled: its words stay English."
    return [Warning(message, hint="Run: make messages", id="fedwork.W002")]
