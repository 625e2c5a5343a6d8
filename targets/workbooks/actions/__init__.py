"""Writing the returns of an import, and undoing an import."""
