"""What the pages say in words that depend on numbers."""

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from dashboards.queries.place import ACCEPTED, SUBMITTED
from orgs.models import Level, UnitKind

KINDS = {
    "federation": lambda: _("Areas"),
    "zone": lambda: _("Development zones"),
    "office": lambda: _("Offices"),
    "member": lambda: _("Member bodies"),
}


def group_name(kind, participants):
    """The heading of units of one kind: a province's cities are no counties."""
    if kind == UnitKind.FEDERATION and {p.unit.level for p in participants} == {Level.CITY}:
        return _("Cities and prefectures")
    return KINDS[kind]()


EACH = {
    Level.PROVINCE: lambda: _("Each province"),
    Level.CITY: lambda: _("Each city"),
    Level.COUNTY: lambda: _("Each county"),
    Level.TOWNSHIP: lambda: _("Each township"),
    Level.VILLAGE: lambda: _("Each village"),
}


def each_of(level):
    """The units of a level as a choice of what a page lists."""
    return EACH[level]()


def basis_name(basis):
    return _("As accepted") if basis == ACCEPTED else _("As submitted")


def basis_choices(place, address):
    """The switch between the two bases: dicts for components/_tabs.html. ``address`` gives that of a basis."""
    return [{"url": address(b), "label": basis_name(b), "active": b == place.basis} for b in (SUBMITTED, ACCEPTED)]


def reports(line, basis, *, single):
    """Who has reported, in a few phrases; areas and bodies apart. ``single``: the line is one unit's own."""
    if not line.counted_seq:
        return [_("not due yet")]
    if single:
        return [_single(line.areas if line.areas.owing else line.bodies)]
    said = []
    if line.areas.owing:
        said.append(_phrases(line.areas, basis, _heading(line.areas, basis, bodies=False)))
    if line.bodies.owing:
        said.append(_phrases(line.bodies, basis, _heading(line.bodies, basis, bodies=True)))
    return said or [_("nobody owes it")]


def _heading(counts, basis, *, bodies):
    if basis == ACCEPTED:
        text = _("%(all)s bodies, %(n)s accepted") if bodies else _("%(all)s areas, %(n)s accepted")
    else:
        text = _("%(all)s bodies, %(n)s reported") if bodies else _("%(all)s areas, %(n)s reported")
    return text % {"all": counts.expected, "n": counts.reported}


def _phrases(counts, basis, heading):
    phrases = [heading]
    if basis == SUBMITTED and counts.reported:
        phrases.append(_("%(n)s of them accepted") % {"n": counts.accepted})
    if counts.carried:
        phrases.append(_("%(n)s carried over") % {"n": counts.carried})
    if counts.silent:
        phrases.append(_("%(n)s silent") % {"n": counts.silent})
    if counts.absent:
        phrases.append(_("%(n)s not applicable") % {"n": counts.absent})
    return pgettext("between phrases", ", ").join(phrases)


def _single(counts):
    if not counts.owing:
        return _("no share of it")
    if counts.absent:
        return _("not applicable")
    if counts.carried:
        return _("carried over")
    if counts.reported:
        return _("reported, accepted") if counts.accepted else _("reported, not yet accepted")
    return _("not reported")


def said_state(state):
    """How a unit stands, of those that report a target."""
    return {
        "reported": pgettext("a figure", "Reported"),
        "carried": _("Carried over"),
        "missing": _("Not reported"),
        "absent": _("Not applicable"),
        "released": _("No share any more"),
    }[state]


def moved(told):
    """What happened, of a Told."""
    words = {
        "submit": _("submitted"),
        "accept": _("accepted"),
        "send_back": _("sent back"),
        "recheck": _("sent for another look"),
        "withdraw": _("taken back"),
        "undo": _("import taken back"),
        "adjust": _("share adjusted"),
        "share": _("share given"),
        "baseline": _("baseline set"),
    }
    if told.verb == "submit" and told.effect.left:
        return _("submitted anew")
    if told.verb == "accept" and told.effect.left:
        return _("correction accepted")
    return words[told.verb]
