"""Receiving documents, deciding proposals, taking them over."""
