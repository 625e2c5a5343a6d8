"""Workbooks of Office Open XML: .xlsx, .xlsm, .xltx. Macros are never looked at."""
