"""Workbooks in and out. Knows nothing of Django."""
