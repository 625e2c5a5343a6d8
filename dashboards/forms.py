"""The form by which an office's map is brought."""

from django import forms
from django.utils.translation import gettext_lazy as _

from dashboards.models import OfficeMap

REVIEWED, INTERNAL = "reviewed", "internal"


class OfficeMapForm(forms.Form):
    """A GeoJSON file with its source, and its map review number or "for internal use"."""

    file = forms.FileField(
        label=_("GeoJSON file"), help_text=_("Outlines of the units below, each with its code (adcode, code or gb); up to 20 MB."),  # noqa: E501
        widget=forms.FileInput(attrs={"accept": ".json,.geojson"}),
    )  # fmt: skip
    use = forms.ChoiceField(
        label=_("May be shown"), widget=forms.RadioSelect,
        choices=[(REVIEWED, _("reviewed, with a map review number")), (INTERNAL, _("for internal use only"))],
    )  # fmt: skip
    review_number = forms.CharField(
        label=_("Map review number"), required=False, max_length=60, help_text=_("It is printed under every picture.")
    )
    source = forms.CharField(
        label=_("Source"), max_length=200, help_text=_("Who made the map, and when. It is printed under every picture.")
    )

    def clean(self):
        cleaned = super().clean() or {}
        number = (cleaned.get("review_number") or "").strip()
        if cleaned.get("use") == REVIEWED and not number:
            self.add_error("review_number", _("Enter the map review number, or choose internal use."))
        cleaned["review_number"] = number if cleaned.get("use") == REVIEWED else ""
        return cleaned


def describe_use(office_map: OfficeMap) -> str:
    """The line that stands under every picture of a map: its review number or that it is internal, and its source."""
    words = {"number": office_map.review_number, "source": office_map.source}
    if office_map.internal:
        return str(_("For internal use, not to be published; source of the map: %(source)s")) % words
    return str(_("Map review number: %(number)s; source of the map: %(source)s")) % words
