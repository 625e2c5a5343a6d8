"""What the package of an .xlsx says of itself."""

import re
import zipfile
from io import BytesIO

CELL = re.compile(rb"<(?:\w+:)?c[\s/>]")
MACROS_TYPE = b"ms-excel.sheet.macroEnabled.main"


def has_macros(data: bytes) -> bool:
    """Whether the workbook holds macros (.xlsm). Raises what zipfile raises for no package."""
    with zipfile.ZipFile(BytesIO(data)) as archive:
        return MACROS_TYPE in archive.read("[Content_Types].xml")


def count_cells(data: bytes) -> int:
    """How many cells the sheets of the workbook state, styled blank ones included."""
    with zipfile.ZipFile(BytesIO(data)) as archive:
        parts = [name for name in archive.namelist() if name.startswith("xl/worksheets/") and name.endswith(".xml")]
        return sum(len(CELL.findall(archive.read(name))) for name in parts)
