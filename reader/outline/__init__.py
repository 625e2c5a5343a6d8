"""The title and head of a document, its headings and sections, its tasks and the offices in charge of them.

May import ``reader.numbers``, ``reader.text`` and what these may import.
"""
