"""Rules: patterns that decide something, each with two examples that the tests run."""

import re


class PatternRule:
    """A pattern with a text in which it is found, ``takes``, and one close to it in which it is not, ``leaves``.

    With ``whole`` the pattern must match the text from its start to its end. The methods are those of ``re.Pattern``.
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
        return (self.fullmatch(text) if self.whole else self.search(text)) is not None
