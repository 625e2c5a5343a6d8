"""Slots: named places in a page that higher applications fill with templates of their own.

A page of plans shows links to targets without knowing them: its template says ``{% slot "plans.tabs" %}``, and targets
registers a template for that slot when Django starts (``AppConfig.ready``). The templates see the page's context.
"""

_templates: dict[str, list[tuple[int, str]]] = {}


def register(slot: str, template: str, *, order: int = 0) -> None:
    """Show ``template`` in ``slot``, after those of a lower ``order``. Registering it twice shows it once."""
    entries = _templates.setdefault(slot, [])
    if (order, template) not in entries:
        entries.append((order, template))
        entries.sort()


def templates_of(slot: str) -> list[str]:
    """The names of the templates registered for ``slot``, in the order in which they are shown."""
    return [template for _order, template in _templates.get(slot, [])]
