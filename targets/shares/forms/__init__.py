"""Forms of the breakdown."""
