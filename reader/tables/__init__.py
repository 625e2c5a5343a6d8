"""Tables in the text: the contents of columns and what the number of a cell counts.

May import ``reader.clauses`` and what this may import.
"""
