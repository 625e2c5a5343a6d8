"""The lines and paragraphs of a document, the numbers of its parts, and its boilerplate.

May import ``reader.model`` and ``reader.lexicon``.
"""
