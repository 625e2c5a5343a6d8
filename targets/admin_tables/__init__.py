"""Tables of the administration pages, out and in by workbook: units, people with posts, targets, allocations."""
