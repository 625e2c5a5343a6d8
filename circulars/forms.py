"""The forms of a circular."""

from collections.abc import Iterable
from typing import cast

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from circulars.models import Circular, CircularTemplate
from circulars.text.sentences import SECTIONS, TITLES
from orgs.models import Unit
from targets.results.place import ACCEPTED, SUBMITTED

MAX_NAMED = 10


class TemplateChoiceField(forms.ModelChoiceField):
    """One of the templates of the own office and those above."""

    def label_from_instance(self, template):
        words = {"name": template.name, "n": template.version, "office": template.office.short_name}
        return _("%(name)s, version %(n)s (%(office)s)") % words


class TemplateForm(forms.Form):
    """A template that an office brings."""

    name = forms.CharField(
        label=_("Name of the template"), max_length=60,
        help_text=_("The same name again brings a new version of it; what was published keeps the old one."),
    )  # fmt: skip
    file = forms.FileField(
        label=pgettext_lazy("a field of a form", "Word file"),
        error_messages={"required": _("Choose a Word file."), "empty": _("The file is empty.")},
        widget=forms.FileInput(attrs={"accept": ".docx"}),
    )
    office = forms.ModelChoiceField(label=_("Unit"), queryset=Unit.objects.none(), empty_label=None)

    def __init__(self, *args, offices: list[Unit], **kwargs):
        super().__init__(*args, **kwargs)
        field = cast(forms.ModelChoiceField, self.fields["office"])
        field.queryset = Unit.objects.filter(pk__in=[each.pk for each in offices]).order_by("path")
        field.initial = offices[0] if offices else None
        if len(offices) < 2:
            field.widget = forms.HiddenInput()


class CircularForm(forms.Form):
    """What a circular tells, and its heading."""

    title = forms.CharField(label=_("Title"), max_length=120)
    number = forms.CharField(
        label=_("Document number"),
        max_length=40,
        required=False,
        help_text=_("With the year in 〔〕; may stay empty."),
    )
    issuer = forms.CharField(label=_("Issued by"), max_length=80)
    recipients = forms.CharField(label=_("Addressees"), max_length=200, required=False)
    sections = forms.MultipleChoiceField(
        label=_("What it tells"), choices=lambda: [(name, TITLES[name]()) for name in SECTIONS],
        widget=forms.CheckboxSelectMultiple, initial=list(SECTIONS),
        error_messages={"required": _("Choose at least one section.")},
    )  # fmt: skip
    first = forms.IntegerField(label=_("Units named first"), min_value=0, max_value=MAX_NAMED, initial=3)
    last = forms.IntegerField(
        label=_("Units named last"),
        min_value=0,
        max_value=MAX_NAMED,
        initial=3,
        help_text=_("0: the tail is not named."),
    )
    shown = forms.ChoiceField(label=_("Units below see"), choices=Circular.Shown.choices, initial=Circular.Shown.WHOLE)
    template = TemplateChoiceField(label=_("Layout of the Word file"), queryset=CircularTemplate.objects.none(),
                             required=False, empty_label=_("after the standard (GB/T 9704-2012)"))  # fmt: skip

    def __init__(self, *args, templates: Iterable[CircularTemplate], **kwargs):
        """``templates`` are those that may be chosen."""
        super().__init__(*args, **kwargs)
        chosen = CircularTemplate.objects.filter(pk__in=[each.pk for each in templates]).select_related("office")
        cast(TemplateChoiceField, self.fields["template"]).queryset = chosen


class FiguresForm(forms.Form):
    """The period and the basis of a new circular."""

    period = forms.ChoiceField(label=_("Period"))
    basis = forms.ChoiceField(
        label=_("Basis"), choices=[(ACCEPTED, _("As accepted")), (SUBMITTED, _("As submitted"))], initial=ACCEPTED
    )

    def __init__(self, *args, periods, **kwargs):
        super().__init__(*args, **kwargs)
        choices = [(period.code, period.name) for period in reversed(periods)]
        self.fields["period"] = forms.ChoiceField(label=_("Period"), choices=choices)


class ReasonForm(forms.Form):
    """Why a circular is withdrawn."""

    reason = forms.CharField(
        label=_("Reason"), max_length=500, widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": _("Say why it is withdrawn.")},
    )  # fmt: skip
