"""Who may do what to whom, and what is written down."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.utils import timezone

from accounts import policy, scope
from accounts.actions import passwords
from accounts.actions.people import change_person, create_person
from accounts.actions.posts import end_post, give_post
from accounts.models import Person, Role
from audit.errors import Refused
from audit.models import Entry
from tests.factories import PASSWORD

MANAGE = policy.Verb.MANAGE_PEOPLE


def managed(by, verb=MANAGE):
    return set(scope.manageable_people(by, verb).values_list("username", flat=True))


def new_clerk(world, **fields):
    given = {"username": "new", "name": "新来的", "unit": world.shuangjiang, "role": Role.CLERK, **fields}
    return create_person(by=world.system, **given)


def today():
    return timezone.localdate()


class TestScope:
    def test_only_people_whose_every_post_lies_inside(self, world):
        assert managed(world.system) == {"lincang-security", "lincang-audit", "yongde"}

    def test_nobody_manages_themselves(self, world):
        assert "lincang-system" not in managed(world.system)

    def test_the_verb_decides(self, world):
        assert managed(world.security, policy.Verb.UNLOCK) == {"lincang-system", "lincang-audit", "yongde"}
        assert managed(world.security) == managed(world.clerk) == managed(world.leader) == set()

    def test_a_person_without_a_post_stays_with_those_who_managed_one(self, world):
        world.clerk.posts.update(from_date=today() - timedelta(9), to_date=today() - timedelta(1))
        assert "yongde" in managed(world.system)

    def test_a_post_elsewhere_that_only_begins_later_already_counts(self, world):
        world.clerk.posts.create(unit=world.yunnan, role=Role.PLANNER, from_date=today() + timedelta(30))
        assert "yongde" not in managed(world.system)


class TestCreate:
    def test_gives_a_password_that_must_be_changed_and_a_first_post(self, world):
        person, password = new_clerk(world)
        person.refresh_from_db()
        assert person.check_password(password)
        assert person.must_change_password
        assert policy.may(person, policy.Verb.FILL, world.shuangjiang)

    def test_the_trail_has_it_and_not_the_password(self, world):
        _, password = new_clerk(world)
        rows = list(Entry.objects.order_by("id"))
        assert [(row.verb, row.object_code, row.unit_code) for row in rows] == [
            ("person.create", "new", "530925000000"),
            ("post.give", "new", "530925000000"),
        ]
        assert all(password not in str(row.data) for row in rows)

    def test_not_outside_the_scope(self, world):
        with pytest.raises(PermissionDenied):
            new_clerk(world, unit=world.yunnan)
        assert not Person.objects.filter(username="new").exists()

    @pytest.mark.parametrize("username", ["yongde", "with space", "", "a/b"])
    def test_a_wrong_login_name_is_refused_at_its_field(self, world, username):
        with pytest.raises(Refused) as refused:
            new_clerk(world, username=username)
        assert list(refused.value.cells) == ["username"]

    def test_a_refused_post_leaves_no_person(self, world):
        world.shuangjiang.to_date = today() - timedelta(1)
        world.shuangjiang.save()
        with pytest.raises(Refused):
            new_clerk(world)
        assert not Person.objects.filter(username="new").exists()
        assert not Entry.objects.exists()


class TestChange:
    def test_what_changed_is_written_down_old_and_new(self, world):
        change_person(world.clerk, by=world.system, name="李", phone="0883", email="", is_active=True)
        assert Entry.objects.get().data == {"name": ["永德填报员", "李"], "phone": ["", "0883"]}

    def test_nothing_changed_writes_nothing(self, world):
        change_person(world.clerk, by=world.system, name=world.clerk.name)
        assert not Entry.objects.exists()

    @pytest.mark.parametrize("whom", ["leader", "both", "system"])
    def test_not_outside_the_scope(self, world, whom):
        with pytest.raises(PermissionDenied):
            change_person(getattr(world, whom), by=world.system, name="李")


class TestPosts:
    def test_given_and_ended(self, world):
        post = give_post(by=world.system, person=world.clerk, unit=world.yongde, role=Role.REVIEWER)
        assert {h.role for h in policy.held_posts(world.clerk)} == {"clerk", "reviewer"}
        post.from_date = today() - timedelta(5)
        post.save()
        end_post(post, by=world.system, last_day=today() - timedelta(1))
        policy.clear_held_posts(world.clerk)
        assert {h.role for h in policy.held_posts(world.clerk)} == {"clerk"}
        assert list(Entry.objects.order_by("id").values_list("verb", flat=True)) == ["post.give", "post.end"]

    def test_not_twice(self, world):
        with pytest.raises(Refused):
            give_post(by=world.system, person=world.clerk, unit=world.yongde, role=Role.CLERK)

    @pytest.mark.parametrize("role", [Role.SYSTEM_ADMIN, Role.SECURITY_ADMIN, Role.AUDIT_ADMIN])
    def test_an_administrator_holds_nothing_else(self, world, role):
        with pytest.raises(Refused):
            give_post(by=world.system, person=world.clerk, unit=world.yongde, role=role)
        with pytest.raises(Refused):
            give_post(by=world.system, person=world.audit, unit=world.yongde, role=Role.CLERK)

    def test_an_administrator_may_hold_the_same_post_at_two_units(self, world):
        give_post(by=world.system, person=world.audit, unit=world.yongde, role=Role.AUDIT_ADMIN)
        assert world.audit.posts.count() == 2

    def test_not_to_oneself_and_not_above(self, world):
        with pytest.raises(PermissionDenied):
            give_post(by=world.system, person=world.system, unit=world.yongde, role=Role.SYSTEM_ADMIN)
        with pytest.raises(PermissionDenied):
            give_post(by=world.system, person=world.clerk, unit=world.yunnan, role=Role.CLERK)

    def test_the_last_day_is_not_before_the_first(self, world):
        with pytest.raises(Refused) as refused:
            end_post(world.clerk.posts.get(), by=world.system, last_day=today() - timedelta(1))
        assert list(refused.value.cells) == ["last_day"]

    def test_a_post_that_ends_is_not_prolonged_by_ending_it_later(self, world):
        """It would escape the check against the posts that were given for the time after it."""
        post = world.clerk.posts.get()
        end_post(post, by=world.system, last_day=today() + timedelta(9))
        give_post(
            by=world.system, person=world.clerk, unit=world.yongde, role=Role.AUDIT_ADMIN,
            from_date=today() + timedelta(10),
        )  # fmt: skip
        with pytest.raises(Refused) as refused:
            end_post(post, by=world.system, last_day=today() + timedelta(20))
        assert list(refused.value.cells) == ["last_day"]
        assert end_post(post, by=world.system, last_day=today() + timedelta(5)).to_date == today() + timedelta(5)

    def test_ended_only_inside_the_scope(self, world):
        with pytest.raises(PermissionDenied):
            end_post(world.leader.posts.get(), by=world.system, last_day=today())
        with pytest.raises(PermissionDenied):
            end_post(world.system.posts.get(), by=world.system, last_day=today())


class TestPasswords:
    def test_reset_ends_the_old_one_and_must_be_changed(self, world):
        password = passwords.reset_password(world.clerk, by=world.system)
        world.clerk.refresh_from_db()
        assert world.clerk.check_password(password)
        assert not world.clerk.check_password(PASSWORD)
        assert world.clerk.must_change_password
        assert password not in str(Entry.objects.values())

    @pytest.mark.parametrize("whom", ["leader", "both", "system"])
    def test_reset_only_inside_the_scope(self, world, whom):
        with pytest.raises(PermissionDenied):
            passwords.reset_password(getattr(world, whom), by=world.system)

    def test_temporary_passwords_differ_and_are_long(self):
        made = {passwords.temporary_password() for _ in range(200)}
        assert len(made) == 200
        assert {len(each) for each in made} == {14}

    def test_unlock_needs_the_post_for_it(self, world):
        with pytest.raises(PermissionDenied):
            passwords.unlock(world.clerk, by=world.system)
