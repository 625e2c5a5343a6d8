"""The demonstration: people and the plans of four units, loaded by the actions that the pages call."""
