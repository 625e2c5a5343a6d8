"""How large a workbook may be. Beyond these limits a file is refused before it is read into memory."""

# The largest sheet that an office keeps is a long list: 2,850 counties × 40 targets, one row for each figure.
MAX_ROWS = 200_000
MAX_COLUMNS = 1_000
MAX_CELLS = 2_000_000  # of all sheets of a file together, blank ones between filled ones included
MAX_TEXT = 500  # characters that a cell of the template may hold; a reason has 200 at most
MAX_CELL_TEXT = 5_000  # characters in one cell; a description of progress has some hundreds
MAX_CELL_TEXTS = 50_000_000  # characters of all cells together, a text that stands in many cells counted in each
MAX_HEAD_ROWS = 40  # the markers of a template are searched in the first rows only
MAX_MARKED_CELLS = 300_000  # of an upload that is given back with marks; each costs 50 µs to read and to write
MAX_FORM_CELLS = 60_000  # of an office's empty form, styled blank ones included; a province's has 8,000
MAX_SHEETS = 100
MAX_FILES = 300  # in one .zip: one of each county of the largest province, and some to spare
MAX_BYTES = 10 * 1024 * 1024
MAX_MEGABYTES = MAX_BYTES // 1024 // 1024
# The XML of a workbook shrinks to about a tenth; a part that grows two hundredfold was made to exhaust memory.
MAX_UNPACKED = 64 * 1024 * 1024
MAX_RATIO = 200
