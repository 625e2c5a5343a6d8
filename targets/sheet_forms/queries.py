"""The forms that a person sees, and what of a plan a form lacks."""

from dataclasses import dataclass

from django.db.models import Exists, OuterRef
from django.http import Http404

from accounts.models import Person
from plans.models import Participant, Plan
from plans.queries import get_plan
from sheets.forms.model import FormMatches
from targets.models import Allocation, SheetForm, Target
from targets.sheet_forms.reach import find_owner, visible_forms_q
from targets.sheet_forms.stored_matches import read_matches


@dataclass(frozen=True)
class FormLine:
    """A form of the list. ``missing`` are the names of targets and units of the plan that it has no cell for."""

    form: SheetForm
    is_own: bool
    missing: list[str]


def list_forms(person: Person, plan: Plan) -> list[FormLine]:
    """The forms of a plan that this person may have filled, and their own office's that are not kept yet; the latest
    first. Five queries, whatever their number."""
    owner = find_owner(person)
    forms = SheetForm.objects.filter(visible_forms_q(person), plan=plan, removed_at=None)
    shown = [each for each in forms.select_related("office", "by") if each.is_kept or _owns(owner, each)]
    if not shown:
        return []
    names = FormPlanNames.read(plan)
    return [FormLine(each, _owns(owner, each), names.list_missing(each)) for each in shown]


def get_form(person: Person, plan_code: str, pk: int) -> SheetForm:
    """A form that this person sees. Raises Http404."""
    plan = get_plan(person, plan_code)
    forms = SheetForm.objects.filter(visible_forms_q(person), plan=plan, removed_at=None, pk=pk)
    form = forms.select_related("office", "by").first()
    if form is None or not (form.is_kept or _owns(find_owner(person), form)):
        raise Http404
    form.plan = plan
    return form


@dataclass(frozen=True)
class FormPlanNames:
    """The targets of a plan, and the units that report in it: code -> name."""

    targets: dict[str, str]
    units: dict[str, tuple[str, str]]  # short name and path

    @classmethod
    def read(cls, plan: Plan) -> "FormPlanNames":
        """Two queries."""
        targets = Target.objects.filter(plan=plan).order_by("position", "code")
        owing = Allocation.objects.filter(participant=OuterRef("pk"), own__isnull=False, replaced=False)
        units = Participant.objects.filter(Exists(owing), plan=plan, keeps_totals=True).order_by("path")
        return cls(
            {target.code: f"{target.code} {target.name}" for target in targets},
            {each.code: (each.short_name, each.path) for each in units},
        )

    def list_missing(self, form: SheetForm) -> list[str]:
        """The names of what has been added to the plan, or was never in the form."""
        return self.missing_in(read_matches(form), form.office.path) if form.is_kept else []

    def missing_in(self, matches: FormMatches, office_path: str) -> list[str]:
        """As ``list_missing``. Of a form that names no unit no unit is missing."""
        targets = [name for code, name in self.targets.items() if code not in matches.targets]
        levels = [self.units[code][1].count("/") for code in matches.units if code in self.units]
        if not levels:
            return targets
        units = [
            name
            for code, (name, path) in self.units.items()
            if code not in matches.units and path.startswith(office_path) and path.count("/") <= min(levels)
        ]
        return [*targets, *units]


def _owns(owner, form):
    return owner is not None and owner.pk == form.office_id
