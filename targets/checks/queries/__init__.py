"""Reads of rules and findings."""
