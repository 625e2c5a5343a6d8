"""The progress of tasks in workbooks: the sheet of our template, an office's own table, what becomes of each cell."""
