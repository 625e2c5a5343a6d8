"""Pages of the table of a plan."""
