"""Chinese words by what they mean. Imports nothing of the project."""
