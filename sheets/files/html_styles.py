"""What the styles of a web page hide and strike out: those of an element, and the rules for classes in <style>."""

import re
from collections.abc import Mapping

NOT_SHOWN = re.compile(r"display\s*:\s*none|mso-hide|visibility\s*:\s*(?:collapse|hidden)", re.IGNORECASE)
STRUCK_OUT = re.compile(r"text-decoration(?:-line)?\s*:[^;]{0,80}line-through", re.IGNORECASE)
STYLES = re.compile(r"<style\b[^<>]{0,400}>", re.IGNORECASE)
CLASS = re.compile(r"\.([\w-]{1,60})")
MAX_RULES = 5000


class PageStyles:
    """The classes of a page that are not shown, and those that are struck out."""

    def __init__(self, page: str) -> None:
        self._hidden: set[str] = set()
        self._struck: set[str] = set()
        for start in STYLES.finditer(page):
            end = page.find("</style", start.end())
            for rule in page[start.end() : end if end >= 0 else None].split("}")[:MAX_RULES]:
                names, _brace, said = rule.partition("{")
                if NOT_SHOWN.search(said):
                    self._hidden.update(CLASS.findall(names))
                if STRUCK_OUT.search(said):
                    self._struck.update(CLASS.findall(names))

    def hides(self, attributes: Mapping[str, str]) -> bool:
        """Whether an element with these attributes is not shown."""
        said = NOT_SHOWN.search(attributes.get("style", ""))
        return bool(said) or "hidden" in attributes or not self._hidden.isdisjoint(_classes(attributes))

    def strikes(self, attributes: Mapping[str, str]) -> bool:
        """Whether what stands in an element with these attributes is struck out."""
        said = STRUCK_OUT.search(attributes.get("style", ""))
        return bool(said) or not self._struck.isdisjoint(_classes(attributes))


def _classes(attributes):
    return attributes.get("class", "").split()
