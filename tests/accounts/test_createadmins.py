"""manage.py createadmins: the first three administrators of an empty server."""

import io
import re

import pytest
from django.core.management import CommandError, call_command
from django.urls import reverse

from accounts import policy
from accounts.actions import administrators
from accounts.models import Person, Post, Role
from audit.models import Entry
from tests.factories import make_person, make_unit

pytestmark = pytest.mark.django_db
LOGINS = {"xitong": Role.SYSTEM_ADMIN, "anquan": Role.SECURITY_ADMIN, "shenji": Role.AUDIT_ADMIN}


@pytest.fixture
def yunnan():
    return make_unit("530000000000", "云南省")


def createadmins(code="530000000000"):
    out = io.StringIO()
    call_command("createadmins", code, stdout=out)
    return out.getvalue()


def parse_passwords(output):
    """login name → password, as printed by the command."""
    return dict(re.findall(r"^  (\w+) +([a-z0-9]{4}(?:-[a-z0-9]{4}){2})  ", output, re.M))


def test_three_people_with_one_post_each(yunnan):
    passwords = parse_passwords(createadmins())
    assert passwords.keys() == LOGINS.keys()
    assert len(set(passwords.values())) == 3
    for username, role in LOGINS.items():
        person = Person.objects.get(username=username)
        assert [(post.unit, post.role, post.to_date) for post in person.posts.all()] == [(yunnan, role, None)]
        assert person.check_password(passwords[username])
        assert person.must_change_password


def test_short_code_of_the_unit_is_accepted(yunnan):
    createadmins("53")
    assert Post.objects.filter(unit=yunnan).count() == 3


def test_printed_password_must_be_changed_at_first_login(yunnan, client):
    password = parse_passwords(createadmins())["xitong"]
    client.post(reverse("accounts:login"), {"username": "xitong", "password": password})
    answer = client.get(reverse("accounts:people"))
    assert (answer.status_code, answer.url) == (302, reverse("accounts:password"))


def test_system_admin_manages_people_and_audit_admin_reads_the_entries(yunnan):
    createadmins()
    people = {person.username: person for person in Person.objects.all()}
    assert policy.may(people["xitong"], policy.Verb.MANAGE_PEOPLE, yunnan)
    assert policy.may(people["shenji"], policy.Verb.READ_TRAIL, yunnan)
    rows = Entry.objects.order_by("id").values_list("verb", "object_code", "unit_code", "username")
    assert list(rows) == [
        (verb, login, yunnan.code, "") for login in LOGINS for verb in ("person.create", "post.give")
    ]  # fmt: skip


def test_audit_entries_contain_no_password(yunnan):
    passwords = parse_passwords(createadmins())
    entries = str(list(Entry.objects.values()))
    assert not [password for password in passwords.values() if password in entries]


@pytest.mark.parametrize("role", LOGINS.values())
def test_refused_if_any_unit_has_or_had_an_administrator(yunnan, role):
    elsewhere = make_unit("450000000000", "广西壮族自治区")
    old = make_person("old", (role, elsewhere))
    old.posts.update(from_date="2019-01-01", to_date="2019-12-31")
    with pytest.raises(CommandError, match="old"):
        createadmins()
    assert list(Person.objects.all()) == [old]


def test_second_run_changes_nothing(yunnan):
    createadmins()
    before = [list(model.objects.order_by("pk").values()) for model in (Person, Post, Entry)]
    with pytest.raises(CommandError):
        createadmins()
    assert [list(model.objects.order_by("pk").values()) for model in (Person, Post, Entry)] == before


def test_refused_if_a_login_name_is_taken(yunnan):
    make_person("shenji", (Role.CLERK, yunnan))
    with pytest.raises(CommandError, match="shenji"):
        createadmins()
    assert Person.objects.count() == 1


def test_refused_for_a_missing_or_closed_unit(yunnan):
    with pytest.raises(CommandError, match="450000"):
        createadmins("450000")
    yunnan.to_date = "2019-12-31"
    yunnan.save()
    with pytest.raises(CommandError):
        createadmins()
    assert not Person.objects.exists()


def test_creates_all_three_or_none(yunnan, monkeypatch):
    """The last audit entry fails: no person is created."""

    def record(**row):
        if row["on"] == "shenji" and row["verb"] == "post.give":
            raise RuntimeError("no audit entry")
        return write(**row)

    write = administrators.record
    monkeypatch.setattr(administrators, "record", record)
    with pytest.raises(RuntimeError):
        createadmins()
    assert not Person.objects.exists()
    assert not Entry.objects.exists()
