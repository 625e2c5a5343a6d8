"""Actions on people, posts and passwords: scope, validation, audit entries."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.utils import timezone

from accounts import policy
from accounts.actions import passwords
from accounts.actions.people import change_person, create_person
from accounts.actions.posts import end_post, give_post
from accounts.manageable_people import manageable_people
from accounts.models import Person, Role
from audit.errors import Refused
from audit.models import Entry
from tests.factories import PASSWORD

MANAGE = policy.Verb.MANAGE_PEOPLE


def manageable_usernames(by, verb=MANAGE):
    return set(manageable_people(by, verb).values_list("username", flat=True))


def new_clerk(world, **fields):
    given = {"username": "new", "name": "新来的", "unit": world.shuangjiang, "role": Role.CLERK, **fields}
    return create_person(by=world.system, **given)


def today():
    return timezone.localdate()


class TestScope:
    def test_all_posts_must_be_in_scope(self, world):
        assert manageable_usernames(world.system) == {"lincang-security", "lincang-audit", "yongde"}

    def test_nobody_manages_themselves(self, world):
        assert "lincang-system" not in manageable_usernames(world.system)

    def test_scope_depends_on_the_verb(self, world):
        assert manageable_usernames(world.security, policy.Verb.UNLOCK) == {"lincang-system", "lincang-audit", "yongde"}
        assert (
            manageable_usernames(world.security)
            == manageable_usernames(world.clerk)
            == manageable_usernames(world.leader)
            == set()
        )

    def test_person_whose_posts_have_ended_stays_in_scope(self, world):
        world.clerk.posts.update(from_date=today() - timedelta(9), to_date=today() - timedelta(1))
        assert "yongde" in manageable_usernames(world.system)

    def test_future_post_outside_the_scope_excludes_the_person(self, world):
        world.clerk.posts.create(unit=world.yunnan, role=Role.PLANNER, from_date=today() + timedelta(30))
        assert "yongde" not in manageable_usernames(world.system)


class TestCreate:
    def test_creates_a_temporary_password_and_a_first_post(self, world):
        person, password = new_clerk(world)
        person.refresh_from_db()
        assert person.check_password(password)
        assert person.must_change_password
        assert policy.may(person, policy.Verb.FILL, world.shuangjiang)

    def test_audit_entries_without_the_password(self, world):
        _, password = new_clerk(world)
        rows = list(Entry.objects.order_by("id"))
        assert [(row.verb, row.object_code, row.unit_code) for row in rows] == [
            ("person.create", "new", "530925000000"),
            ("post.give", "new", "530925000000"),
        ]
        assert all(password not in str(row.data) for row in rows)

    def test_denied_outside_the_scope(self, world):
        with pytest.raises(PermissionDenied):
            new_clerk(world, unit=world.yunnan)
        assert not Person.objects.filter(username="new").exists()

    @pytest.mark.parametrize("username", ["yongde", "with space", "", "a/b"])
    def test_invalid_login_name_is_an_error_of_its_field(self, world, username):
        with pytest.raises(Refused) as refused:
            new_clerk(world, username=username)
        assert list(refused.value.cells) == ["username"]

    def test_refused_post_creates_no_person(self, world):
        world.shuangjiang.to_date = today() - timedelta(1)
        world.shuangjiang.save()
        with pytest.raises(Refused):
            new_clerk(world)
        assert not Person.objects.filter(username="new").exists()
        assert not Entry.objects.exists()


class TestChange:
    def test_audit_entry_has_old_and_new_values(self, world):
        change_person(world.clerk, by=world.system, name="李", phone="0883", email="", is_active=True)
        assert Entry.objects.get().data == {"name": ["永德填报员", "李"], "phone": ["", "0883"]}

    def test_unchanged_person_has_no_audit_entry(self, world):
        change_person(world.clerk, by=world.system, name=world.clerk.name)
        assert not Entry.objects.exists()

    @pytest.mark.parametrize("who", ["leader", "both", "system"])
    def test_denied_outside_the_scope(self, world, who):
        with pytest.raises(PermissionDenied):
            change_person(getattr(world, who), by=world.system, name="李")


class TestPosts:
    def test_give_and_end_a_post(self, world):
        post = give_post(by=world.system, person=world.clerk, unit=world.yongde, role=Role.REVIEWER)
        assert {h.role for h in policy.held_posts(world.clerk)} == {"clerk", "reviewer"}
        post.from_date = today() - timedelta(5)
        post.save()
        end_post(post, by=world.system, last_day=today() - timedelta(1))
        policy.clear_held_posts(world.clerk)
        assert {h.role for h in policy.held_posts(world.clerk)} == {"clerk"}
        assert list(Entry.objects.order_by("id").values_list("verb", flat=True)) == ["post.give", "post.end"]

    def test_same_post_is_refused(self, world):
        with pytest.raises(Refused):
            give_post(by=world.system, person=world.clerk, unit=world.yongde, role=Role.CLERK)

    @pytest.mark.parametrize("role", [Role.SYSTEM_ADMIN, Role.SECURITY_ADMIN, Role.AUDIT_ADMIN])
    def test_administrator_roles_conflict_with_all_others(self, world, role):
        with pytest.raises(Refused):
            give_post(by=world.system, person=world.clerk, unit=world.yongde, role=role)
        with pytest.raises(Refused):
            give_post(by=world.system, person=world.audit, unit=world.yongde, role=Role.CLERK)

    def test_administrator_may_hold_the_same_role_at_two_units(self, world):
        give_post(by=world.system, person=world.audit, unit=world.yongde, role=Role.AUDIT_ADMIN)
        assert world.audit.posts.count() == 2

    def test_denied_for_oneself_and_for_units_above(self, world):
        with pytest.raises(PermissionDenied):
            give_post(by=world.system, person=world.system, unit=world.yongde, role=Role.SYSTEM_ADMIN)
        with pytest.raises(PermissionDenied):
            give_post(by=world.system, person=world.clerk, unit=world.yunnan, role=Role.CLERK)

    def test_last_day_before_the_first_is_refused(self, world):
        with pytest.raises(Refused) as refused:
            end_post(world.clerk.posts.get(), by=world.system, last_day=today() - timedelta(1))
        assert list(refused.value.cells) == ["last_day"]

    def test_ending_cannot_prolong_a_post(self, world):
        """The added time would not be checked for conflicts with posts given after it."""
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

    def test_ending_is_denied_outside_the_scope(self, world):
        with pytest.raises(PermissionDenied):
            end_post(world.leader.posts.get(), by=world.system, last_day=today())
        with pytest.raises(PermissionDenied):
            end_post(world.system.posts.get(), by=world.system, last_day=today())


class TestPasswords:
    def test_reset_replaces_the_password_and_requires_a_change(self, world):
        password = passwords.reset_password(world.clerk, by=world.system)
        world.clerk.refresh_from_db()
        assert world.clerk.check_password(password)
        assert not world.clerk.check_password(PASSWORD)
        assert world.clerk.must_change_password
        assert password not in str(Entry.objects.values())

    @pytest.mark.parametrize("who", ["leader", "both", "system"])
    def test_reset_is_denied_outside_the_scope(self, world, who):
        with pytest.raises(PermissionDenied):
            passwords.reset_password(getattr(world, who), by=world.system)

    def test_temporary_passwords_are_unique_and_long(self):
        created = {passwords.generate_temporary_password() for _ in range(200)}
        assert len(created) == 200
        assert {len(each) for each in created} == {14}

    def test_unlock_requires_the_verb(self, world):
        with pytest.raises(PermissionDenied):
            passwords.unlock(world.clerk, by=world.system)
