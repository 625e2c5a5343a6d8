"""Lines of tables: a row of data is one line; a table used for page layout is read as its paragraphs."""

MAX_IN_CELL = 8  # paragraphs: a cell with more is a column of a page layout


def lines_of_row(cells: list[list[str]]) -> list[str]:
    """The lines of a row; ``cells``: the lines of each cell.

    One line with tabs between the cells. A row with a single non-empty cell, or with a cell of whole pages, gives
    its lines unchanged.
    """
    filled = [lines for lines in cells if lines]
    if len(filled) <= 1 or max(map(len, filled)) > MAX_IN_CELL:
        return [line for lines in filled for line in lines]
    return ["\t".join(" ".join(lines) for lines in cells).rstrip("\t")]
