"""Pattern rules: regular expressions, each with two examples that the tests check."""

import re


class PatternRule:
    """A pattern with two examples: ``takes`` contains a match, ``leaves`` is similar and contains none.

    With ``whole`` the entire text must match. ``search``, ``match`` and the other methods are those of
    ``re.Pattern``.
    """

    def __init__(self, pattern: str, *, takes: str, leaves: str, whole: bool = False):
        compiled = re.compile(pattern)
        self.pattern = pattern
        self.takes, self.leaves, self.whole = takes, leaves, whole
        self.search, self.match, self.fullmatch = compiled.search, compiled.match, compiled.fullmatch
        self.finditer, self.findall, self.sub = compiled.finditer, compiled.findall, compiled.sub

    def __repr__(self) -> str:
        return f"Rule({self.pattern!r})"

    def applies(self, text: str) -> bool:
        """Whether ``text`` contains a match, or is one if the rule is ``whole``."""
        return (self.fullmatch(text) if self.whole else self.search(text)) is not None
