"""What the package of an .xlsx says of itself."""

import zipfile
from io import BytesIO

MACROS_TYPE = b"ms-excel.sheet.macroEnabled.main"


def has_macros(data: bytes) -> bool:
    """Whether the workbook holds macros (.xlsm). Raises what zipfile raises for no package."""
    with zipfile.ZipFile(BytesIO(data)) as archive:
        return MACROS_TYPE in archive.read("[Content_Types].xml")
