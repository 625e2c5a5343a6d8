"""The wall screen and the office's map with every persona: as in ``test_every_url``."""

TOTALS_TABLE = """
L-....---- Lmmmmmmmmm /totals/lincang-2020/530900000000/wall/
Lxxxxx.xxx Lxxxxx+xxx /totals/maps/530900000000/
"""
