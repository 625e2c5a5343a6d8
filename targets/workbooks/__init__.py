"""The workbook of a plan and period: its columns, its template, its import, and what is said about each cell."""
