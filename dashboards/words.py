"""Labels and phrases of the pages of totals that depend on kinds, states and numbers."""

from collections.abc import Callable, Iterable

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from orgs.models import Level, UnitKind
from plans.models import Participant
from plans.templatetags.period_tags import period_name
from targets.results.explain import ExplainedEffect
from targets.results.line import TotalLine
from targets.results.place import ACCEPTED, SUBMITTED, TotalsPlace
from targets.totals.descriptions import share_stays

KIND_LABELS = {
    "federation": lambda: _("Areas"),
    "zone": lambda: _("Development zones"),
    "office": lambda: _("Offices"),
    "member": lambda: _("Member bodies"),
}


def get_group_label(kind: str, participants: Iterable[Participant]) -> str:
    """The heading of units of one kind; the cities of a province have one of their own."""
    if kind == UnitKind.FEDERATION and {p.unit.level for p in participants} == {Level.CITY}:
        return _("Cities and prefectures")
    return get_kind_label(kind)


def get_kind_label(kind: str) -> str:
    """The heading of units of one kind."""
    return KIND_LABELS[kind]()


EACH_LABELS: dict[str, Callable[[], str]] = {
    Level.PROVINCE: lambda: _("Each province"),
    Level.CITY: lambda: _("Each city"),
    Level.COUNTY: lambda: _("Each county"),
    Level.TOWNSHIP: lambda: _("Each township"),
    Level.VILLAGE: lambda: _("Each village"),
}


def get_each_label(level: str) -> str:
    """The label of a level among the choices of what a page lists: "Each county"."""
    return EACH_LABELS[level]()


def get_basis_label(basis: str) -> str:
    return _("As accepted") if basis == ACCEPTED else _("As submitted")


def basis_choices(place: TotalsPlace, get_url: Callable[[str], str]) -> list[dict[str, object]]:
    """The choice between the two bases: dicts for components/_tabs.html; ``get_url`` gives the URL of a basis."""
    return [{"url": get_url(b), "label": get_basis_label(b), "active": b == place.basis} for b in (SUBMITTED, ACCEPTED)]


def describe_reports(line: TotalLine, basis: str, *, single: bool) -> list[str]:
    """How many have reported, in a few phrases; areas and bodies separately. ``single``: the line is of one unit.

    Where the target is not due in the period that is shown, the first says of which period the number is.
    """
    if not line.counted_seq:
        return [_("not due yet")]
    phrases = [describe_data_period(line.data_code)] if line.data_code else []
    if single:
        return [*phrases, _describe_single(line.areas if line.areas.owing else line.bodies, line.target)]
    if line.areas.owing:
        phrases.append(_describe_counts(line, line.areas, basis, _heading(line.areas, basis, bodies=False)))
    if line.bodies.owing:
        phrases.append(_describe_counts(line, line.bodies, basis, _heading(line.bodies, basis, bodies=True)))
    return phrases if line.areas.owing or line.bodies.owing else [*phrases, _("nobody owes it")]


def describe_data_period(code: str) -> str:
    """Of which period a number is (and is judged at), where its target is not due in the one that is shown; else ""."""
    return _("figures of %(period)s") % {"period": period_name(code)} if code else ""


def _heading(counts, basis, *, bodies):
    if basis == ACCEPTED:
        text = _("%(all)s bodies, %(n)s accepted") if bodies else _("%(all)s areas, %(n)s accepted")
    else:
        text = _("%(all)s bodies, %(n)s reported") if bodies else _("%(all)s areas, %(n)s reported")
    return text % {"all": counts.expected, "n": counts.reported}


def _describe_counts(line, counts, basis, heading):
    phrases = [heading]
    if basis == SUBMITTED and counts.reported:
        phrases.append(_("%(n)s of them accepted") % {"n": counts.accepted})
    if counts.carried:
        phrases.append(_("%(n)s carried over") % {"n": counts.carried})
    if counts.silent:
        phrases.append(_("%(n)s silent") % {"n": counts.silent})
    if counts.absent:
        phrases.append(_absent_phrase(line.target) % {"n": counts.absent})
    return pgettext("between phrases", ", ").join(phrases)


def _absent_phrase(target):
    """That some are not applicable, and whether their shares left the whole."""
    if target.is_rate:
        return _("%(n)s not applicable")
    if share_stays(target):
        return _("%(n)s not applicable (their shares still count)")
    return _("%(n)s not applicable (not counted)")


def _describe_single(counts, target):
    if not counts.owing:
        return _("no share of it")
    if counts.absent:
        return _("not applicable; its share still counts above") if share_stays(target) else _("not applicable")
    if counts.carried:
        return _("carried over")
    if counts.reported:
        return _("reported, accepted") if counts.accepted else _("reported, not yet accepted")
    return _("not reported")


def get_state_label(state: str) -> str:
    """The label of a unit's state among those that report a target."""
    return {
        "reported": pgettext("a figure", "Reported"),
        "carried": _("Carried over"),
        "missing": _("Not reported"),
        "absent": _("Not applicable"),
        "released": _("No share any more"),
    }[state]


def describe_effect(effect: ExplainedEffect) -> str:
    """What happened, in a word or two."""
    words = {
        "submit": _("submitted"),
        "accept": _("accepted"),
        "send_back": _("sent back"),
        "recheck": _("sent for another look"),
        "withdraw": _("taken back"),
        "unaccept": _("acceptance taken back"),
        "undo": _("import taken back"),
        "adjust": _("share adjusted"),
        "share": _("share given"),
        "baseline": _("baseline set"),
    }
    if effect.verb == "submit" and effect.effect.previous_snapshot_id:
        return _("submitted anew")
    if effect.verb == "accept" and effect.effect.previous_snapshot_id:
        return _("correction accepted")
    return words[effect.verb]
