"""Codes where people should read words: on pages, in workbooks and in names of files."""

import re
from io import BytesIO

from django.utils.http import parse_header_parameters
from openpyxl import load_workbook

PERIOD_CODE = re.compile(r"(?<![/0-9])\d{4}(?:Q[1-4]|H[12])(?![0-9A-Za-z])")


def find_period_codes(page):
    """The codes of periods, such as 2020Q3, that people would read: in the text of a page, its titles, labels and
    hints, in the cells of a workbook and in the name of a file. Addresses and what scripts read are not shown."""
    kind = page.headers.get("Content-Type", "")
    if page.status_code != 200:
        return []
    return find_codes_in_file_name(page) + find_codes_in_content(page, kind)


def find_codes_in_file_name(page):
    """Codes of periods, and of the plan, in the name under which the answer would be kept."""
    name = parse_header_parameters(page.headers.get("Content-Disposition", ""))[1].get("filename", "")
    return re.findall(rf"{PERIOD_CODE.pattern}|lincang-2020|L03", name)


def find_codes_in_content(page, kind):
    if "html" in kind:
        text = re.sub(r"(?s)<(script|style|template)\b.*?</\1>", "", page.content.decode())
        shown = re.findall(r'(?:title|aria-label|placeholder|alt|data-label)="([^"]*)"', text)
        return PERIOD_CODE.findall(" ".join([re.sub(r"<[^>]*>", " ", text), *shown]))
    if "spreadsheetml" in kind:
        book = load_workbook(BytesIO(page.getvalue()), read_only=True)
        visible = [sheet for sheet in book if sheet.sheet_state == "visible"]
        shown = (str(value) for sheet in visible for row in sheet.values for value in row)
        return PERIOD_CODE.findall(" ".join([*book.sheetnames, *shown]))
    return []
