"""Decides which quantities of a document are targets and which are not, and why; what they count; and the milestones.

May import every package of the reader but ``reader.files``.
"""
