"""How often a web process looks for objects that refer to each other in a circle."""

import gc

# Objects made since the last look at the youngest, and how many looks go before one at the older and at all. With
# Python's own 700, 10, 10 half of the time of a page of 7,800 cells is spent looking (bench/pages.py: 433 ms of the
# processor, 239 ms with these); a process grows by some 40 MB.
THRESHOLDS = 20_000, 20, 20


def collect_seldom() -> None:
    """Leave out what is loaded by now, which stays anyway (and is shared by processes that are forked afterwards)."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(*THRESHOLDS)
