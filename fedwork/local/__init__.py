"""Runs everything on one machine: the supervisor, private servers, and the demonstration."""
