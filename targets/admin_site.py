"""The administration pages: Django's admin with our own door."""

from django.contrib.admin import AdminSite

site = AdminSite(name="admin")
