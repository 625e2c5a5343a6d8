"""Reads a plan document: its outline, tasks, promised numbers and dated steps, each with its place in the text.

Nothing here knows Django or a database. ``reading.read`` takes text, ``files.text_of`` gets the text out of a file.
"""
