"""Workbooks of a plan and period: the template, its import with preview and undo, and the administration pages.

Imports ``sheets`` and the topics below (``returns``, ``checks``, ``shares``, ``totals``, ``models``). The steps of an
import: ``sheets`` reads the file, ``importing`` judges every cell against the stored figures and shows a preview,
``actions`` writes all returns at once.
"""
