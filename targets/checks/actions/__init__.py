"""Changes of rules, and storing findings."""
