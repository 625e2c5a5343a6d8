"""Breakdown: which unit owes which share of a target, baselines, and what each unit reports. May import totals."""
