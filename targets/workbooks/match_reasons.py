"""Why a label of an office's workbook was taken for a target or a unit, or is asked about: words for ``why``."""

from typing import Any

from django.utils.translation import gettext_lazy

COLUMN_REASONS: dict[str, Any] = {
    "confirmed": gettext_lazy("You confirmed this before."),
    "answered": gettext_lazy("You said so."),
    "code": gettext_lazy("It has the target's code."),
    "name": gettext_lazy("It has the target's name."),
    "alias": gettext_lazy("It has another name of the target."),
    "part_of_name": gettext_lazy("It has a part of the name that no other target has."),
    "misspelt": gettext_lazy("One character of the target's name is mistyped."),
    "kind_only": gettext_lazy("It says which figures these are; the target stands elsewhere."),
    "months": gettext_lazy("It is the sum of the months beside it."),
    "label": gettext_lazy("It is no figure of a target."),
    "words": gettext_lazy("It is no figure of this period."),
    "other_period": gettext_lazy("It is of another period."),
    "of_which": gettext_lazy("It is a part of another figure."),
    "total_column": gettext_lazy("It is a total."),
    "no_target": gettext_lazy("No target of the plan has this name."),
    "rate": gettext_lazy("A rate is computed from its two numbers."),
    # what is asked
    "remembered_other": gettext_lazy("It is the name of one target, and you once said that it is another."),
    "several_targets": gettext_lazy("Several targets may be meant."),
    "resembles": gettext_lazy("It is only like the name of the target."),
    "other_unit": gettext_lazy("It is counted in another unit than the target."),
    "two_columns": gettext_lazy("Two columns seem to be the same figure."),
    "cells_to_date": gettext_lazy("Its cells say that they are the total of the year so far."),
    "kind_unsaid": gettext_lazy("It does not say whether it is this period's or the total of the year so far."),
    "added_to_level": gettext_lazy("It says what was added, and the target is how many there are at the end."),
    "other_length": gettext_lazy("It is of a month or quarter, and the period is another length of time."),
    "ratio_part": gettext_lazy("It does not say whether it is the numerator or the denominator."),
    "rate_only": gettext_lazy("The two numbers of this rate are needed, and only the rate is here."),
    "unit_or_measure": gettext_lazy("“Unit” may be who reports, or in what it is counted."),
    "target_or_promised": gettext_lazy("It may be the name of the target, or what was promised."),
}
UNIT_REASONS: dict[str, Any] = {
    "confirmed": gettext_lazy("You confirmed this before."),
    "answered": gettext_lazy("You said so."),
    "code": gettext_lazy("It has the unit's code."),
    "name": gettext_lazy("It has the unit's name."),
    "short_name": gettext_lazy("It has the unit's short name."),
    "name_after_parent": gettext_lazy("It has the unit's name, after that of the unit above."),
    "part_of_text": gettext_lazy("The unit's name stands in this text."),
    "misspelt": gettext_lazy("One character of the unit's name is mistyped."),
    "total": gettext_lazy("It is a total."),
    "none": gettext_lazy("No unit of the plan has this name."),
    # what is asked
    "remembered_other": gettext_lazy("It is the name of one unit, and you once said that it is another."),
    "several_units": gettext_lazy("Several units may be meant."),
    "other_rank": gettext_lazy("The unit's name is another (county, district, city)."),
    "other_parent": gettext_lazy("It names another place above than the unit's own."),
}
