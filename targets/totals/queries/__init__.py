"""Reads of totals for pages: as of a day, contributing figures, freshness, judgement."""
