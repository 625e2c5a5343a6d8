"""The units of the federation and their tree."""
