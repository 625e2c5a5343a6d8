"""Targets and everything that is reported of them, one Django app cut into topics (docs/architecture.md)."""
