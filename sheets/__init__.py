"""Workbooks in and out. Imports neither Django nor the database.

``files``: bytes into grids of cells. ``layout``: where in a sheet its tables stand. ``office``: what an office's own
workbook says for a plan. ``figures``: what a figure's cells hold, read and written. ``template``: the project's own
form, written and read back. ``marking``: an upload given back with marked cells. ``outcomes``: what an import would do
to each figure. ``tables``: plain tables as files.
"""
