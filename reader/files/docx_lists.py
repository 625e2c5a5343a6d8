"""Automatic numbers of docx: the list and level of a paragraph, by its own properties or by its style."""

from xml.etree.ElementTree import Element

from reader.files.counting import ListCounters, ListLevel, numbered

MAX_ANCESTORS = 30  # base styles of a style; in a damaged file they form a cycle
LEVELS = range(9)


class DocxLists:
    """The lists of a document. ``numbered`` must be called for the paragraphs in order."""

    def __init__(self, styles: Element | None, numbering: Element | None):
        """The roots of styles.xml and numbering.xml, None for a part that is not there."""
        self.styles = {} if styles is None else {each.get("styleId"): each for each in styles.findall("style")}
        self.default_style = next((key for key, each in self.styles.items() if _is_default(each)), None)
        abstract = [] if numbering is None else numbering.findall("abstractNum")
        self.abstract = {each.get("abstractNumId"): each for each in abstract}
        self.used = {} if numbering is None else {each.get("numId"): each for each in numbering.findall("num")}
        self.resolved: dict[str, tuple] = {}
        self.by_style: dict[str | None, tuple] = {}
        self.counters = ListCounters()

    def numbered(self, paragraph: Element, text: str) -> str:
        """``text`` with the number of its paragraph; unchanged if the paragraph has none."""
        number, at = self._list_of_paragraph(paragraph.find("pPr"))
        if number not in self.used:
            return text
        shared, levels, starts = self._levels(number)
        shown = self.counters.number(number, shared, levels, at, starts)
        return numbered(shown, text) if shown else text

    def _list_of_paragraph(self, properties):
        """(id of the list or None, level) of a paragraph."""
        style, own = self.default_style, None
        if properties is not None:
            own = properties.find("numPr")
            style = _value(properties, "pStyle") or style
        number, at = _value(own, "numId"), _value(own, "ilvl")
        if number is None or at is None:
            by_style, level = self._list_of_style(style)
            number = by_style if number is None else number
            at = level if at is None else at
        return number, _int(at)

    def _list_of_style(self, style):
        """(id of the list, level) given by a style: its own level, else the one tied to the style in the list."""
        if style not in self.by_style:
            self.by_style[style] = self._find_list_of_style(style)
        return self.by_style[style]

    def _find_list_of_style(self, style):
        number = at = None
        for _ in range(MAX_ANCESTORS):
            if style not in self.styles or number is not None:
                break
            own = self.styles[style].find("pPr/numPr")
            at = _value(own, "ilvl") if at is None else at
            number = _value(own, "numId")
            if number is not None and at is None:
                at = self._level_tied_to_style(number, style)
            style = _value(self.styles[style], "basedOn")
        return number, at

    def _level_tied_to_style(self, number, style):
        for level in self._abstract_list(number)[1].values():
            if _value(level, "pStyle") == style:
                return level.get("ilvl")
        return None

    def _abstract_list(self, number):
        """(id, levels as elements by number) of the abstract list that list ``number`` is based on."""
        for _ in range(MAX_ANCESTORS):
            key = _value(self.used.get(number), "abstractNumId")
            abstract = self.abstract.get(key)
            link = _value(abstract, "numStyleLink")
            if link is None:
                break
            number = _value(self.styles.get(link), "pPr/numPr/numId")
        else:
            return None, {}
        levels = [] if abstract is None else abstract.findall("lvl")
        return key, {_int(each.get("ilvl")): each for each in levels}

    def _levels(self, number):
        """(key of the shared counter, levels, restarts by level) of list ``number``."""
        if number not in self.resolved:
            key, elements = self._abstract_list(number)
            starts = {}
            for each in self.used[number].findall("lvlOverride"):
                at, own = _int(each.get("ilvl")), each.find("lvl")
                if own is not None:
                    elements = {**elements, at: own}
                if _value(each, "startOverride") is not None:
                    starts[at] = _int(_value(each, "startOverride"))
            self.resolved[number] = key, {at: _level(each) for at, each in elements.items()}, starts
        return self.resolved[number]


def _level(element):
    start, restart = _value(element, "start"), _value(element, "lvlRestart")
    legal = element.find("isLgl")
    # A format that not all programs support has a fallback (mc:AlternateContent).
    return ListLevel(
        start=_int(start) if start is not None else 0,
        format=_value(element, "numFmt") or _value(element, "AlternateContent/Fallback/numFmt") or "decimal",
        pattern=_value(element, "lvlText") or "",
        restart=None if restart is None else _int(restart),
        legal=legal is not None and legal.get("val") not in ("0", "false", "off"),
    )


def _is_default(style):
    return style.get("type") == "paragraph" and style.get("default") in ("1", "true", "on")


def _value(element, path):
    """The attribute ``w:val`` of the element at ``path``; None if there is none."""
    found = None if element is None else element.find(path)
    return None if found is None else found.get("val")


def _int(text):
    try:
        return max(min(int(text or 0), 1_000_000), 0)
    except ValueError:
        return 0
