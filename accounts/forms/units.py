"""Forms for units. They only parse the input; the actions validate it."""

from django import forms
from django.utils.translation import gettext_lazy as _

from audit.errors import Refused
from orgs.actions.units import allowed_levels, propose_code
from orgs.models import Unit
from pages.forms import set_choices


def add_unit_refusal(form: forms.BaseForm, refused: Refused) -> None:
    """Add the errors of a refused action to their fields; to the form only if no field of it is named."""
    own_cells = {name: text for name, text in refused.cells.items() if name in form.fields}
    for name, text in own_cells.items():
        form.add_error(name, text)
    if not own_cells:
        form.add_error(None, refused.message)


def _date_field(label, **options):
    return forms.DateField(label=label, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"), **options)


class AddUnitForm(forms.Form):
    """An office, a zone or a member body below `parent`."""

    name = forms.CharField(label=_("Name"), max_length=Unit._meta.get_field("name").max_length)
    short_name = forms.CharField(
        label=_("Short name"),
        max_length=Unit._meta.get_field("short_name").max_length,
        required=False,
        help_text=_("For tables. Left empty, it is taken from the name."),
    )
    level = forms.ChoiceField(label=_("Level"), help_text=_("It decides which units it stands beside."))
    code = forms.CharField(label=_("Code"), max_length=Unit._meta.get_field("code").max_length, required=False)
    from_date = _date_field(_("First day"), required=False)

    def __init__(self, *args, parent, kind, **kwargs):
        super().__init__(*args, **kwargs)
        levels = allowed_levels(parent, kind)
        if len(levels) > 1:
            set_choices(self, "level", [(level.value, level.label) for level in levels])
        else:
            del self.fields["level"]
        example = propose_code(parent, kind, "办公室")
        self.fields["code"].help_text = _(
            "It is for good. Left empty, one is made, such as %(example)s. Digits, capital letters and dashes."
        ) % {"example": example}


class ChangeUnitForm(forms.Form):
    """Names, position and first day of a unit."""

    name = forms.CharField(
        label=_("Name"),
        max_length=Unit._meta.get_field("name").max_length,
        help_text=_("The former name goes on meaning this unit in workbooks."),
    )
    short_name = forms.CharField(
        label=_("Short name"),
        max_length=Unit._meta.get_field("short_name").max_length,
        required=False,
        help_text=_("For tables. Left empty, it is taken from the name."),
    )
    position = forms.IntegerField(
        label=_("Place among its neighbours"), min_value=0, max_value=100_000, help_text=_("1 comes first.")
    )
    from_date = _date_field(_("First day"), required=False)


class CloseUnitForm(forms.Form):
    """The last day of a unit."""

    to_date = _date_field(_("Last day"), help_text=_("Plans that are issued already keep the unit."))


class UnitAliasForm(forms.Form):
    """Another name of a unit."""

    name = forms.CharField(label=_("Another name"), max_length=100)
