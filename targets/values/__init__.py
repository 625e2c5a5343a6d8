"""A figure as a person types it: parsing, checking, unlikely values. May import models."""
