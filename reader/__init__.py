"""Reads plan documents: sections, tasks, targets and milestones, each with its place in the text.

``files.text_of`` takes the text out of a file; ``reading.read`` reads the text. Needs neither Django nor a database,
and imports no other package of the project. Its own packages import in one direction, from left to right::

    reading > promises > names > tables > clauses, outline > numbers, text > lexicon, model

``files`` stands apart: of the others it imports only ``numbers.writing``.
"""
