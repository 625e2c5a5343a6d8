"""Changes of targets, and issuing a plan."""
