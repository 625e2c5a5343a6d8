"""Every reason that a match can give has its words for the page."""

import re
from pathlib import Path

import pytest

from sheets.office import labels
from targets.workbooks.match_reasons import COLUMN_REASONS, UNIT_REASONS

SOURCES = sorted(Path(labels.__file__).parent.glob("*.py"))
NAMED = re.compile(r'why(?: |=|_exact\W+)+\(?"([a-z_]+)"')
OF_UNITS = re.compile(r'(?:_one_of\(.*|UnitMatch\(.*|Certainty\.\w+, |certainty, |why=)"([a-z_]+)"')


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: path.stem)
def test_each_reason_has_its_words(path):
    pattern, words = (OF_UNITS, UNIT_REASONS) if path.stem == "units" else (NAMED, COLUMN_REASONS)
    given = set(pattern.findall(path.read_text("utf-8")))
    assert given <= set(words)


def test_no_reason_stands_for_nothing():
    written = "".join(path.read_text("utf-8") for path in SOURCES)
    unused = {why for why in {**COLUMN_REASONS, **UNIT_REASONS} if f'"{why}"' not in written}
    assert unused == {"answered"}  # given by what applies the answers
