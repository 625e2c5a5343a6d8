"""Chinese words, grouped by meaning, and the class of the pattern rules. Imports nothing of the project."""
