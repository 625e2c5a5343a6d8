"""Numbers, units, quantities, comparisons and deadlines, found in the text of one paragraph.

May import ``reader.model`` and ``reader.lexicon``.
"""
