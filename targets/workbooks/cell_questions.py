"""The words of questions about cells of an office's own workbook (``sheets.office.cells``), and of their answers."""

from typing import Any

from django.utils.translation import gettext_lazy

CELL_QUESTIONS: dict[str, Any] = {
    "ask_nothing": gettext_lazy("“%(text)s”: is it zero, not reported, or not applicable?"),
    "ask_about": gettext_lazy("“%(text)s” is about so many. What is the exact number?"),
    "ask_remark": gettext_lazy("“%(text)s” has a remark beside the number. Is the number alone right?"),
    "ask_sum": gettext_lazy("“%(text)s” is a calculation. What is the number?"),
    "ask_range": gettext_lazy("“%(text)s” is from one number to another. Which one is it?"),
    "ask_several": gettext_lazy("“%(text)s” is more than one number. Which one is it?"),
    "ask_negative": gettext_lazy("%(text)s is below zero. What is the number?"),
    "ask_other_unit": gettext_lazy("“%(text)s”: this target is counted in %(unit)s. What is the number in %(unit)s?"),
    "ask_fraction": gettext_lazy("%(text)s is no whole number, but this target is counted in %(unit)s. What is right?"),
    "ask_scaled_large": gettext_lazy(
        "The head says ten thousands or more, and here stands %(text)s. How many is it in %(unit)s?"
    ),
    "ask_too_large": gettext_lazy("%(text)s is too large. What is the number?"),
    "ask_share": gettext_lazy("Is %(text)s a share of one, or already in %(sign)s?"),
    "ask_sign": gettext_lazy("The cell shows %(text)s, but this target is counted in %(unit)s. What is the number?"),
    "format_differs": gettext_lazy(
        "The cell shows “%(text)s”, and the number in it is %(number)s. What is the right number?"
    ),
    "format_hides": gettext_lazy("The cell shows nothing, and the number %(number)s is in it. Is it to be read?"),
    "ask_struck": gettext_lazy("“%(text)s” is struck out. Does the number still count?"),
    "ask_struck_part": gettext_lazy("A part of “%(text)s” is struck out. What is the number?"),
    "ask_marked": gettext_lazy("“%(text)s” has a mark beside the number. Is the number alone right?"),
    "ask_power": gettext_lazy("“%(text)s” is written as a power. What is the number?"),
    "ask_letters": gettext_lazy("“%(text)s” has a letter in it that looks like a digit. What is the number?"),
    "ask_chinese": gettext_lazy("“%(text)s” is written in characters. Is this the number?"),
    "ask_to_date": gettext_lazy(
        "“%(text)s”: is %(number)s the total of the year so far, or what was done in this period?"
    ),
    "months_differ": gettext_lazy("Here stands %(text)s, and the months beside make %(sum)s. Which one is right?"),
    "months_or_to_date": gettext_lazy(
        "%(text)s stands beside the months: is it the total of the year so far, or what was done in this period?"
    ),
    "merged_over_several": gettext_lazy(
        "This cell is merged over the cells of several units. Is it this unit's number?"
    ),
    "ask_not_a_number": gettext_lazy("“%(text)s” is not a number. What is the number?"),
    # the answers
    "choose_value": gettext_lazy("Save as %(value)s"),
    "choose_value_of_kind": gettext_lazy("Save %(value)s as: %(kind)s"),
    "choose_blank": gettext_lazy("Leave blank"),
    "choose_na": gettext_lazy("Not applicable"),
}
