"""Verification of stored totals against a recomputation in DuckDB, with its page."""
