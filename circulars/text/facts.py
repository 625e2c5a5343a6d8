"""The figures of a circular as they are frozen: numbers as the pages show them, each with what it is a number of.

Texts are rounded once, by the formats of the pages; the sentences only put them together. They are stored as JSON.
"""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any


@dataclass(frozen=True)
class TargetFacts:
    """A target at the circular's unit. ``completion`` is "60.2%"; ``points`` how far it is from its pace, "14.8", and
    ``ahead`` whether that is above it; "" where there is none. ``lagging`` names the units that hold it back."""

    code: str
    name: str
    measure: str
    section: str
    value: str
    bound: str
    completion: str
    points: str
    ahead: bool
    light: str
    direction: str
    lagging: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class UnitFacts:
    """A unit below: its place among those of its kind, its overall completion, and how its returns came."""

    code: str
    name: str
    kind: str
    rank: int | None
    overall: str
    rank_before: int | None
    late: int
    missing: int
    owed: int


@dataclass(frozen=True)
class CircularFacts:
    """All figures of a circular. ``points_since`` is how far the overall completion has moved since ``before`` in
    points, ``rose`` whether up. ``lights`` are (light, number of targets)."""

    plan: str
    plan_code: str
    unit: str
    unit_name: str
    period: str
    period_code: str
    basis: str
    as_of: str
    overall: str
    before: str
    points_since: str
    rose: bool
    lights: list[tuple[str, int]]
    expected: int
    standing: int
    urged: int
    targets: list[TargetFacts]
    units: list[UnitFacts]

    def to_json(self) -> dict[str, Any]:
        return asdict(self)


def from_json(values: Mapping[str, Any]) -> CircularFacts:
    """The facts that ``to_json`` wrote."""
    targets = [TargetFacts(**each) for each in values["targets"]]
    units = [UnitFacts(**each) for each in values["units"]]
    lights = [(light, number) for light, number in values["lights"]]
    return CircularFacts(**{**values, "targets": targets, "units": units, "lights": lights})
