"""One resource of django-import-export for each table; each writes by the actions of the pages."""
