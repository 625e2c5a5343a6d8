"""The administration pages of units, people, targets and allocations, on the site of the administration pages."""

from django.contrib import admin
from django.db.models import Exists, OuterRef, Q
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy, pgettext_lazy

from accounts import policy
from accounts.manageable_people import manageable_people
from accounts.models import Person, Role
from accounts.policy import Verb
from accounts.queries.people import prefetch_posts
from orgs.models import Unit
from pages.formats import format_number
from plans.models import Group, Participant, Plan
from targets.admin_tables.result import RowKind
from targets.admin_tables.table_admin import TableAdmin
from targets.admin_tables.tables.people import PeopleResource
from targets.admin_tables.tables.plan_groups import GroupResource
from targets.admin_tables.tables.plan_shares import ShareResource
from targets.admin_tables.tables.plan_targets import TargetResource
from targets.admin_tables.tables.units import UnitResource
from targets.models import Allocation, Target
from targets.workbooks.admin_site import site

__all__ = ["site"]


@admin.register(Unit, site=site)
class UnitAdmin(TableAdmin):
    """Units in reach."""

    verb = Verb.MANAGE_UNITS
    resource_class = UnitResource
    list_display = ["code", "name", "short_name", "kind", "level", "parent", "to_date"]
    list_filter = ["kind", "level"]
    search_fields = ["code", "name", "short_name"]
    ordering = ["path"]
    fields = ["code", "name", "short_name", "kind", "level", "parent", "position", "from_date", "to_date"]

    def get_queryset(self, request):
        mine = policy.paths_q(request.user, self.verb)
        return super().get_queryset(request).filter(mine).select_related("parent")


@admin.register(Person, site=site)
class PersonAdmin(TableAdmin):
    """People in reach with their posts. Passwords are nowhere on these pages but once, when people are added."""

    verb = Verb.MANAGE_PEOPLE
    resource_class = PeopleResource
    list_display = ["username", "full_name", "posts", "phone", "is_active"]
    search_fields = ["username", "name"]
    ordering = ["username"]
    fields = ["username", "full_name", "posts", "phone", "email", "is_active", "created_at"]

    @admin.display(description=pgettext_lazy("person", "Name"), ordering="name")
    def full_name(self, person):
        return person.name

    @admin.display(description=gettext_lazy("Posts"))
    def posts(self, person):
        return "；".join(f"{post.unit.full_name} {post.get_role_display()}" for post in person.posts_now)

    def get_queryset(self, request):
        return prefetch_posts(manageable_people(request.user, self.verb))

    def respond_imported(self, request, plan, result):
        if not result.passwords:
            return super().respond_imported(request, plan, result)
        slips = [
            {"person": person, "unit": unit, "role": Role(role).label, "password": password}
            for person, unit, role, password in result.passwords
        ]
        address = request.build_absolute_uri(reverse("accounts:login"))
        context = {"slips": slips, "address": address, "changed": result.counts[RowKind.CHANGED]}
        return render(request, "accounts/people_passwords.html", context)


@admin.register(Group, site=site)
class GroupAdmin(TableAdmin):
    """Groups of the plans that the person writes."""

    verb = Verb.PLAN
    resource_class = GroupResource
    of_plan = True
    adjusts = False
    list_display = ["name", "plan_title", "units"]
    search_fields = ["name", "plan__title"]
    ordering = ["plan", "name"]
    fields = ["name", "plan_title", "units"]

    def list_plans(self, person):
        return Plan.objects.filter(policy.paths_q(person, self.verb, "unit__path")).exclude(state=Plan.State.CLOSED)

    @admin.display(description=gettext_lazy("Plan"), ordering="plan")
    def plan_title(self, group):
        return group.plan.title

    @admin.display(description=gettext_lazy("Units"))
    def units(self, group):
        return "、".join(each.short_name for each in group.participants.all())

    def get_queryset(self, request):
        mine = policy.paths_q(request.user, self.verb, "plan__unit__path")
        return super().get_queryset(request).filter(mine).select_related("plan").prefetch_related("participants")


class PlanFilter(admin.SimpleListFilter):
    """The plans whose table this person may write; an export takes the chosen one."""

    title = gettext_lazy("plan")
    parameter_name = "plan"

    def lookups(self, request, model_admin):
        return [(plan.code, plan.title) for plan in model_admin.list_plans(request.user)]

    def queryset(self, request, queryset):
        return queryset.filter(target__plan__code=self.value()) if self.value() else queryset


class TargetPlanFilter(PlanFilter):
    """As PlanFilter, for targets."""

    def queryset(self, request, queryset):
        return queryset.filter(plan__code=self.value()) if self.value() else queryset


@admin.register(Target, site=site)
class TargetAdmin(TableAdmin):
    """Targets of the plans that the person writes."""

    verb = Verb.PLAN
    resource_class = TargetResource
    of_plan = True
    list_display = ["code", "name", "plan_title", "promise", "unit", "measure", "frequency"]
    list_filter = [TargetPlanFilter]
    search_fields = ["code", "name"]
    ordering = ["plan", "position", "code"]
    fields = ["plan_title", "code", "name", "task", "promise", "unit", "measure", "direction", "rollup", "frequency",
              "deadline", "definition", "data_source", "clause"]  # fmt: skip

    def list_plans(self, person):
        return Plan.objects.filter(policy.paths_q(person, self.verb, "unit__path")).exclude(state=Plan.State.CLOSED)

    @admin.display(description=gettext_lazy("Plan"), ordering="plan")
    def plan_title(self, target):
        return target.plan.title

    @admin.display(description=gettext_lazy("Value"), ordering="value")
    def promise(self, target):
        ends = [target.value, target.value2] if target.value2 is not None else [target.value]
        return "—".join(format_number(value) for value in ends)

    def get_queryset(self, request):
        mine = policy.paths_q(request.user, self.verb, "plan__unit__path")
        return super().get_queryset(request).filter(mine).select_related("plan", "task")


@admin.register(Allocation, site=site)
class AllocationAdmin(TableAdmin):
    """Allocations in force of the plans that the person breaks down."""

    verb = Verb.ALLOCATE
    resource_class = ShareResource
    of_plan = True
    list_display = ["unit", "plan_title", "target_name", "share", "own_share"]
    list_filter = [PlanFilter]
    search_fields = ["participant__name", "target__code", "target__name"]
    ordering = ["target__plan", "participant__path", "target__position"]
    fields = ["unit", "plan_title", "target_name", "share", "own_share", "from_seq"]

    def list_plans(self, person):
        mine = Participant.objects.filter(
            policy.paths_q(person, self.verb), plan=OuterRef("pk"), children__isnull=False
        )
        writes = policy.paths_q(person, Verb.PLAN, "unit__path")
        return Plan.objects.filter(Exists(mine), Q(state=Plan.State.ISSUED) | (Q(state=Plan.State.DRAFT) & writes))

    @admin.display(description=gettext_lazy("Unit"), ordering="participant__path")
    def unit(self, allocation):
        return allocation.participant.name

    @admin.display(description=gettext_lazy("Plan"), ordering="target__plan")
    def plan_title(self, allocation):
        return allocation.target.plan.title

    @admin.display(description=gettext_lazy("Target"), ordering="target__position")
    def target_name(self, allocation):
        return str(allocation.target)

    @admin.display(description=gettext_lazy("Share"), ordering="amount")
    def share(self, allocation):
        return format_number(allocation.amount)

    @admin.display(description=gettext_lazy("Own share"), ordering="own")
    def own_share(self, allocation):
        return format_number(allocation.own)

    def get_queryset(self, request):
        mine = policy.paths_q(request.user, self.verb, "participant__path")
        found = super().get_queryset(request).filter(mine, replaced=False)
        drafts = Q(target__plan__state=Plan.State.DRAFT)
        writes = policy.paths_q(request.user, Verb.PLAN, "target__plan__unit__path")
        return found.filter(~drafts | writes).select_related("participant", "target__plan")
