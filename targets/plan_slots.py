"""What targets show on the pages of plans (``pages.slots``)."""

from pages import slots

TEMPLATES = {
    "plans.tabs": "home/_plan_tabs.html",
    "plans.new": "documents/_start_link.html",
    "plans.document": "documents/_plan_link.html",
    "plans.empty": "documents/_plan_empty.html",
    "plans.target": "goals/_add_link.html",
    "plans.issue": "goals/_issue_link.html",
    "plans.next": "periods/_first_period.html",
    "plans.task.buttons": "goals/_task_button.html",
    "plans.task.target": "goals/_target_line.html",
}


def register() -> None:
    """Fill the slots; called once, when Django starts."""
    for slot, template in TEMPLATES.items():
        slots.register(slot, template)
