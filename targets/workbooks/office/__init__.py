"""An office's own workbook, from its reading to rows that can be imported."""
