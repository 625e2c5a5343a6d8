"""The administration pages: Django's admin for data administrators, with import and export of workbooks."""

from targets.workbooks.admin_site import return_admin
from targets.workbooks.admin_site.site import site

__all__ = ["return_admin", "site"]
