"""Reads of what doubts are found from."""
