"""Totals as results: each held against what is owed, with light, rank and sources. The one place that judges."""
