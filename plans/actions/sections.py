"""Add, change, move and delete the sections of a plan."""

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts.models import Person
from audit.actions import record
from audit.errors import Refused
from plans.actions.guard import DRAFT, NOT_CLOSED, lock_plan, validated
from plans.actions.order import move_among, next_position
from plans.models import Plan, Section

MAX_SECTION_DEPTH = 4  # from 0; documents have five kinds of numbers: 一、（一）1. （1）①


@transaction.atomic
def add_section(plan: Plan, title: str, *, by: Person, parent: Section | None = None) -> Section:
    """Add a section as the last child of ``parent``, or of the plan. Raises PermissionDenied, Refused."""
    plan = lock_plan(plan, by=by, states=DRAFT)
    _check_parent(plan, parent)
    position = next_position(plan.sections.filter(parent=parent))
    section = validated(Section(plan=plan, parent=parent, title=title, position=position))
    section.save()
    record(by=by, verb="section.add", on=plan, unit=plan.unit, data={"title": title, "section": section.pk})
    return section


@transaction.atomic
def change_section(section: Section, *, by: Person, title: str, **options) -> Section:
    """Change the title and, in a draft, the parent.

    ``options`` may hold ``parent``: a section, or None for the top level. A moved section becomes the last child.
    Raises PermissionDenied, Refused.
    """
    plan = lock_plan(section.plan, by=by, states=NOT_CLOSED)
    section = plan.sections.get(pk=section.pk)
    before = section.title
    section.title = title
    if options and options["parent"] != section.parent:
        _set_parent(plan, section, options["parent"])
    validated(section).save()
    data = {"section": section.pk, "title": [before, title], "parent": section.parent_id}
    record(by=by, verb="section.change", on=plan, unit=plan.unit, data=data)
    return section


@transaction.atomic
def move_section(section: Section, step: int, *, by: Person) -> bool:
    """Move a section up (-1) or down (1) among its siblings; return whether it moved."""
    plan = lock_plan(section.plan, by=by, states=DRAFT)
    moved = move_among(section, plan.sections.filter(parent=section.parent_id), step)
    if moved:
        data = {"section": section.pk, "title": section.title, "step": step}
        record(by=by, verb="section.move", on=plan, unit=plan.unit, data=data)
    return moved


@transaction.atomic
def remove_section(section: Section, *, by: Person) -> None:
    """Delete an empty section. Raises PermissionDenied, Refused."""
    plan = lock_plan(section.plan, by=by, states=DRAFT)
    if section.children.exists() or section.tasks.exists():
        raise Refused(_("The section is not empty. Move or delete what is in it first."), code="not empty")
    data = {"section": section.pk, "title": section.title}
    record(by=by, verb="section.remove", on=plan, unit=plan.unit, data=data)
    section.delete()


def _set_parent(plan, section, parent):
    _check_draft(plan)
    chain = _check_parent(plan, parent)
    if section.pk in chain or len(chain) + _height(plan, section) > MAX_SECTION_DEPTH + 1:
        raise Refused(_("The section cannot stand there."), cells={"parent": _("Not below itself, and not this deep.")})
    section.parent = parent
    section.position = next_position(plan.sections.filter(parent=parent))


def _check_draft(plan):
    if not plan.is_draft:
        raise Refused(_("The plan has been issued: its parts are fixed."), code="state")


def _check_parent(plan, parent):
    """The ids from ``parent`` up to its root section. Raises Refused for another plan's section or a too deep one."""
    if parent is None:
        return []
    above = dict(plan.sections.values_list("pk", "parent"))
    if parent.pk not in above:
        raise Refused(_("This section belongs to another plan."))
    chain = [parent.pk]
    while above[chain[-1]] is not None:
        chain.append(above[chain[-1]])
    if len(chain) > MAX_SECTION_DEPTH:
        raise Refused(_("Sections go no deeper than five steps."), cells={"parent": _("Too deep.")})
    return chain


def _height(plan, section):
    """The number of levels of the subtree of ``section``."""
    below: dict[int, list[int]] = {}
    for pk, parent in plan.sections.values_list("pk", "parent"):
        below.setdefault(parent, []).append(pk)
    height, level = 0, [section.pk]
    while level:
        height, level = height + 1, [pk for parent in level for pk in below.get(parent, [])]
    return height
