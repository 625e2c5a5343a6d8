"""Helpers for forms."""

from collections.abc import Iterable
from typing import Any

from django import forms


def set_choices(form: forms.Form | forms.ModelForm, name: str, choices: Iterable[tuple[Any, Any]]) -> None:
    """Set the choices of the choice field ``name``. TypeError when that field offers no choices."""
    field = form.fields[name]
    if not isinstance(field, forms.ChoiceField):
        raise TypeError(f"{name} is not a choice field")
    field.choices = list(choices)
