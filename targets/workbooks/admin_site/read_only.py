"""Rows of the administration pages that are only read: what changes them is an import, which writes by the actions."""

from django.http import HttpRequest

from accounts import policy
from accounts.policy import Verb


class ReadOnlyRows:
    """For a ``ModelAdmin`` with import and export: whoever may ``verb`` anywhere opens it and imports, whoever may
    ``export_verb`` (else the same) takes it away; nobody adds, changes or deletes a row."""

    verb: Verb
    export_verb: Verb | None = None

    def has_module_permission(self, request: HttpRequest) -> bool:
        return policy.may_anywhere(request.user, self.verb)

    def has_view_permission(self, request: HttpRequest, obj: object = None) -> bool:
        return policy.may_anywhere(request.user, self.verb)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: object = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: object = None) -> bool:
        return False

    def has_import_permission(self, request: HttpRequest) -> bool:
        return policy.may_anywhere(request.user, self.verb)

    def has_export_permission(self, request: HttpRequest) -> bool:
        return policy.may_anywhere(request.user, self.export_verb or self.verb)
