"""Comments, and the account of the burden, with every persona: as in ``test_every_url``."""

SUPERVISION_TABLE = """
L-xxx.---- L-xxx+---- /notes/new/lincang-2020/530900000000/2020Q2/
Lxxxx.---- Lxxxx+---- /notes/new/lincang-2020/530923000000/2020Q2/L03/
L.xxx.---- L+xxx+---- /notes/{note}/answer/
Lmmmmmmmmm Lxxxx+---- /notes/{note}/withdraw/
Lmmmmmmmmm L+++++---- /notes/{note}/see/
Lmmmmmmmmm L+++++---- /notes/looked/lincang-2020/
Lrrrrrxxxr Lmmmmmmmmm /burden/
L-....---- Lmmmmmmmmm /burden/530900000000/
L.....---- Lmmmmmmmmm /burden/530923000000/
"""
