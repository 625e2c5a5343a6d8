"""Changes of a return by its own unit."""
