"""Pages of the breakdown."""
