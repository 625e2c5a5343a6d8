"""Periods of a plan: calendar, requests for leave or correction, urging, the board of returns. May import review."""
