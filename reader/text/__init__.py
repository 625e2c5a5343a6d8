"""The lines and paragraphs of a document, the numbers of its parts, and the lines that are no part of the plan.

May import ``reader.model`` and ``reader.lexicon``.
"""
