"""A real gunicorn behind a proxy: each person is counted at the address that the proxy saw."""

import pytest
from axes.models import AccessAttempt

from accounts.models import Role
from audit.models import Entry
from tests.factories import PASSWORD, make_person, make_unit
from tests.web_server import OFFICE, WebServer

STRANGER = "203.0.113.9"


@pytest.fixture
def web(transactional_db, tmp_path):
    server = WebServer(tmp_path / "web.log")
    yield server
    server.stop()


@pytest.mark.slow
def test_a_stranger_locks_nobody_out_behind_a_proxy(web):
    unit = make_unit("530923000000", "永德县")
    make_person("yongde", (Role.CLERK, unit))
    web.wait_until_ready()
    guesses = [web.log_in("yongde", "wrong", forwarded=f"{OFFICE}, {STRANGER}") for _ in range(6)]
    assert guesses == [200, 200, 200, 200, 429, 429]
    assert web.log_in("yongde", PASSWORD, forwarded=STRANGER) == 429
    assert web.log_in("yongde", PASSWORD, forwarded=OFFICE) == 302
    assert {each.ip_address for each in AccessAttempt.objects.all()} == {STRANGER}
    assert set(Entry.objects.values_list("verb", "address")) == {
        ("session.refused", STRANGER),
        ("session.lock", STRANGER),
        ("session.barred", STRANGER),
        ("session.login", OFFICE),
    }
