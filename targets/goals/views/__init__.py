"""Pages of targets, and of issuing a plan."""
