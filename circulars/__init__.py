"""Circulars (通报): the account of a period in words and a table, frozen, published, and written as a Word file."""
