"""Circulars, their templates and the reports beside them, with every persona: as in ``test_every_url``."""

CIRCULARS_TABLE = """
L......... Lmmmmmmmmm /circulars/
Lxx.xxxxxx Lxx+xxxxxx /circulars/templates/
Lxx.xxxxxx Lmmmmmmmmm /circulars/templates/sample.docx
L--.------ Lmmmmmmmmm /circulars/templates/{template}/template.docx
L--.------ Lmmmmmmmmm /circulars/templates/{template}/preview.docx
Lmmmmmmmmm L--+------ /circulars/templates/{template}/remove/
L-....---- Lmmmmmmmmm /circulars/year/lincang-2020/530900000000/
L-....---- Lmmmmmmmmm /circulars/year/lincang-2020/530900000000/summary.docx
L-....---- Lmmmmmmmmm /circulars/duties/lincang-2020/530900000000/
L-....---- Lmmmmmmmmm /circulars/duties/lincang-2020/530900000000/duties.docx
L-....---- Lmmmmmmmmm /circulars/duties/lincang-2020/530900000000/duties.zip
L-..x.---- Lmmmmmmmmm /circulars/reviews/lincang-2020/530900000000/
L-x.xx---- L-x+xx---- /circulars/new/lincang-2020/530900000000/
L--.------ Lmmmmmmmmm /circulars/{circular}/
L.....---- Lmmmmmmmmm /circulars/{published}/
L.....---- Lmmmmmmmmm /circulars/{published}/word.docx
L.....---- Lmmmmmmmmm /circulars/{published}/circular.pdf
Lmmmmmmmmm L--+------ /circulars/{circular}/change/
Lmmmmmmmmm L--+------ /circulars/{circular}/refresh/
Lmmmmmmmmm L--+------ /circulars/{circular}/edit/
Lmmmmmmmmm L--+------ /circulars/{circular}/publish/
Lmmmmmmmmm Lxx+xx---- /circulars/{published}/withdraw/
Lmmmmmmmmm L--+------ /circulars/{circular}/delete/
"""
