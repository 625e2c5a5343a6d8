"""Workbooks in and out: columns, writing, reading, outcomes. Nothing here knows of Django or of the database."""
