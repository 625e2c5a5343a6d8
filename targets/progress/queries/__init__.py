"""Reads of the progress of tasks."""
