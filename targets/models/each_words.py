"""Of whom a number is demanded: of each unit that takes part (每个县区), or of each person, household or class."""

import re

# 每县（市、区）, 每个乡镇妇联: the area stands at the end. 每名乡镇干部 and 每个社区家庭 are of somebody in it.
UNITS = re.compile(r"(?:[县区市州盟旗乡镇村]|街道|社区)(?:级|妇联|妇联组织|级妇联|级妇联组织|单位)?$")
SOMEBODY = re.compile(r"^[每各]一?[名位人户对]")
MARKS = re.compile(r"[()（）、,，/\s]|以上|分别|至少")
EACH = re.compile(r"^[每各]一?(?:[个名位所家对支场件])?")


def is_of_units(each: str) -> bool:
    """Whether ``each`` (每个县区) names units that take part in plans, and not persons, households or other things."""
    plain = MARKS.sub("", each)
    return bool(UNITS.search(plain)) and not SOMEBODY.search(plain)


def is_of_others(each: str) -> bool:
    """Whether ``each`` names something of which a unit has many: 每名执委, 每户, 每个班级."""
    return bool(each.strip()) and not is_of_units(each)


def name_of_one(each: str) -> str:
    """What is counted in the denominator: 执委 of 每名执委, 户 of 每户."""
    return EACH.sub("", each) or each[1:]
