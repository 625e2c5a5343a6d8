"""Reads of periods, requests and the board."""
