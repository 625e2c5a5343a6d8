"""A paragraph with all that the rules ask of it, found once."""

from plans.reader import past
from plans.reader.clauses import Spans, clauses, quoted, titled
from plans.reader.deadlines import PlanTime, whens
from plans.reader.quantities import Quantity, quantities
from plans.reader.spots import Line


def line_of(flat: str, plan: PlanTime, *, behind: bool) -> tuple[Line, list[Quantity]]:
    """(the paragraph, its numbers in order). ``behind``: it stands under a heading over what is past."""
    parts = clauses(flat)
    times = tuple(whens(flat, plan))
    times_in = Spans([(when.start, when.end) for when in times])
    found = quantities(flat)
    line = Line(
        flat=flat,
        clauses=tuple(parts),
        quoted=quoted(flat),
        titled=titled(flat),
        times=times,
        times_in=times_in,
        counts=tuple(one.start for one in found if one.unit and one.start not in times_in),
        past=past.behind(flat, parts, plan, head_behind=behind),
        several_years=plan.first != plan.last,
    )
    return line, found
