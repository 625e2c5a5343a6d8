"""How much room a text needs in a sheet; a Chinese sign is as wide as two others."""

LAST_NARROW = 0x2000  # the first sign after it is as wide as a Chinese one, or nearly


def shown_width(text: str) -> int:
    """The width of the longest line of a text, in narrow signs."""
    return max((_line_width(line) for line in text.split("\n")), default=0)


def count_shown_lines(text: str, width: int) -> int:
    """The lines that a text takes in a column or box of so many narrow signs."""
    return sum(max(1, -(-_line_width(line) // max(1, width))) for line in text.split("\n"))


def _line_width(line):
    return sum(2 if ord(each) > LAST_NARROW else 1 for each in line)
