"""Reads for the pages and files of circulars."""
