"""The pages of totals, and the workbook of a ranking."""
