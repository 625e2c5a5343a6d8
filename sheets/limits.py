"""How large a workbook may be. Beyond these limits a file is refused before it is read into memory."""

# A province has 145 units and a large plan 60 targets. Ten times that is no longer filled in by hand.
MAX_UNITS = 2000
MAX_COLUMNS = 400
MAX_TEXT = 500  # characters in one cell; a reason has 200 at most
MAX_HEAD_ROWS = 40  # the markers of a template are searched in the first rows only
MAX_ROWS = MAX_UNITS + MAX_HEAD_ROWS
MAX_SHEETS = 20
MAX_BYTES = 10 * 1024 * 1024
MAX_MEGABYTES = MAX_BYTES // 1024 // 1024
# The XML of a workbook shrinks to about a tenth; a part that grows two hundredfold was made to exhaust memory.
MAX_UNPACKED = 32 * 1024 * 1024
MAX_RATIO = 200
