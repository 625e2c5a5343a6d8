"""Pages of rules and findings."""
