"""A unit's return: draft, submit, withdraw, sign, answer. May import checks, progress, shares."""
