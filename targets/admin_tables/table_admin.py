"""The base of the administration pages of the tables: a list to read, an export, an import with preview."""

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.translation import gettext as _
from import_export.admin import ImportExportMixin

from audit.errors import Refused
from pages.downloads import make_file_name, set_file_name
from pages.request_size import limit_request_size
from plans.models import Plan
from sheets.limits import MAX_BYTES, MAX_MEGABYTES
from targets.admin_tables.formats import EXPORT_FORMATS, AdminTableFormat, lines_dataset
from targets.admin_tables.forms import TableUploadForm
from targets.admin_tables.resource import PreviewChanged, TableResource, import_table, preview_table
from targets.admin_tables.result import RowKind
from targets.admin_tables.signed_table import SignedTable, load_signed, pack_lines
from targets.workbooks.admin_site.read_only import ReadOnlyRows

MAX_SHOWN = 500  # rows of a preview that are listed


class TableAdmin(ReadOnlyRows, ImportExportMixin, admin.ModelAdmin):
    """Rows to read; nothing is added, changed or deleted here but by the import, which writes by the actions.

    ``verb`` decides who may open it, ``resource_class`` is its table. A table of a plan overrides ``list_plans``.
    """

    resource_class: type[TableResource]
    of_plan = False
    adjusts = True  # what was given out by an issued plan changes by an adjustment alone
    skip_admin_log = True  # the actions write their own audit records
    actions = None
    list_per_page = 50
    show_facets = admin.ShowFacets.NEVER

    # --- plans -------------------------------------------------------------------------------------------------

    def list_plans(self, person):
        """The plans whose table the person may read and write."""
        return Plan.objects.none()

    def get_plan(self, request):
        """The plan that the address names, or None."""
        return self.list_plans(request.user).filter(code=request.GET.get("plan", "")).first() if self.of_plan else None

    def make_resource(self, request, plan, *, adjustment=None, notes=()):
        more = {"plan": plan, "adjustment": adjustment} if self.of_plan else {}
        return self.resource_class(by=request.user, notes=notes, **more)

    # --- export ------------------------------------------------------------------------------------------------

    def export_action(self, request):
        """The table as .xlsx or .csv; without a plan or a format the page on which to choose them."""
        self._require_permission(request)
        plan, made = self.get_plan(request), EXPORT_FORMATS.get(request.GET.get("format", ""))
        if made is None or (self.of_plan and plan is None):
            return self._render(
                request, "admin_tables/export.html", title=_("Export: %(what)s") % self._names(), plan=plan
            )
        resource = self.make_resource(request, plan)
        table_format = made(resource.table)
        data = table_format.export_data(resource.export())
        response = HttpResponse(data, content_type=table_format.get_content_type())
        set_file_name(response, make_file_name(resource.table.title, extension=table_format.get_extension()))
        return response

    # --- import ------------------------------------------------------------------------------------------------

    def get_urls(self):
        sized = limit_request_size(MAX_BYTES, self.respond_too_large)(self.import_action)
        name = "{}_{}_import".format(*self.get_model_info())
        return [path("import/", self.admin_site.admin_view(sized), name=name), *super().get_urls()]

    def respond_too_large(self, request):
        message = _("The file is larger than %(limit)s MB.") % {"limit": MAX_MEGABYTES}
        plan = self.get_plan(request)
        form = TableUploadForm(plan=plan if self.adjusts else None, by=request.user)
        return self._render_import(request, plan, form=form, message=message, status=413)

    def import_action(self, request, **kwargs):
        """GET shows the form; POST previews a workbook and keeps nothing."""
        self._require_permission(request)
        plan = self.get_plan(request)
        adjusted = plan if self.adjusts else None
        form = TableUploadForm(request.POST or None, request.FILES or None, plan=adjusted, by=request.user)
        if request.method != "POST" or (self.of_plan and plan is None):
            return self._render_import(request, plan, form=form)
        if not form.is_valid():
            return self._render_import(request, plan, form=form, status=422)
        file, adjustment = form.cleaned_data["file"], form.adjustment()
        try:
            resource = self.make_resource(request, plan, adjustment=adjustment)
            table_format = AdminTableFormat(resource.table)
            dataset = table_format.create_dataset(file.read(), file.name or "")
        except Refused as refused:
            return self._render_import(request, plan, form=form, message=refused.message, status=422)
        resource.notes += table_format.notes
        lines = [row[0] for row in dataset]
        packed = pack_lines(lines) | {"notes": table_format.notes, "adjustment": adjustment}
        return self._preview(request, plan, resource, dataset, packed)

    def _preview(self, request, plan, resource, dataset, packed, *, message=""):
        result = preview_table(resource, dataset)
        signed = SignedTable(request.user.pk, self.opts.label, plan.code if plan else "", result.digest, **packed)
        refused = [(o, error) for o in result.outcomes for error in o.errors]
        changed = [o for o in result.outcomes if o.kind in (RowKind.NEW, RowKind.CHANGED)]
        context = {
            "result": result,
            "counts": [(kind.value, number) for kind, number in result.counts.items()],
            "refused": refused[:MAX_SHOWN],
            "changed": changed[:MAX_SHOWN],
            "more": max(0, len(changed) - MAX_SHOWN),
            "signed": "" if result.is_refused or result.is_empty else signed.dump(),
            "confirm_url": self._address(plan, "process_import"),
            "new_people": len(result.passwords),  # whose first passwords the confirmation makes
        }
        status = 409 if message else 422 if result.is_refused else 200
        return self._render_import(request, plan, message=message, status=status, **context)

    def process_import(self, request, **kwargs):
        """Do what the preview showed, all of it or nothing."""
        if request.method != "POST":
            raise PermissionDenied
        self._require_permission(request)
        plan = self.get_plan(request)
        try:
            mine = {"person": request.user.pk, "model": self.opts.label, "plan": plan.code if plan else ""}
            signed = load_signed(request.POST.get("signed", ""), **mine)
        except Refused as refused:
            messages.error(request, refused.message)
            return redirect(self._address(plan, "import"))
        kept = {"adjustment": signed.adjustment, "notes": signed.notes}
        try:
            resource = self.make_resource(request, plan, **kept)
            result = import_table(resource, lines_dataset(signed.lines()), seen=signed.digest)
        except PreviewChanged as outdated:
            return self._show_again(request, plan, signed, outdated.message)
        except Refused as refused:
            messages.error(request, refused.message)
            return redirect(self._address(plan, "import"))
        return self.respond_imported(request, plan, result)

    def _show_again(self, request, plan, signed, message):
        resource = self.make_resource(request, plan, adjustment=signed.adjustment, notes=signed.notes)
        packed = {name: getattr(signed, name) for name in ("places", "rows", "notes", "adjustment")}
        return self._preview(request, plan, resource, lines_dataset(signed.lines()), packed, message=message)

    def respond_imported(self, request, plan, result):
        """Where a person comes after an import."""
        words = {"new": result.counts[RowKind.NEW], "changed": result.counts[RowKind.CHANGED]}
        messages.success(request, _("Imported: %(new)s rows new, %(changed)s changed.") % words)
        return redirect(self._address(plan, "changelist"))

    # --- helpers -----------------------------------------------------------------------------------------------

    def _require_permission(self, request):
        if not self.has_import_permission(request):
            raise PermissionDenied

    def _names(self):
        return {"what": self.opts.verbose_name_plural}

    def _address(self, plan, name):
        address = reverse("admin:{}_{}_{}".format(*self.get_model_info(), name))
        return f"{address}?plan={plan.code}" if plan else address

    def _render_import(self, request, plan, *, form: forms.Form | None = None, message="", status=200, **context: Any):
        if self.of_plan and plan is None:
            form = None
        context |= {"form": form, "message": message}
        return self._render(
            request,
            "admin_tables/import.html",
            title=_("Import: %(what)s") % self._names(),
            plan=plan,
            status=status,
            **context,
        )

    def _render(self, request, template, *, title, plan, status=200, **context):
        context |= self.admin_site.each_context(request) | {
            "title": title,
            "opts": self.opts,
            "plan": plan,
            "plans": [] if plan or not self.of_plan else list(self.list_plans(request.user).order_by("-year", "code")),
            "of_plan": self.of_plan,
            "links": {name: self._address(plan, name) for name in ("import", "export")},
        }
        request.current_app = self.admin_site.name
        return TemplateResponse(request, template, context, status=status)
