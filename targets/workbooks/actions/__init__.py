"""Writing many returns at once, and undoing it."""
