"""Tables in the text: what their columns hold, and what a cell counts.

May import ``reader.clauses`` and what this may import.
"""
