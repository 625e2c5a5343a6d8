"""Reads of shares and duties."""
