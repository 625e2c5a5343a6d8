"""The text of a circular: its parts, and the sentences that follow from figures."""
