"""Login, lockout, logout and the temporary password, through the pages."""

import pytest
from axes.utils import reset
from django.urls import reverse

from accounts.actions import passwords
from accounts.models import Person
from audit.models import Entry
from tests.factories import PASSWORD

NEW = "一个-quite-different-one-7"


@pytest.fixture(autouse=True)
def _no_attempts(db):
    reset()


def log_in(client, username, password=PASSWORD, **more):
    return client.post(reverse("accounts:login"), {"username": username, "password": password, **more})


def test_login_page_is_public_and_chinese(client, db):
    response = client.get(reverse("accounts:login"))
    assert response.status_code == 200
    assert "登录名" in response.text


def test_login_redirects_home_and_is_recorded(client, world):
    response = log_in(client, "yongde")
    assert response.status_code == 302
    assert response.url == reverse("targets:home")
    assert client.get(response.url).status_code == 200
    row = Entry.objects.get()
    assert (row.username, row.verb, row.unit_code) == ("yongde", "session.login", "530923000000")


def test_login_redirects_to_next_but_not_to_another_host(client, world):
    wanted = reverse("accounts:people")
    assert client.get(wanted).url == f"{reverse('accounts:login')}?next={wanted}"
    assert log_in(client, "lincang-system", next=wanted).url == wanted
    client.logout()
    assert log_in(client, "lincang-system", next="https://example.org/").url == reverse("targets:home")


def test_same_message_for_wrong_password_unknown_name_and_inactive_account(client, world):
    world.leader.is_active = False
    world.leader.save()
    texts = [
        log_in(client, name, password).context["form"].non_field_errors().as_text()
        for name, password in (("yongde", "wrong"), ("nobody", "wrong"), ("yunnan", PASSWORD))
    ]
    assert len(set(texts)) == 1
    assert "登录名或密码" in texts[0]
    assert set(Entry.objects.values_list("verb", "object_code")) == {
        ("session.refused", "yongde"),
        ("session.refused", "yunnan"),
        ("session.unknown", "nobody"),
    }


def test_lock_after_five_failures_and_unlock(client, world):
    for _ in range(5):
        response = log_in(client, "yongde", "wrong")
    assert response.status_code == 429
    assert "锁定" in response.text
    assert log_in(client, "yongde").status_code == 429, "the right password does not help while it is locked"
    told = list(Entry.objects.order_by("id").values_list("verb", flat=True))
    assert told == [*["session.refused"] * 5, "session.lock", "session.barred"]
    assert Entry.objects.get(verb="session.lock").data == {"attempts": 5}

    client.force_login(world.security, "django.contrib.auth.backends.ModelBackend")
    page = client.get(reverse("accounts:locks"))
    assert [(row["username"], row["locked"]) for row in page.context["rows"]] == [("yongde", True)]
    client.post(reverse("accounts:person_unlock", args=["yongde"]))
    (row,) = page.context["rows"]
    assert Entry.objects.get(verb="person.unlock", object_code="yongde").data == {"attempts": row["failures"]}
    assert row["failures"] == 6
    client.logout()
    assert log_in(client, "yongde").status_code == 302


def test_logout_requires_post(client, world):
    log_in(client, "yongde")
    assert client.get(reverse("accounts:logout")).status_code == 405
    client.post(reverse("accounts:logout"))
    assert client.get(reverse("targets:home")).status_code == 302
    assert Entry.objects.filter(verb="session.logout").count() == 1


def test_temporary_password_must_be_changed_before_other_pages(client, world):
    temporary = passwords.reset_password(world.clerk, by=world.system)
    log_in(client, "yongde", temporary)
    page = reverse("accounts:password")
    assert client.get(reverse("targets:home")).url == page
    assert client.get(page).status_code == 200

    given = {"old_password": temporary, "new_password1": NEW, "new_password2": NEW}
    assert client.post(page, given).url == reverse("targets:home")
    assert client.get(reverse("targets:home")).status_code == 200, "the session goes on"
    world.clerk.refresh_from_db()
    assert world.clerk.check_password(NEW)


@pytest.mark.parametrize(
    ("old", "new", "again"),
    [
        ("wrong", NEW, NEW),
        (PASSWORD, NEW, NEW + "x"),
        (PASSWORD, "short", "short"),
        (PASSWORD, "1234567890123", "1234567890123"),
        (PASSWORD, PASSWORD, PASSWORD),
    ],
)
def test_invalid_new_password_changes_nothing(client, world, old, new, again):
    log_in(client, "yongde")
    response = client.post(
        reverse("accounts:password"), {"old_password": old, "new_password1": new, "new_password2": again}
    )
    assert response.context["form"].errors
    world.clerk.refresh_from_db()
    assert world.clerk.check_password(PASSWORD)


def test_password_reset_ends_sessions(client, world):
    log_in(client, "yongde")
    passwords.reset_password(world.clerk, by=world.system)
    assert client.get(reverse("targets:home")).status_code == 302


@pytest.mark.parametrize(
    ("new", "again", "field", "said"),
    [
        ("kurz-1", "kurz-1", "new_password1", "密码太短，至少 10 个字符。"),
        ("12345098761", "12345098761", "new_password1", "密码不能全是数字，请加上字母。"),
        ("yongdeyong", "yongdeyong", "new_password1", "密码与您的登录名太相近，容易被猜到，请换一个。"),
        ("1qaz2wsx3edc", "1qaz2wsx3edc", "new_password1", "这个密码用的人太多，容易被猜到，请换一个。"),
        (NEW, NEW + "x", "new_password2", "两次填的新密码不一样，请重新填写。"),
    ],
)
def test_what_is_wrong_with_a_new_password_stands_in_plain_words_at_its_field(client, world, new, again, field, said):
    client.force_login(world.clerk)
    given = {"old_password": PASSWORD, "new_password1": new, "new_password2": again}
    form = client.post(reverse("accounts:password"), given).context["form"]
    assert dict(form.errors) == {field: [said]}


def test_the_rules_of_passwords_stand_beside_the_field(client, world):
    client.force_login(world.clerk)
    page = client.get(reverse("accounts:password")).text
    assert "密码不能全是数字，还要有字母。" in page
    assert "你的" not in page


def test_login_page_says_why_it_is_asked_again(client, world):
    """A session that is over, an account that may not log in any more, and a first visit."""
    page, there = client.get(reverse("targets:home"), follow=True), reverse("plans:list")
    assert "登录已失效" not in page.text
    assert "登录后回到" not in page.text
    assert "登录后回到刚才的页面" in client.get(there, follow=True).text
    person = Person.objects.get(username="yongde")
    client.force_login(person)
    client.session.flush()
    page = client.get(there, follow=True)
    assert "登录已失效" in page.text
    assert page.redirect_chain[-1][0] == f"{reverse('accounts:login')}?why=ended&next={there}"
    client.force_login(person)
    Person.objects.filter(pk=person.pk).update(is_active=False)
    assert "这个账号已停用" in client.get(there, follow=True).text


def test_current_session_says_whose_it_is(client, world):
    assert client.get(reverse("accounts:session")).status_code == 302
    person = Person.objects.get(username="yongde")
    client.force_login(person)
    assert client.get(reverse("accounts:session")).json() == {"person": person.pk}


def test_names_that_do_not_exist_are_recorded_as_typed(client, world):
    for name in ("某某" * 100, "a\0b"):
        assert log_in(client, name, "wrong").status_code == 200
    found = list(Entry.objects.order_by("id").values_list("verb", "object_code", "address"))
    assert found == [("session.unknown", "某某" * 75, "127.0.0.1"), ("session.unknown", "ab", "127.0.0.1")]


def test_no_menu_until_the_temporary_password_is_changed(client, world):
    temporary = passwords.reset_password(world.clerk, by=world.system)
    log_in(client, "yongde", temporary)
    page = reverse("accounts:password")
    assert list(client.get(page).context["nav"]) == []
    wrong = client.post(page, {"old_password": "no", "new_password1": NEW, "new_password2": NEW})
    assert wrong.context["form"].errors["old_password"] == ["您填的当前密码不对，请重新填写。"]
    client.post(page, {"old_password": temporary, "new_password1": NEW, "new_password2": NEW})
    assert client.get(reverse("targets:home")).context["nav"]
