"""Read the doubts that are kept with a submission."""

from decimal import Decimal

from targets.doubts.doubt import Doubt, DoubtKind
from targets.doubts.judge import ReturnDoubts
from targets.models import Snapshot, StoredDoubt


def read_return_doubts(snapshot: Snapshot | None) -> ReturnDoubts:
    """The doubts about a submission, the strongest first; one query, or none where there is nothing to read."""
    found = ReturnDoubts()
    if snapshot and snapshot.doubt_count:
        for row in StoredDoubt.objects.filter(snapshot=snapshot):
            doubts = found.whole if row.target_id is None else found.cells.setdefault(row.target_id, [])
            doubts.append(make_doubt(row))
    return found


def make_doubt(row: StoredDoubt) -> Doubt:
    """The doubt that was stored."""
    facts = {name: Decimal(text) for name, text in row.facts.items()}
    return Doubt(DoubtKind(row.kind), row.strength, facts)
