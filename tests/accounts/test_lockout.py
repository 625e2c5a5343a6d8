"""Whom wrong passwords lock out, and from where."""

import pytest
from axes.utils import reset
from django.urls import reverse

from accounts.lockout import MAX_FAILED_NAMES, MAX_FAILURES_ELSEWHERE
from audit.models import Entry
from tests.factories import PASSWORD, make_person

OFFICE, HOME = "10.1.1.1", "10.2.2.2"


@pytest.fixture(autouse=True)
def _behind_a_proxy(db, settings):
    reset()
    settings.BEHIND_PROXY, settings.PROXIES = True, ["127.0.0.1/32"]


@pytest.fixture
def log_in(client, world):
    """A function that posts the login form as the proxy passes it on, and returns the status."""

    def post(username, password=PASSWORD, *, at):
        client.cookies.clear()
        form = {"username": username, "password": password}
        return client.post(reverse("accounts:login"), form, headers={"X-Forwarded-For": at}).status_code

    return post


def fail(log_in, username, at, times=5):
    return [log_in(username, "wrong", at=at) for _ in range(times)]


def test_a_name_is_locked_only_at_the_address_of_the_guesses(log_in):
    assert fail(log_in, "yongde", HOME) == [200, 200, 200, 200, 429]
    assert log_in("yongde", at=HOME) == 429
    assert log_in("yongde", at=OFFICE) == 302
    assert set(Entry.objects.filter(verb="session.refused").values_list("address", flat=True)) == {HOME}
    assert Entry.objects.get(verb="session.login").address == OFFICE


def test_an_address_that_the_client_invents_changes_nothing(log_in):
    for number in range(4):
        assert log_in("yongde", "wrong", at=f"10.9.9.{number}, {HOME}") == 200
    assert log_in("yongde", "wrong", at=f"{OFFICE}, {HOME}") == 429
    assert log_in("yongde", at=f"{OFFICE}, {HOME}") == 429
    assert log_in("yongde", at=OFFICE) == 302


def test_many_addresses_buy_no_more_guesses_and_keep_nobody_out_of_their_office(log_in):
    assert log_in("yongde", at=OFFICE) == 302
    for number in range(MAX_FAILURES_ELSEWHERE // 4):
        assert fail(log_in, "yongde", f"10.3.3.{number}", 4) == [200] * 4
    assert log_in("yongde", at="10.3.3.200") == 429, "the right password from a new address is not even looked at"
    assert log_in("yongde", at=OFFICE) == 302
    assert log_in("lincang-system", at="10.3.3.200") == 302, "other names are not concerned"


def test_one_address_alone_cannot_make_a_name_look_attacked(log_in):
    fail(log_in, "yongde", HOME, MAX_FAILURES_ELSEWHERE + 5)
    assert log_in("yongde", at="10.3.3.200") == 302


def test_an_address_from_which_many_names_failed_answers_only_those_whom_it_knows(log_in):
    assert log_in("yongde", at=OFFICE) == 302
    for number in range(MAX_FAILED_NAMES):
        log_in(f"guess{number}", "wrong", at=OFFICE)
    assert log_in("lincang-system", at=OFFICE) == 429
    assert log_in("yongde", at=OFFICE) == 302
    assert log_in("lincang-system", at=HOME) == 302


def test_five_failures_of_a_known_pair_lock_it(log_in):
    assert log_in("yongde", at=OFFICE) == 302
    fail(log_in, "yongde", OFFICE)
    assert log_in("yongde", at=OFFICE) == 429
    make_person("other")
    assert log_in("other", at=OFFICE) == 302
