"""The administration pages: Django's admin, let in only for data administrators. It shows returns, never figures."""

from django.contrib import admin, messages
from django.contrib.admin import AdminSite
from django.contrib.auth.views import LogoutView, redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import path
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from import_export.admin import ImportExportMixin

from accounts import policy
from accounts.policy import Verb
from audit.errors import Refused
from plans.models import Period
from targets.models import Return
from targets.workbooks.big_files import refuse_early
from targets.workbooks.formats import TemplateFormat
from targets.workbooks.forms import AdminConfirmForm, AdminImportForm
from targets.workbooks.resource import ReturnResource
from targets.workbooks.uploads import confirm, stored


class DataSite(AdminSite):
    """Our own door: the login page, the lockout and the change of passwords are those of ``accounts``."""

    site_title = site_header = gettext_lazy("FedWork · data administration")
    index_title = gettext_lazy("Returns")
    site_url = None

    def has_permission(self, request):
        return policy.may_anywhere(request.user, Verb.IMPORT)

    def login(self, request, extra_context=None):
        if request.user.is_authenticated:
            raise PermissionDenied
        return redirect_to_login(request.GET.get("next", request.path), "accounts:login")

    def logout(self, request, extra_context=None):
        return LogoutView.as_view()(request)

    def password_change(self, request, extra_context=None):
        return redirect("accounts:password")


site = DataSite(name="admin")


class PeriodFilter(admin.SimpleListFilter):
    """Only the periods that have returns in this person's reach."""

    title = gettext_lazy("period")
    parameter_name = "period"

    def lookups(self, request, model_admin):
        returns = model_admin.get_queryset(request)
        periods = Period.objects.filter(pk__in=returns.values("period")).select_related("plan")
        return [(period.pk, f"{period.plan.code} {period.code}") for period in periods]

    def queryset(self, request, queryset):
        number = self.value()
        return queryset.filter(period=number) if number and number.isdecimal() else queryset


@admin.register(Return, site=site)
class ReturnAdmin(ImportExportMixin, admin.ModelAdmin):
    """Returns to read, and the workbook in and out, by the same resource and the same steps as on our page."""

    resource_classes = [ReturnResource]
    import_formats = export_formats = [TemplateFormat]
    import_form_class = AdminImportForm
    confirm_form_class = AdminConfirmForm
    import_template_name = "workbooks/sheet_admin_import.html"
    skip_admin_log = True  # the audit trail has it, in the transaction of the import
    actions = None
    list_display = ["unit", "plan", "period_code", "state", "changed_at", "first_submitted_at"]
    list_filter = [PeriodFilter, "state"]
    search_fields = ["participant__name"]
    ordering = ["-period__start", "participant__path"]
    fields = ["unit", "plan", "period_code", "state", "correcting", "first_submitted_at", "changed_at", "reviewer"]

    @admin.display(description=gettext_lazy("Unit"), ordering="participant__path")
    def unit(self, report):
        return report.participant.name

    @admin.display(description=gettext_lazy("Plan"), ordering="period__plan")
    def plan(self, report):
        return report.period.plan.title

    @admin.display(description=gettext_lazy("Period"), ordering="period__start")
    def period_code(self, report):
        return report.period.code

    # --- who sees what -------------------------------------------------------------------------------------------

    def get_queryset(self, request):
        reach = policy.paths_q(request.user, Verb.SEE_RETURN, "participant__path")
        return super().get_queryset(request).filter(reach).select_related("participant", "period__plan", "reviewer")

    def has_module_permission(self, request):
        return self.admin_site.has_permission(request)

    def has_view_permission(self, request, obj=None):
        return self.admin_site.has_permission(request)

    def has_add_permission(self, request):
        return False

    def has_change_permission(self, request, obj=None):
        return False

    def has_delete_permission(self, request, obj=None):
        return False

    def has_import_permission(self, request):
        return policy.may_anywhere(request.user, Verb.IMPORT)

    def has_export_permission(self, request):
        return policy.may_anywhere(request.user, Verb.EXPORT)

    # --- the workbook in and out -------------------------------------------------------------------------------------

    def get_urls(self):
        early = self.admin_site.admin_view(refuse_early(self.import_action))
        return [path("import/", early, name="targets_return_import"), *super().get_urls()]

    def get_import_form_kwargs(self, request):
        return super().get_import_form_kwargs(request) | {"by": request.user}

    def get_confirm_form_kwargs(self, request, import_form=None):
        return super().get_confirm_form_kwargs(request, import_form) | {"by": request.user}

    def write_to_tmp_storage(self, import_file, input_format):
        return stored(import_file.upload)

    def get_import_resource_kwargs(self, request, *, form=None, **kwargs):
        file = form.cleaned_data.get("import_file") if form and form.is_bound and form.is_valid() else None
        return {"by": request.user, "period": file.upload.period if file else None}

    def process_import(self, request, **kwargs):
        """Confirm as our own page does; which button was pressed says whether as drafts or as submitted."""
        if request.method != "POST" or not self.has_import_permission(request):
            raise PermissionDenied
        form = self.create_confirm_form(request)
        try:
            if not form.is_valid():
                raise Refused(" ".join(word for words in form.errors.values() for word in words))
            upload = form.cleaned_data["import_file_name"]
            result = confirm(upload, by=request.user, as_submitted="submit" in request.POST)
        except Refused as refused:
            messages.error(request, refused.message)
            return redirect("admin:targets_return_import")
        return self.process_result(result, request)

    def add_success_message(self, result, request):
        messages.success(request, _("Imported %(cells)s cells.") % {"cells": len(result.changes)})

    def export_action(self, request):
        """The workbook of the period that the list is filtered by; without one, the page on which to choose it."""
        number = request.GET.get("period", "")
        visible = self.get_queryset(request).values("period")
        period = Period.objects.filter(pk=number, pk__in=visible).first() if number.isdecimal() else None
        if period is None:
            return redirect("targets:sheets")
        data = TemplateFormat().export_data(ReturnResource(by=request.user, period=period).export())
        response = HttpResponse(data, content_type=TemplateFormat.CONTENT_TYPE)
        response["Content-Disposition"] = f'attachment; filename="{period.plan.code}-{period.code}.xlsx"'
        return response
