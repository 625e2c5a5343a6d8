"""The keys of questions and of their answers: the same at each reading of the same file.

An answer may also be given to what was not asked: a person who corrects the match of a column answers its key.
"""


def sheet_key(file: str, sheet: str) -> str:
    """Whether a sheet is of this period."""
    return f"sheet:{file}!{sheet}"


def label_key(file: str, sheet: str, row: int, column: int) -> str:
    """What the label in this cell means: of a column of targets, or of a row. Counted from 1."""
    return f"label:{file}!{sheet}!{row}:{column}"


def cell_key(file: str, sheet: str, row: int, column: int) -> str:
    """The figure in this cell. Counted from 1."""
    return f"cell:{file}!{sheet}!{row}:{column}"


def total_key(file: str, sheet: str, row: int, column: int) -> str:
    """A total in this cell that differs from the sum. Counted from 1."""
    return f"total:{file}!{sheet}!{row}:{column}"
