"""Change rules, and store findings."""
