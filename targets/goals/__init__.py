"""Targets of a plan: their fields, changes, adjustments, and the issue of a plan. May import shares."""
