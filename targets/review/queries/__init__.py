"""Reads for reviewers."""
