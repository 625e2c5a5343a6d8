"""Sections of a plan: its numbered tree."""

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from audit.actions import record
from audit.errors import Refused
from plans.actions.guard import DRAFT, NOT_CLOSED, lock_plan, validated
from plans.actions.order import move_among, next_position
from plans.models import Section

DEEPEST_SECTION = 4  # 一、（一）1. （1）① are all the numbers that documents have


@transaction.atomic
def add_section(plan, title, *, by, parent=None):
    """A new section, last below ``parent`` (or at the top)."""
    plan = lock_plan(plan, by=by, states=DRAFT)
    _refuse_place(plan, parent)
    position = next_position(plan.sections.filter(parent=parent))
    section = validated(Section(plan=plan, parent=parent, title=title, position=position))
    section.save()
    record(by=by, verb="section.add", on=plan, unit=plan.unit, data={"title": title, "section": section.pk})
    return section


@transaction.atomic
def change_section(section, *, by, title, **place):
    """Give a section another title; in a draft also another ``parent`` (None is the top), where it becomes the last."""
    plan = lock_plan(section.plan, by=by, states=NOT_CLOSED)
    section = plan.sections.get(pk=section.pk)
    before = section.title
    section.title = title
    if place and place["parent"] != section.parent:
        _move_below(plan, section, place["parent"])
    validated(section).save()
    data = {"section": section.pk, "title": [before, title], "parent": section.parent_id}
    record(by=by, verb="section.change", on=plan, unit=plan.unit, data=data)
    return section


@transaction.atomic
def move_section(section, step, *, by):
    """Move a section up (-1) or down (1) among its neighbours; whether it could move."""
    plan = lock_plan(section.plan, by=by, states=DRAFT)
    moved = move_among(section, plan.sections.filter(parent=section.parent_id), step)
    if moved:
        data = {"section": section.pk, "title": section.title, "step": step}
        record(by=by, verb="section.move", on=plan, unit=plan.unit, data=data)
    return moved


@transaction.atomic
def remove_section(section, *, by):
    """Delete a section that holds nothing."""
    plan = lock_plan(section.plan, by=by, states=DRAFT)
    if section.children.exists() or section.tasks.exists():
        raise Refused(_("The section is not empty. Move or delete what is in it first."), code="not empty")
    data = {"section": section.pk, "title": section.title}
    record(by=by, verb="section.remove", on=plan, unit=plan.unit, data=data)
    section.delete()


def _move_below(plan, section, parent):
    _refuse_issued(plan)
    chain = _refuse_place(plan, parent)
    if section.pk in chain or len(chain) + _height(plan, section) > DEEPEST_SECTION + 1:
        raise Refused(_("The section cannot stand there."), cells={"parent": _("Not below itself, and not this deep.")})
    section.parent = parent
    section.position = next_position(plan.sections.filter(parent=parent))


def _refuse_issued(plan):
    if not plan.is_draft:
        raise Refused(_("The plan has been issued: its parts are fixed."), code="state")


def _refuse_place(plan, parent):
    """The ids from ``parent`` up to the top, none for the top itself; Refused when there is no place below it."""
    if parent is None:
        return []
    above = dict(plan.sections.values_list("pk", "parent"))
    if parent.pk not in above:
        raise Refused(_("This section belongs to another plan."))
    chain = [parent.pk]
    while above[chain[-1]] is not None:
        chain.append(above[chain[-1]])
    if len(chain) > DEEPEST_SECTION:
        raise Refused(_("Sections go no deeper than five steps."), cells={"parent": _("Too deep.")})
    return chain


def _height(plan, section):
    """How many steps of sections ``section`` has, itself counted."""
    below: dict[int, list[int]] = {}
    for pk, parent in plan.sections.values_list("pk", "parent"):
        below.setdefault(parent, []).append(pk)
    height, level = 0, [section.pk]
    while level:
        height, level = height + 1, [pk for above in level for pk in below.get(above, [])]
    return height
