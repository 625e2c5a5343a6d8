"""Pictures drawn by the server as SVG: they print, need no script, and every number of theirs stands in a table."""
