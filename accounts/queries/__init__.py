"""Reads of people, units and the audit trail for the pages."""
