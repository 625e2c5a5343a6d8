"""How long it takes to fill in a cell, measured in returns that were typed on the page."""

from decimal import Decimal

from django.db import connection

from targets.burden.cost import CellSeconds

DEFAULT_FIGURE, DEFAULT_TEXT = Decimal(30), Decimal(180)  # seconds, until enough has been measured
RECENT = 300  # returns that were submitted last
FEWEST = 20  # returns; below, the default holds
PAUSES = {"figure": 300, "text": 900}  # seconds between two saves; longer ones are interruptions and don't count
# The time between two saves of a return belongs to the cell that was saved second. Of each return: all that time,
# divided by its cells (a ratio has two); of all returns the median. A return with fewer than FEWEST_CELLS says nothing.
# SQL, since the ORM does not aggregate over window functions. 300 returns of 60 targets: 52 ms.
FEWEST_CELLS = {"figure": 3, "text": 1}
_MEASURE = """
WITH recent AS (
    SELECT report_id, at FROM targets_snapshot WHERE number = 1 AND origin = 'page' ORDER BY id DESC LIMIT %(recent)s
),
saves AS (
    SELECT v.report_id, v.at, 'figure' AS kind, v.target_id AS thing,
        CASE t.measure WHEN 'ratio' THEN 2 ELSE 1 END AS cells
    FROM recent r JOIN targets_figureversion v ON v.report_id = r.report_id AND v.at <= r.at AND v.origin = 'page'
    JOIN targets_target t ON t.id = v.target_id
    UNION ALL
    SELECT p.report_id, p.typed_at, 'text', p.task_id, 1
    FROM recent r JOIN targets_progress p ON p.report_id = r.report_id AND p.typed_at <= r.at
),
gaps AS (
    SELECT report_id, kind, thing, cells,
        extract(epoch FROM at - lag(at) OVER (PARTITION BY report_id ORDER BY at)) AS gap
    FROM saves
),
things AS (
    SELECT report_id, kind, cells, sum(gap) AS gap FROM gaps
    WHERE gap <= CASE kind WHEN 'text' THEN %(text_pause)s ELSE %(figure_pause)s END
    GROUP BY report_id, kind, thing, cells
),
of_returns AS (
    SELECT kind, sum(gap) / sum(cells) AS seconds FROM things GROUP BY report_id, kind
    HAVING sum(cells) >= CASE kind WHEN 'text' THEN %(text_cells)s ELSE %(figure_cells)s END
)
SELECT kind, count(*), percentile_cont(0.5) WITHIN GROUP (ORDER BY seconds) FROM of_returns GROUP BY kind
"""


def measure_seconds() -> CellSeconds:
    """The seconds a cell, from the returns that were submitted last in the whole system; the default where they are
    few. One query."""
    given = {
        "recent": RECENT,
        "figure_pause": PAUSES["figure"], "text_pause": PAUSES["text"],
        "figure_cells": FEWEST_CELLS["figure"], "text_cells": FEWEST_CELLS["text"],
    }  # fmt: skip
    with connection.cursor() as cursor:
        cursor.execute(_MEASURE, given)
        found = {kind: (count, Decimal(str(median))) for kind, count, median in cursor.fetchall() if count >= FEWEST}
    figures, figure = found.get("figure", (0, DEFAULT_FIGURE))
    texts, text = found.get("text", (0, DEFAULT_TEXT))
    tenth = Decimal("0.1")
    return CellSeconds(max(figure.quantize(tenth), tenth), max(text.quantize(tenth), tenth), figures, texts)
