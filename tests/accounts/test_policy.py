"""The policy: the table of roles, and that ``may`` and ``permitted_units`` agree."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.utils import timezone

from accounts import policy
from accounts.models import Role
from accounts.policy import Verb
from orgs.models import Unit
from tests.factories import make_person, make_unit

pytestmark = pytest.mark.django_db

# The table of the requirements: the verbs of each role at its own unit and at the units below.
OWN, BELOW = "own", "below"
BOTH = frozenset({OWN, BELOW})
READ = (Verb.SEE_RETURN, Verb.SEE_PLAN, Verb.SEE_TOTALS)
WATCH = (
    Verb.CHECK_TOTALS,
    Verb.RECEIVE_TOTALS_ALERTS,
)  # whether totals are right: those who may mend what is behind them
DESIGN = {
    Role.CLERK: {Verb.FILL: {OWN}, Verb.SEE_RETURN: {OWN}, Verb.SEE_PLAN: {OWN}, Verb.SEE_TOTALS: BOTH},
    Role.REVIEWER: {Verb.REVIEW: {BELOW}, Verb.SEE_DOUBTS: {BELOW}} | dict.fromkeys(READ, BOTH),
    Role.DATA_ADMIN: {Verb.IMPORT: {BELOW}, Verb.EXPORT: {BELOW}} | dict.fromkeys([*READ, *WATCH], BOTH),
    Role.PLANNER: dict.fromkeys([Verb.PLAN, Verb.ALLOCATE, Verb.PUBLISH, Verb.SEE_DOUBTS, *READ, *WATCH], BOTH),
    Role.LEADER: dict.fromkeys([Verb.OVERSEE, Verb.COMMENT, Verb.SEE_DOUBTS, *READ], BOTH),
    Role.SYSTEM_ADMIN: dict.fromkeys([Verb.MANAGE_UNITS, Verb.MANAGE_PEOPLE, Verb.RECEIVE_TOTALS_ALERTS], BOTH),
    Role.SECURITY_ADMIN: {Verb.UNLOCK: BOTH},
    Role.AUDIT_ADMIN: {Verb.READ_TRAIL: BOTH},
}


@pytest.fixture
def tree():
    """A province with two cities, whose codes begin alike, and a county in the first."""
    province = make_unit("53")
    city = make_unit("5309", parent=province)
    make_unit("53090", parent=province)
    make_unit("530923", parent=city)
    return {u.code: u for u in Unit.objects.all()}


@pytest.mark.parametrize("role", Role.values)
@pytest.mark.parametrize("verb", Verb)
def test_role_table(tree, role, verb):
    person = make_person("somebody", (role, tree["5309"]))
    reach = DESIGN[role].get(verb, set())
    wanted = {"53": False, "53090": False, "5309": OWN in reach, "530923": BELOW in reach}
    assert {code: policy.may(person, verb, unit) for code, unit in tree.items()} == wanted
    assert {u.code for u in policy.permitted_units(person, verb)} == {code for code, may in wanted.items() if may}
    assert policy.may_anywhere(person, verb) == bool(reach)


def test_several_posts_are_combined(tree):
    person = make_person("somebody", (Role.CLERK, tree["5309"]), (Role.REVIEWER, tree["53"]))
    assert policy.may(person, Verb.FILL, tree["5309"])
    assert {u.code for u in policy.permitted_units(person, Verb.REVIEW)} == {"5309", "53090", "530923"}


@pytest.mark.parametrize(
    ("from_days", "to_days", "holds"), [(1, None, False), (0, None, True), (-9, -1, False), (-9, 0, True)]
)
def test_post_is_held_from_first_to_last_day(tree, from_days, to_days, holds):
    today = timezone.localdate()
    person = make_person("somebody", (Role.LEADER, tree["53"]))
    until = None if to_days is None else today + timedelta(days=to_days)
    person.posts.update(from_date=today + timedelta(days=from_days), to_date=until)
    assert policy.may(person, Verb.SEE_TOTALS, tree["53"]) is holds


def test_inactive_person_has_no_permissions(tree):
    person = make_person("somebody", (Role.LEADER, tree["53"]), is_active=False)
    assert policy.held_posts(person) == ()
    with pytest.raises(PermissionDenied):
        policy.require(person, Verb.SEE_TOTALS, tree["53"])
    with pytest.raises(PermissionDenied):
        policy.require_anywhere(person, Verb.SEE_TOTALS)


def test_only_data_administrators_are_staff(tree):
    assert [r for r in Role.values if make_person(r, (r, tree["53"])).is_staff] == [Role.DATA_ADMIN]


def test_posts_are_queried_once(tree, django_assert_num_queries):
    person = make_person("somebody", (Role.REVIEWER, tree["53"]))
    with django_assert_num_queries(1):
        for unit in tree.values():
            policy.may(person, Verb.REVIEW, unit)
