"""Decides which quantities are targets and which are not, with the reason; names targets; finds milestones.

May import every package of the reader except ``reader.files``.
"""
