"""Reads of totals, standings, rankings and changes for the dashboards."""
