"""Moves of a reviewer."""
