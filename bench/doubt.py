"""How many planted numbers are doubted, and how many honest ones.

A simulated province: units in cities, targets of three measures, a year of months. Honest numbers grow over the year,
follow a season of their target with noise of their own, and one clerk in twenty rounds to tens; in some months nothing
is done. Eight kinds are planted, each into units of its own, from a fixed seed. False doubts are counted in 1,000
honest numbers, and those about returns as a whole in 1,000 honest returns.
"""

import math
import random
from collections import Counter
from dataclasses import dataclass, field
from decimal import Decimal

from targets.doubts.cells import Growth, measure_growth
from targets.doubts.doubt import Doubt, DoubtKind
from targets.doubts.judge import ReturnDoubts, TargetSeries, judge_return
from targets.doubts.series import list_amounts
from targets.doubts.whole import FAST_UNITS, TypedMoment, doubt_fast

MONTHS, CITY = 12, 8
FIRST_MONTH = 6  # planted and judged from here on: before, nobody has a history
FOUND, FALSE = 0.8, 2.0
IN_CELLS = (DoubtKind.HISTORY, DoubtKind.NEIGHBOURS, DoubtKind.STEADY)
IDLE = 0.04  # months in which nothing was done
PLANTED_EACH = 5  # units of each kind; of the typing, the least that is found


@dataclass
class SimulatedProvince:
    """``amounts[unit][target]`` are twelve numbers added; ``planted`` {(kind, unit, target or None, month)}."""

    units: int
    measures: list[str]
    amounts: list[list[list[int]]] = field(default_factory=list)
    shares: list[list[int]] = field(default_factory=list)
    planted: set[tuple] = field(default_factory=set)
    moments: list[list[TypedMoment]] = field(default_factory=list)
    typed: list[dict[int, Doubt]] = field(default_factory=list)
    growths: dict[tuple[int, int, int], Growth | None] = field(default_factory=dict)


def run(units: int = 129, targets: int = 60) -> bool:
    """Print the share found of each kind and false ones in 1,000; True where both limits are kept."""
    world = simulate(random.Random(1949), units, targets)
    world.typed = [doubt_fast(moments) for moments in world.moments]
    found = {
        (kind, unit, target, month)
        for month in range(FIRST_MONTH, MONTHS + 1)
        for unit in range(units)
        for kind, target in _judge(world, unit, month)
    }
    kinds = Counter(each[0] for each in world.planted)
    caught = Counter(each[0] for each in found & world.planted)
    touched = {(unit, month) for _kind, unit, _target, month in world.planted}
    wrong = [each for each in found if (each[1], each[3]) not in touched]
    returns = units * (MONTHS - FIRST_MONTH + 1) - len(touched)
    print(f"\ndoubts: {units} units, {targets} targets, months {FIRST_MONTH} to {MONTHS}")
    kept = [_report_kind(kind, caught[kind], kinds[kind]) for kind in DoubtKind]
    for name, some, honest in (
        ("numbers", sum(each[0] in IN_CELLS for each in wrong), returns * targets),
        ("returns", len({each[1:] for each in wrong if each[0] not in IN_CELLS}), returns),
    ):
        share = 1000 * some / honest
        kept.append(share <= FALSE)
        print(f"  false in 1,000 honest {name:<9}{share:.2f} ({some} of {honest}; ≤ {FALSE:g})   {_say(kept[-1])}")
    return all(kept)


def _report_kind(kind, caught, planted):
    kept = planted > 0 and caught / planted >= FOUND
    print(f"  {kind:<12}{caught:>6} of {planted:<6}{caught / max(planted, 1):.0%} (≥ {FOUND:.0%})   {_say(kept)}")
    return kept


def _say(kept):
    return "ok" if kept else "MISSED"


def _judge(world, unit, month):
    """(kind, target or None) of each doubt about the return of a month."""
    first = unit - unit % CITY
    others = [each for each in range(first, min(first + CITY, world.units)) if each != unit]
    series = {}
    for target, measure in enumerate(world.measures):
        done = Decimal(sum(world.amounts[unit][target][:month]))
        share = Decimal(world.shares[unit][target])
        growths = (_measure(world, each, target, month) for each in others)
        values = _report(world, unit, target, month)
        series[target] = TargetSeries(measure, values, share, done, [each for each in growths if each])
    found: ReturnDoubts = judge_return(series, month, world.typed[month - 1].get(unit))
    for target, doubts in found.cells.items():
        yield from ((doubt.kind, target) for doubt in doubts)
    yield from ((doubt.kind, None) for doubt in found.whole)


def _measure(world, unit, target, month):
    key = unit, target, month
    if key not in world.growths:
        values = _report(world, unit, target, month)
        world.growths[key] = measure_growth(list_amounts(world.measures[target], values, month))
    return world.growths[key]


def _report(world, unit, target, month):
    """{month: number as reported} up to a month: what was added, or the sum to date."""
    amounts = world.amounts[unit][target][:month]
    if world.measures[target] == "increment":
        return {at: Decimal(each) for at, each in enumerate(amounts, 1)}
    return {at: Decimal(sum(amounts[:at])) for at in range(1, month + 1)}


# --- honest numbers ---------------------------------------------------------------------------------------------------


def simulate(draw: random.Random, units: int, targets: int) -> SimulatedProvince:
    """A province with honest numbers, and the eight kinds planted into units of their own."""
    measures = [("increment", "increment", "running", "level")[each % 4] for each in range(targets)]
    world = SimulatedProvince(units, measures)
    seasons = [[draw.gammavariate(6, 1 / 6) * (1 + at / 24) for at in range(MONTHS)] for _ in measures]
    levels = [draw.lognormvariate(5, 0.8) for _ in measures]
    for _ in range(units):
        size, step = draw.lognormvariate(0, 0.4), 10 if draw.random() < 0.05 else 1
        rows = [_draw_year(draw, size * level, season, step) for level, season in zip(levels, seasons, strict=True)]
        world.amounts.append(rows)
        world.shares.append([max(1, round(sum(row) * draw.uniform(0.85, 1.2), -1)) for row in rows])
    world.moments = [_type_honestly(draw, units) for _ in range(MONTHS)]
    chosen = draw.sample(range(units), PLANTED_EACH * 7)
    for at, plant in enumerate((_history, _neighbours, _steady, _full, _equal, _round, _digits)):
        for unit in chosen[at * PLANTED_EACH : (at + 1) * PLANTED_EACH]:
            plant(world, draw, unit)
    _plant_fast(world, draw)
    return world


def _draw_year(draw, level, season, step):
    spread = draw.uniform(6, 30)  # the smaller, the more a month strays
    amounts = (level * part * draw.gammavariate(spread, 1 / spread) for part in season)
    typed = [step * round(each / step) if each >= 5 * step else round(each) for each in amounts]
    return [0 if draw.random() < IDLE else each for each in typed]


def _type_honestly(draw, units):
    """Each clerk types twenty numbers of the own unit within ten minutes of the same day."""
    starts = [draw.uniform(0, 8 * 3600) for _ in range(units)]
    return [
        TypedMoment(unit, unit, unit, start + draw.uniform(0, 600))
        for unit, start in enumerate(starts)
        for _ in range(20)
    ]


# --- planted numbers --------------------------------------------------------------------------------------------------


def _choose_cells(world, draw, measures=("increment", "running")):
    """Three targets whose numbers are not tiny."""
    able = [at for at, each in enumerate(world.measures) if each in measures]
    return draw.sample(able, min(3, len(able)))


def _history(world, draw, unit):
    """A decimal place too many, or the sum of the year in place of a month's."""
    for target in _choose_cells(world, draw):
        month, row = draw.randint(FIRST_MONTH, MONTHS), world.amounts[unit][target]
        row[month - 1] = max(row[month - 1], math.ceil(sum(row) / MONTHS), 5) * draw.choice([8, 10, 10, 12])
        world.planted.add((DoubtKind.HISTORY, unit, target, month))


def _neighbours(world, draw, unit):
    """Five times a usual month while the neighbours go on as ever."""
    for target in _choose_cells(world, draw):
        month, row = draw.randint(FIRST_MONTH, MONTHS), world.amounts[unit][target]
        row[month - 1] = max(row[month - 1], math.ceil(sum(row) / MONTHS), 12) * draw.choice([5, 6, 7])
        world.planted.add((DoubtKind.NEIGHBOURS, unit, target, month))


def _steady(world, draw, unit):
    """A twelfth of the year's share every month."""
    for target in _choose_cells(world, draw, ("increment", "running", "level")):
        row = world.amounts[unit][target]
        row[:] = [max(12, round(sum(row) / MONTHS))] * MONTHS
        world.planted |= {(DoubtKind.STEADY, unit, target, month) for month in range(FIRST_MONTH, MONTHS + 1)}


def _full(world, draw, unit):
    """The share of every target is reached exactly in the same month."""
    month = draw.randint(FIRST_MONTH, MONTHS)
    for target, row in enumerate(world.amounts[unit]):
        world.shares[unit][target] = max(1, sum(row[:month]))
        row[month - 1] += not sum(row[:month])
    world.planted.add((DoubtKind.FULL, unit, None, month))


def _equal(world, draw, unit):
    """The same number for four targets of ten."""
    month, value = draw.randint(FIRST_MONTH, MONTHS), draw.randint(21, 300)
    added = [at for at, each in enumerate(world.measures) if each == "increment"]
    for target in draw.sample(added, max(4, len(world.measures) * 4 // 10)):
        world.amounts[unit][target][month - 1] = value
    world.planted.add((DoubtKind.EQUAL, unit, None, month))


def _round(world, draw, unit):
    """Whole hundreds for nearly everything."""
    month = draw.randint(FIRST_MONTH, MONTHS)
    for target, row in enumerate(world.amounts[unit]):
        if draw.random() < 0.9:
            before = 0 if world.measures[target] == "increment" else sum(row[: month - 1])
            row[month - 1] = max(1, round((before + row[month - 1]) / 100 + 0.5)) * 100 - before
    world.planted.add((DoubtKind.ROUND, unit, None, month))


def _digits(world, draw, unit):
    """Numbers invented so that every last digit comes equally often, all year."""
    pack: list[int] = []
    for target, row in enumerate(world.amounts[unit]):
        if world.measures[target] != "increment":
            row[:] = [each // 10 * 10 for each in row]
    for month in range(MONTHS):
        for target, row in enumerate(world.amounts[unit]):
            before = 0 if world.measures[target] == "increment" else sum(row[:month])
            reported = before + row[month]
            if reported < 100:
                continue
            pack = pack or draw.sample(range(10), 10)
            row[month] = reported // 10 * 10 + pack.pop() - before
            if row[month] < 0:
                row[month] += 10
    world.planted |= {(DoubtKind.DIGITS, unit, None, month) for month in range(FIRST_MONTH, MONTHS + 1)}


def _plant_fast(world, draw):
    """One person types numbers of forty to sixty units within a minute."""
    month = draw.randint(FIRST_MONTH, MONTHS)
    count = min(world.units, draw.randint(FAST_UNITS, FAST_UNITS + 20))
    for unit in draw.sample(range(world.units), count):
        world.moments[month - 1].append(TypedMoment(unit, unit, "one person", draw.uniform(3600, 3655)))
        world.planted.add((DoubtKind.FAST, unit, None, month))
