"""The words of what is asked and said about an office's own workbook (``sheets.office``), and of the answers."""

from typing import Any

from django.utils.translation import gettext_lazy

# What a sheet or a part of it is not read for.
OFFICE_NOTES: dict[str, Any] = {
    "office_kept": gettext_lazy("In the system: %(system)s; in the workbook: %(workbook)s."),
    "office_amount_differs": gettext_lazy(
        "The period says %(amount)s, but the running total %(to_date)s less %(before)s of the last period is %(done)s. "
        "The running total is what is stored."
    ),
    "hidden_sheet": gettext_lazy("This sheet is hidden."),
    "left_out": gettext_lazy("You left this sheet out."),
    "empty_sheet": gettext_lazy("This sheet is empty."),
    "no_table": gettext_lazy("No table with this plan's targets or units was found."),
    "other_period": gettext_lazy(
        "It says that it is of another period (%(text)s). Bring the sheet of this period; where only the title is old, "
        "correct it first."
    ),
    "other_table": gettext_lazy("The table “%(text)s” is of another period: it was not read."),
    "form_elsewhere": gettext_lazy(
        "This is the sheet of %(names)s, which is not yours to bring: it was not read. Bring that of your own unit."
    ),
    "form_inside": gettext_lazy(
        "This is the sheet of %(names)s, a place below the units of this plan: it was not read. Bring the sheet that "
        "adds up the whole unit."
    ),
    "form_taken": gettext_lazy("No unit is named in it: it is read as the sheet of %(names)s."),
    "hidden_rows": gettext_lazy("Not read, because they are hidden or filtered out: rows %(numbers)s."),
    "hidden_columns": gettext_lazy("Not read, because they are hidden: columns %(numbers)s."),
    "total_rows": gettext_lazy("Rows of totals, not read: %(numbers)s."),
    "rows_without_unit": gettext_lazy("Rows without a unit, not read: %(numbers)s."),
    "units_elsewhere": gettext_lazy("Not yours to bring, not read: %(names)s."),
    "units_inside": gettext_lazy("Places below the units of this plan, not read: %(names)s."),
    "rows_left_out": gettext_lazy("Rows about no target of this plan, or about another period, not read: %(numbers)s."),
    "months_alone": gettext_lazy(
        "Here are only the single months (%(names)s), and no number of the whole period: it was not read. Add a column "
        "that adds them up (of the period by its name), and bring the file again."
    ),
    "columns_left_out": gettext_lazy("Columns that are about no target of this plan, not read: %(numbers)s."),
}
COLUMN_NOTES = {"hidden_columns", "columns_left_out"}  # their numbers are shown as letters
OFFICE_QUESTIONS: dict[str, Any] = {
    # a sheet
    "no_period": gettext_lazy("Nothing says of which period these figures are. Are they of this one?"),
    "periods_contradict": gettext_lazy("Both “%(text)s” and “%(other)s” stand here. Are the figures of this period?"),
    "title_of_something_else": gettext_lazy(
        "“%(text)s” speaks of tasks, forecasts, gaps or shares. Are the figures what was done in this period?"
    ),
    # a column
    "column_without_target": gettext_lazy("Which target is this?"),
    "column_unsure": gettext_lazy("Is this what it is taken for?"),
    # a row, a form
    "unit_unknown": gettext_lazy("No unit of this plan is called like this. Which one is it?"),
    "unit_unclear": gettext_lazy("Several units may be meant. Which one is it?"),
    "unit_unsure": gettext_lazy("Is this the unit that is meant?"),
    "code_contradicts": gettext_lazy("The code and the name are of two different units. Which one is right?"),
    "unit_twice": gettext_lazy(
        "This unit stands in the table more than once. Which one is right? Leave out the others."
    ),
    "several_units": gettext_lazy("Several units are named above the table. Of which one are the figures?"),
    "no_unit_named": gettext_lazy("Nothing says of which unit these figures are. Which one is it?"),
    "units_contradict": gettext_lazy("Title, sheet and file name different units. Which one is right?"),
    "another_office": gettext_lazy("This form is of “%(text)s”. Are its figures those of the unit?"),
    "places_without_total": gettext_lazy(
        "No row adds up these %(number)s places. Are they to be added up, and as the figures of which unit?"
    ),
    "rows_not_read": gettext_lazy(
        "These rows (%(numbers)s) look like figures, but the table that they belong to was not understood. Enter them "
        "on the return's page, or leave them out."
    ),
    "row_of_place": gettext_lazy(
        "This row names “%(text)s”, and may be the number of this place alone. Of which unit is it?"
    ),
    "row_of_something_else": gettext_lazy(
        "“%(text)s” looks like another period, a target or a rate. Is it what was done in this period, and by which "
        "unit?"
    ),
    # a cell
    "parts_of_unit": gettext_lazy(
        "The unit has %(number)s rows, and this is only the first. Which is its number: all of them together, or this "
        "one?"
    ),
    "figure_repeated": gettext_lazy(
        "Several rows give this figure with the same number. Is it one number, or are they to be added up?"
    ),
    "places_blank_total": gettext_lazy(
        "The total is blank, and the %(number)s places make %(sum)s. Which number is the unit's?"
    ),
    "places_differ": gettext_lazy(
        "The total says %(said)s, the %(number)s places make %(sum)s. Which number is the unit's?"
    ),
    "places_unclear": gettext_lazy(
        "The total says %(said)s. One of the %(number)s places is no plain number, so nothing can be compared. Is the "
        "total right?"
    ),
    "figure_twice": gettext_lazy("This figure stands in several places with different numbers. Which one is right?"),
    "more_than_to_date": gettext_lazy(
        "%(amount)s were done in the period, but only %(to_date)s so far this year. What is the number of the period?"
    ),
    "total_differs": gettext_lazy("The total says %(said)s, the rows make %(sum)s. Are the rows right?"),
    "office_sum_differs": gettext_lazy(
        "%(amount)s in this period and %(before)s before do not make %(to_date)s. Which number is the period's?"
    ),
    "office_earlier_unreported": gettext_lazy(
        "So far this year it is %(to_date)s, but %(before)s were submitted before and %(amount)s are of this period: "
        "%(gap)s belong to earlier periods that were not submitted."
    ),
    "office_below_earlier": gettext_lazy(
        "%(to_date)s so far this year is less than the %(before)s submitted before. What is it for the period?"
    ),
    "office_earlier_missing": gettext_lazy(
        "Only the running total is given, and not all earlier periods were submitted. Count as this period's number "
        "what goes beyond what was submitted?"
    ),
    "office_only_amount": gettext_lazy(
        "This target is reported as it stands at the end, but only the amount of the period is given. Add it to what "
        "was submitted last?"
    ),
    "office_corrected": gettext_lazy("Taken for something else, and corrected."),
    "office_half_ratio": gettext_lazy("Of a ratio both numerator and denominator are needed, and one is missing."),
}
OFFICE_ANSWERS: dict[str, Any] = {
    "choose_target": gettext_lazy("%(target)s, %(kind)s"),
    "choose_target_of_row": "%(target)s",
    "choose_kind": gettext_lazy("The target of each row, %(kind)s"),
    "choose_unit": "%(unit)s",
    "choose_period": gettext_lazy("Yes, of this period"),
    "choose_as_read": gettext_lazy("Yes, read the rows as they are"),
    "choose_ignore": gettext_lazy("Leave it out"),
    "office_as_written": gettext_lazy("%(text)s, as it is written"),
    "office_worked_out": gettext_lazy("%(text)s, that is %(to_date)s so far this year less %(before)s before"),
    "office_leave_unit_out": gettext_lazy("Leave this unit out, and import the others"),
    "office_leave_out": gettext_lazy("Leave it out"),
    "office_earlier_missing_as_read": gettext_lazy("Yes, work out all of them like this"),
    "office_earlier_missing_ignore": gettext_lazy("No, leave these figures out"),
    "office_only_amount_as_read": gettext_lazy("Yes, work out all of them like this"),
    "office_only_amount_stands": gettext_lazy("No, they are already running totals: save them as they stand"),
    "office_only_amount_ignore": gettext_lazy("No, leave these figures out"),
}
