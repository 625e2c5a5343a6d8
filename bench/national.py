"""The nation at work: all divisions down to townships in one plan, counties and townships report, people submit.

What people submit waits in the form, complete: a benchmark takes some of these returns and measures the submission.
In the first target each such return says ``TELLING``, more than all other figures together, so that the nation's total
tells how many of them have arrived, whatever else comes in meanwhile.
"""

from dataclasses import dataclass, field

from django.db import connection

from accounts.models import Person
from bench import facts, tree
from bench.people import clerks, person
from plans.models import Participant, Period, Plan
from targets.models import Return, Target

TARGETS = 40
TELLING = 100_000_000
TOP = (
    "SELECT coalesce(submitted, 0)::bigint FROM targets_total WHERE participant_id = %s AND seq = 1 AND target_id = %s"
)


@dataclass(frozen=True)
class BenchScale:
    """How much of everything. ``stored`` are returns that somebody submitted before."""

    name: str
    paced: int
    hands: int
    stored: int
    imported: int
    plain: int
    readings: int


SCALES = {
    "tiny": BenchScale("tiny", paced=8, hands=8, stored=10, imported=6, plain=20, readings=2),
    "province": BenchScale("province", paced=300, hands=1_600, stored=25_000, imported=2_850, plain=3_000, readings=40),
}


@dataclass
class National:
    plan: Plan
    period: Period
    root: Participant
    target: Target
    importer: Person
    levels: tuple  # whose units report: of the upper the import brings the figures, of the lower people
    scale: BenchScale
    queue: list = field(default_factory=list)  # (return id, person) that wait for their submission

    @property
    def telling(self):
        """What the watched total is asked by: the nation's, of the first target."""
        return self.root.pk, self.target.pk

    def take(self, count):
        """So many returns that wait, each with its clerk."""
        if count > len(self.queue):
            raise RuntimeError("the world has too few returns waiting")
        taken, self.queue = self.queue[:count], self.queue[count:]
        return taken

    def arrived(self):
        """How many returns of people the nation's total holds."""
        return self.top() // TELLING

    def top(self):
        with connection.cursor() as cursor:
            cursor.execute(TOP, self.telling)
            row = cursor.fetchone()
        return row[0] if row else 0


def of_plan(plan, by):
    """A plan whose villages report, for who only reads it."""
    root, first = plan.participants.get(depth=0), plan.targets.get(position=0)
    return National(plan, plan.periods.get(seq=1), root, first, by, ("village",), SCALES["province"])


def build(size):
    """The world with forms waiting and nothing submitted yet; takes about a minute."""
    scale = SCALES["tiny" if size == "tiny" else "province"]
    levels = ("township", "village") if size == "tiny" else ("county", "township")
    unit = tree.made_up(tree.TINY) if size == "tiny" else tree.nation("township")
    importer = person("importer", unit)
    plan = tree.make_plan(unit, targets=4 if size == "tiny" else TARGETS)
    facts.allocate(plan, levels)
    period = tree.open_period(plan, 1)
    facts.open_returns(plan, 1, levels)
    live = National(plan, period, plan.participants.get(depth=0), plan.targets.get(position=0), importer, levels, scale)
    live.queue = waiting(live, levels[-1], 4 * (scale.paced + 5) + 2 * scale.hands)
    facts.settle_down()
    return live


def waiting(live, level, count):
    """Fill in the forms of ``count`` units of a level; (return id, clerk) in no order of the tree."""
    reports = Return.objects.filter(period=live.period, participant__unit__level=level)
    chosen = list(reports.order_by("pk")[:count].values_list("pk", "participant__unit_id"))
    facts.type_in(live.plan, [pk for pk, _ in chosen], by=live.importer, telling=TELLING)
    held = clerks([unit_id for _, unit_id in chosen])
    return [(pk, held[unit_id]) for pk, unit_id in chosen]
