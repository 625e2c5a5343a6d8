"""The one limit of time in tests: far beyond what a slow machine needs, so that only a hang reaches it."""

HANGING_AFTER = 600  # seconds
