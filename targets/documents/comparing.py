"""Holding a revised document against what the plan took over from the one before."""


def compare(document, proposals):
    pass
