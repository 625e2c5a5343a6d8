"""Every reason that a match can give has its words for the page, and no words stand for nothing."""

import re
from pathlib import Path

from sheets.office import assembly, labels
from targets.workbooks.match_reasons import COLUMN_REASONS, UNIT_REASONS

SOURCES = {path.stem: path.read_text("utf-8") for path in Path(labels.__file__).parent.glob("*.py")}
ASSEMBLY = Path(assembly.__file__).parent.glob("*.py")
OF_COLUMNS = re.compile(r'why(?: |=|_exact\W+)+\(?"([a-z_]+)"')
OF_UNITS = re.compile(r'(?:_one_of\(.*|UnitMatch\(.*|Certainty\.\w+, |certainty, |why=)"([a-z_]+)"')


def test_each_reason_has_its_words():
    of_columns = {why for stem, text in SOURCES.items() if stem != "units" for why in OF_COLUMNS.findall(text)}
    assert len(of_columns) > 10
    assert of_columns <= set(COLUMN_REASONS)
    of_units = set(OF_UNITS.findall(SOURCES["units"]))
    assert len(of_units) > 5
    assert of_units <= set(UNIT_REASONS)


def test_no_reason_stands_for_nothing():
    written = "".join(SOURCES.values()) + "".join(path.read_text("utf-8") for path in ASSEMBLY)
    unused = {why for why in {**COLUMN_REASONS, **UNIT_REASONS} if f'"{why}"' not in written}
    assert unused == set()
