"""Changes of what the pages of totals keep."""
