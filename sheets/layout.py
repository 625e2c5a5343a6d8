"""How our workbook is laid out, and how large one may be. Writing and reading agree through this module alone.

The form sheet has a hidden first column (unit codes) and a hidden first row (column keys), each found by a marker and
not by its place, so that a moved row or column is still read as what it is. The hidden sheet holds the plan, the
period, and for every cell what stood in it when the file was made.
"""

SCHEMA = 1
FORM = "填报表"
HIDDEN = "_fedwork"
SIGN = "fedwork"
KEYS = "fedwork:keys"  # marks the hidden row of keys and, by its column, the hidden column of unit codes
TITLES = "fedwork:titles"
UNIT = "unit"
STATE = "state"

# A province has 145 units and a rich plan 60 targets. Ten times that is no longer filled in by hand.
MAX_UNITS = 2000
MAX_COLUMNS = 400
MAX_TEXT = 500  # characters in one cell; a reason has 200 at most
HEAD_ROWS = 40  # the markers are looked for in the first rows only
MAX_ROWS = MAX_UNITS + HEAD_ROWS
MAX_SHEETS = 20
MAX_BYTES = 10 * 1024 * 1024
# XML of our own kind shrinks to a tenth; what grows two hundredfold was made to fill a server's memory.
MAX_UNPACKED = 32 * 1024 * 1024
MAX_RATIO = 200
