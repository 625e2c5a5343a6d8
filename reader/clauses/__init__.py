"""Sentences and clauses, their quantities, and whether a clause or heading is about the past or names a deadline.

May import ``reader.numbers``, ``reader.text`` and what these may import.
"""
