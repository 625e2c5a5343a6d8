"""Returns in the administration pages. They show states, never figures."""

from django.contrib import admin, messages
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
from pages.downloads import set_file_name
from plans.models import Period
from targets.models import Return
from targets.workbooks.admin_site.forms import AdminConfirmForm, AdminImportForm
from targets.workbooks.admin_site.read_only import ReadOnlyRows
from targets.workbooks.admin_site.site import site
from targets.workbooks.forms import refuse_large_workbook
from targets.workbooks.importing.dataset import TemplateFormat
from targets.workbooks.importing.resource import ReturnResource
from targets.workbooks.importing.uploads import as_temporary_storage, confirm_upload
from targets.workbooks.template import template_filename


class ReturnPeriodFilter(admin.SimpleListFilter):
    """Offers only the periods that have returns in this person's reach."""

    title = gettext_lazy("period")
    parameter_name = "period"

    def lookups(self, request, model_admin):
        returns = model_admin.get_queryset(request)
        periods = Period.objects.filter(pk__in=returns.values("period")).select_related("plan")
        return [(str(period.pk), f"{period.plan.title} {period.name}") for period in periods]

    def queryset(self, request, queryset):
        number = self.value()  # a string, also for the facet counts, which set it from lookups()
        return queryset.filter(period=number) if number and number.isdecimal() else queryset


@admin.register(Return, site=site)
class ReturnAdmin(ReadOnlyRows, ImportExportMixin, admin.ModelAdmin):
    """Returns to read, and the import and export of workbooks by the steps of the project's own page."""

    verb, export_verb = Verb.IMPORT, Verb.EXPORT
    resource_classes = [ReturnResource]
    import_formats = export_formats = [TemplateFormat]
    import_form_class = AdminImportForm
    confirm_form_class = AdminConfirmForm
    import_template_name = "workbooks/sheet_admin_import.html"
    skip_admin_log = True  # the import writes its own audit records
    actions = None
    list_display = ["unit", "plan", "period_name", "state", "changed_at", "first_submitted_at"]
    list_filter = [ReturnPeriodFilter, "state"]
    search_fields = ["participant__name"]
    ordering = ["-period__start", "participant__path"]
    fields = ["unit", "plan", "period_name", "state", "correcting", "first_submitted_at", "changed_at", "reviewer"]

    @admin.display(description=gettext_lazy("Unit"), ordering="participant__path")
    def unit(self, report):
        return report.participant.name

    @admin.display(description=gettext_lazy("Plan"), ordering="period__plan")
    def plan(self, report):
        return report.period.plan.title

    @admin.display(description=gettext_lazy("Period"), ordering="period__start")
    def period_name(self, report):
        return report.period.name

    def get_queryset(self, request):
        reach = policy.paths_q(request.user, Verb.SEE_RETURN, "participant__path")
        return super().get_queryset(request).filter(reach).select_related("participant", "period__plan", "reviewer")

    # --- import and export -------------------------------------------------------------------------------------

    def get_urls(self):
        view = self.admin_site.admin_view(refuse_large_workbook(self.import_action))
        return [path("import/", view, name="targets_return_import"), *super().get_urls()]

    def get_import_form_kwargs(self, request):
        return super().get_import_form_kwargs(request) | {"by": request.user}

    def get_confirm_form_kwargs(self, request, import_form=None):
        return super().get_confirm_form_kwargs(request, import_form) | {"by": request.user}

    def write_to_tmp_storage(self, import_file, input_format):
        return as_temporary_storage(import_file.upload)

    def get_import_resource_kwargs(self, request, *, form=None, **kwargs):
        file = form.cleaned_data.get("import_file") if form and form.is_bound and form.is_valid() else None
        return {"by": request.user, "period": file.upload.period if file else None}

    def process_import(self, request, **kwargs):
        """Confirm as the project's own page does; the pressed button says whether as drafts or as submitted."""
        if request.method != "POST" or not self.has_import_permission(request):
            raise PermissionDenied
        form = self.create_confirm_form(request)
        try:
            if not form.is_valid():
                raise Refused(" ".join(text for texts in form.errors.values() for text in texts))
            upload = form.cleaned_data["import_file_name"]
            result = confirm_upload(upload, by=request.user, as_submitted="submit" in request.POST)
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
        set_file_name(response, template_filename(period))
        return response
