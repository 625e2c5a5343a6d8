"""Forms for people and their posts."""

from collections.abc import Iterable

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts import policy
from accounts.models import Person, Role
from accounts.policy import Verb
from audit.errors import Refused
from orgs import queries as units
from orgs.models import Unit

NAME = pgettext_lazy("person", "Name")  # 姓名; a unit's is 名称
MAX_SUGGESTED_UNITS = 400  # options of the datalist; any other unit can be typed


class DateInput(forms.DateInput):
    """The browser's date picker."""

    input_type = "date"

    def __init__(self):
        super().__init__(format="%Y-%m-%d")  # the format of <input type="date"> in every language


class UnitField(forms.CharField):
    """A unit by its name, short name, alias or code, among those where ``by`` may do ``verb``."""

    def __init__(self, by, *, verb=Verb.MANAGE_PEOPLE, **kwargs):
        self.units = policy.permitted_units(by, verb)
        kwargs.setdefault("label", _("Unit"))
        kwargs.setdefault("help_text", _("Its name or code, such as 永德县妇联 or 530923000000."))
        super().__init__(**kwargs)
        self.widget.attrs |= {"list": "units", "autocomplete": "off"}

    def suggested_units(self):
        return self.units[:MAX_SUGGESTED_UNITS]

    def clean(self, value):
        """The unit, or None for an empty optional field."""
        text = super().clean(value)
        if not text:
            return None
        for unit in self._find_candidates(text):
            if self.units.filter(pk=unit.pk).exists():
                return unit
        raise ValidationError(_("No unit of yours goes by this name."))

    def _find_candidates(self, text):
        """A list of at most one unit; an ambiguous name means the only unit of that name inside the scope."""
        try:
            unit = units.resolve(text)
        except units.AmbiguousName as error:
            in_scope = list(self.units.filter(pk__in=[each.pk for each in error.units]))
            if len(in_scope) > 1:
                raise ValidationError(error.message) from None
            return in_scope
        return [unit] if unit else []


def suggested_units(form: forms.BaseForm, name: str = "unit") -> Iterable[Unit]:
    """The units that the datalist of the ``UnitField`` called ``name`` offers."""
    field = form.fields[name]
    assert isinstance(field, UnitField)
    return field.suggested_units()


class PostForm(forms.Form):
    """A role at a unit from a date on."""

    role = forms.ChoiceField(label=_("Post"), choices=Role.choices)
    from_date = forms.DateField(label=_("From"), widget=DateInput, initial=timezone.localdate)

    def __init__(self, *args, by, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields = {"unit": UnitField(by), **self.fields}


class PersonDetailsForm(forms.ModelForm):
    """A person's own fields, without the login name."""

    class Meta:
        model = Person
        fields = ["name", "phone", "email", "is_active"]
        labels = {"name": NAME}
        help_texts = {"is_active": _("Without this mark, the account is closed at once; everything it did is kept.")}


class NewPersonForm(PostForm):
    """A person and the first post. The login name is validated by the action (``full_clean``)."""

    def __init__(self, *args, by, **kwargs):
        super().__init__(*args, by=by, **kwargs)
        person_fields = forms.fields_for_model(Person, ["username", "name", "phone", "email"])
        person_fields["name"].label = NAME
        person_fields["username"].help_text = _(
            "Letters and digits; it cannot be changed later, because the audit trail has it."
        )
        person_fields["username"].widget.attrs |= {
            "autocapitalize": "none",
            "autocomplete": "off",
            "spellcheck": "false",
        }
        self.fields = {**person_fields, **self.fields}


class EndPostForm(forms.Form):
    """The last day of a post."""

    last_day = forms.DateField(
        label=pgettext_lazy("post", "Last day"),
        widget=DateInput,
        initial=timezone.localdate,
        help_text=_("The post still counts on this day. To end it at once, choose yesterday."),
    )


class PeopleFilterForm(forms.Form):
    """The filters of the list of people."""

    q = forms.CharField(label=_("Name or login name"), required=False)
    role = forms.ChoiceField(label=_("Post"), required=False, choices=[("", _("all")), *Role.choices])

    def __init__(self, *args, by, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["unit"] = UnitField(by, label=_("Unit"), required=False, help_text="")


def add_refusal(form: forms.BaseForm, refused: Refused) -> None:
    """Add the errors of a refused action to the fields that it names, or to the form."""
    for field, message in refused.cells.items():
        form.add_error(field if field in form.fields else None, message)
    if not refused.cells:
        form.add_error(None, refused.message)
