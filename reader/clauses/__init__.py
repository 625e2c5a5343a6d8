"""Sentences and clauses, the quantities in them, and what a clause or heading says of its time: past, or due by a day.

May import ``reader.numbers``, ``reader.text`` and what these may import.
"""
