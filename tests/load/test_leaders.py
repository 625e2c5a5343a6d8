"""Fifty leaders open their first page in the same second, at a real gunicorn: no error, the same numbers for all."""

import re
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.test import Client

from tests import factories as make
from tests.dashboards.test_scale import make_province
from tests.limits import HANGING_AFTER
from tests.web_server import OFFICE, WebServer

pytestmark = [pytest.mark.load, pytest.mark.slow, pytest.mark.timeout(3 * HANGING_AFTER)]
LEADERS = 50


@pytest.fixture
def web(transactional_db, tmp_path):
    server = WebServer(tmp_path / "web.log", workers=2)
    yield server
    server.stop()


def test_fifty_leaders_at_once(web):
    plan, _participants, _leader = make_province()
    leaders = [make.make_person(f"leader-{n}", ("leader", plan.unit)) for n in range(LEADERS)]
    cookies = [log_in(leader) for leader in leaders]
    web.wait_until_ready()
    for path in ("/", f"/totals/{plan.code}/{plan.unit.code}/2020Q2/matrix/?level=county"):
        answers = ask_at_once(web, path, cookies)
        assert [answer.status for answer in answers] == [200] * LEADERS
        assert len({numbers(answer.content.decode()) for answer in answers}) == 1
        assert "Traceback" not in web.log.read_text()


def ask_at_once(web, path, cookies):
    """The answers to one request of each, sent when all are ready to send."""
    ready = Barrier(len(cookies))

    def ask(cookie):
        ready.wait(HANGING_AFTER)
        return web.request("GET", path, forwarded=OFFICE, Cookie=cookie)

    with ThreadPoolExecutor(len(cookies)) as threads:
        return list(threads.map(ask, cookies))


def log_in(person):
    client = Client()
    client.force_login(person, backend="django.contrib.auth.backends.ModelBackend")
    return "; ".join(f"{name}={each.value}" for name, each in client.cookies.items())


def numbers(page):
    """The numbers that the page shows, without what differs from person to person."""
    main = page.partition("<main")[2].partition("</main>")[0]
    text = re.sub(r"<[^>]+>|leader-\d+", " ", main)
    found = tuple(re.findall(r"\d[\d,.]*%?", text))
    assert len(found) > 20, text
    return found
