"""Lines out of tables: a row of figures is one line, a table that only lays out a page is none."""

MAX_IN_CELL = 8  # paragraphs: a cell of more is a page's column and not an entry


def lines_of_row(cells: list[list[str]]) -> list[str]:
    """``cells``: the lines of each cell. One line, the cells parted by tabs; a row with one cell that is not empty, and
    one that holds whole pages, gives its lines as they are."""
    filled = [lines for lines in cells if lines]
    if len(filled) <= 1 or max(map(len, filled)) > MAX_IN_CELL:
        return [line for lines in filled for line in lines]
    return ["\t".join(" ".join(lines) for lines in cells).rstrip("\t")]
