"""Templates of Jinja2 rendered from Python and from Django's templates."""

from typing import Any, cast

from django.template import engines
from django.template.backends.jinja2 import Jinja2
from django.utils.safestring import SafeString


def render_jinja(name: str, values: dict[str, Any]) -> SafeString:
    """The template ``name`` with ``values`` and nothing else: no context processor runs."""
    return SafeString(_template(name).render(values))


def call_macro(name: str, macro: str, *arguments) -> SafeString:
    """What the macro of the template ``name`` makes of the arguments."""
    return SafeString(getattr(_template(name).module, macro)(*arguments))


def _template(name):
    return cast(Jinja2, engines["jinja2"]).env.get_template(name)
