"""How the cells of uploaded workbooks are called: 汇总表!D7, and with several files 永德.xlsx/汇总表!D7."""

from dataclasses import dataclass

from sheets.files.grid import cell_name


@dataclass(frozen=True)
class Places:
    """``several``: whether there are several files, so that each cell is called with its file."""

    several: bool = False

    def name(self, file: str, sheet: str, row: int = 0, column: int = 0) -> str:
        """The name of a cell, or of a whole sheet without ``row``."""
        cell = f"!{cell_name(row, column)}" if row and column else ""
        return f"{file}/{sheet}{cell}" if self.several else f"{sheet}{cell}"
