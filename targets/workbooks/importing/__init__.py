"""The steps of an import: store the file, judge every cell, show a preview, confirm it."""
