"""Findings of one cell together: one explanation may serve all of them."""

from collections.abc import Iterable
from dataclasses import dataclass

from targets.checks.families.types import RuleFinding


@dataclass(frozen=True)
class FindingGroup:
    """What is explained together: the findings of one cell that can be explained; else one finding alone."""

    findings: tuple[RuleFinding, ...]

    @property
    def first(self) -> RuleFinding:
        return self.findings[0]

    @property
    def must(self) -> bool:
        return self.first.must

    @property
    def about(self) -> str:
        return self.first.about

    @property
    def name(self) -> str:
        return self.first.name

    @property
    def key(self) -> str:
        """Tells the group from others of the page, also after its findings have changed."""
        return f"cell {self.about}" if self.about and not self.must else f"rule {self.first.form_rule} {self.about}"

    @property
    def weight(self) -> str:
        return self.first.weight

    @property
    def explained(self) -> bool:
        return all(each.explained for each in self.findings)

    @property
    def typed(self) -> list[str]:
        """The different texts that were typed for these findings, whatever the numbers were then."""
        return list(dict.fromkeys(each.typed for each in self.findings if each.typed))

    @property
    def seen(self) -> str:
        """``typed``, a line each: no text that was saved has lines."""
        return "\n".join(self.typed)

    @property
    def explanation(self) -> str:
        """What the box holds: nothing as long as one of them is not explained."""
        texts = dict.fromkeys(each.explanation for each in self.findings if each.explanation)
        return "；".join(texts) if self.explained else ""

    @property
    def outdated(self) -> bool:
        """Whether a finding was explained, and its numbers have changed since or another finding has come."""
        return bool(self.typed and not self.explained)

    @property
    def offered(self) -> str:
        """A text to take over: one that was typed before, or else one of an earlier period."""
        texts = [*self.typed, *(each.offered for each in self.findings if each.offered)]
        return next((text for text in texts if text != self.explanation), "")

    @property
    def sign(self) -> str:
        """rule:fingerprint of each finding, as the page sends them back."""
        return " ".join(f"{each.form_rule}:{each.fingerprint}" for each in self.findings)


def group_findings(findings: Iterable[RuleFinding]) -> list[FindingGroup]:
    """The findings in their order, those of one cell that can be explained together at the first of them."""
    groups: dict[object, list[RuleFinding]] = {}
    for number, each in enumerate(findings):
        key = each.about if each.about and not each.must else number
        groups.setdefault(key, []).append(each)
    return [FindingGroup(tuple(mine)) for mine in groups.values()]
