"""Urging those who have not reported: on their first page and by e-mail, nobody twice a day, and who has seen it."""

import re
import socketserver
import threading
from datetime import timedelta

import pytest
from django.core import mail
from django.core.exceptions import PermissionDenied
from django.urls import reverse
from django.utils import timezone

from accounts.models import Person, Post
from audit.errors import Refused
from audit.models import Entry
from targets.home.queries import DUE, OVERDUE, URGED, counts, todo
from targets.models import Urge, UrgedReturn
from targets.periods.actions import periods
from targets.periods.actions.urge import see, urge
from targets.periods.actions.urge_mail import mail_waiting
from tests.targets.returns.test_returns_race import race
from tests.targets.returns_world import fill_and_submit, make_world

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate


def people():
    return sorted(Urge.objects.values_list("to__username", flat=True))


def urgencies(person):
    return [item.urgency for item in todo(person, TODAY())]


def test_everybody_who_fills_in_for_the_missing_is_urged():
    world = make_world(open_seq=1)
    fill_and_submit(world, world.report())
    done = urge(world.period(), by=world.reviewer, text="今天下班前")
    assert (done.told, done.before, done.units, done.nobody) == (1, 0, 1, [])
    assert people() == ["neighbour"]
    item = todo(world.neighbour, TODAY())[0]
    assert item.urgency == URGED
    assert "今天下班前" in item.notes[0]
    assert Entry.objects.get(verb="return.urge").data == {"people": 1}


def test_nobody_is_urged_twice_a_day_but_on_the_next():
    world = make_world(open_seq=2)
    assert urge(world.period(), by=world.reviewer).told == 3
    again = urge(world.period(), by=world.second_reviewer)
    assert (again.told, again.before) == (0, 3)
    other = urge(world.period(2), by=world.reviewer)
    assert (other.told, other.before) == (0, 3)
    assert people() == ["clerk", "colleague", "neighbour"]
    assert UrgedReturn.objects.count() == 6  # the reminder that is not read yet names both periods
    Urge.objects.update(day=TODAY() - timedelta(days=1))
    assert urge(world.period(), by=world.reviewer).told == 3


def test_what_was_read_stays_as_it_was_read():
    world = make_world(open_seq=2)
    urge(world.period(), by=world.reviewer)
    see(world.report(), by=world.clerk)
    urge(world.period(2), by=world.reviewer)
    read = UrgedReturn.objects.filter(urge__to=world.clerk).values_list("report__period__seq", flat=True)
    assert list(read) == [1]


@pytest.mark.parametrize("wrong", ["clerk", "planner", "data_admin", "leader", "system_admin"])
def test_who_may_not(wrong):
    world = make_world(open_seq=1)
    with pytest.raises(PermissionDenied):
        urge(world.period(), by=world.people[wrong])


def test_reviewers_urge_those_below_them_alone():
    world = make_world(open_seq=1)
    for nobody_below in (world.county_reviewer, world.outsider):
        with pytest.raises(Refused) as refused:
            urge(world.period(), by=nobody_below)
        assert refused.value.code == "nobody"
    assert people() == []


def test_a_unit_without_a_clerk_is_named_and_ended_posts_do_not_count():
    world = make_world(open_seq=1)
    ended = TODAY() - timedelta(days=1)
    Post.objects.filter(person=world.neighbour).update(from_date=ended, to_date=ended)
    Person.objects.filter(pk=world.colleague.pk).update(is_active=False)
    done = urge(world.period(), by=world.reviewer)
    assert people() == ["clerk"]
    assert [unit.short_name for unit in done.nobody] == ["镇康"]


def test_a_locked_period_takes_none_and_a_closed_one_leads_to_the_plea():
    world = make_world(open_seq=1)
    periods.close_period(world.period(), by=world.planner)
    assert urgencies(world.clerk) == [OVERDUE]
    urge(world.period(), by=world.reviewer)
    assert urgencies(world.clerk) == [URGED]
    assert counts(world.clerk).total == 1
    see(world.report(), by=world.clerk)
    assert urgencies(world.clerk) == [OVERDUE]
    periods.lock_period(world.period(), by=world.planner)
    with pytest.raises(Refused):
        urge(world.period(), by=world.reviewer)


def test_opening_it_is_seen(client):
    world = make_world(open_seq=1)
    urge(world.period(), by=world.reviewer)
    client.force_login(world.clerk)
    there = reverse("targets:return", args=["lincang-2020", "2020Q1", "530923000000"])
    page = client.get("/").text
    assert "被催报" in page
    assert f'action="{there}urged/"' in page
    assert client.post(there + "urged/").headers["Location"] == there
    assert Urge.objects.get(to=world.clerk).seen_at is not None
    assert Urge.objects.get(to=world.colleague).seen_at is None
    assert "被催报" not in client.get("/").text
    assert urgencies(world.clerk) == [OVERDUE]
    client.force_login(world.neighbour)
    assert client.post(there + "urged/").status_code == 404


def test_the_board_urges_and_shows_who_has_seen_it(client):
    world = make_world(open_seq=1)
    client.force_login(world.reviewer)
    board = reverse("targets:returns_board", args=["lincang-2020"])
    assert "催报2020年一季度还没报的 2 家" in client.get(board).text
    there = reverse("targets:urge", args=["lincang-2020", "2020Q1"])
    page = client.post(there, {"text": "请抓紧"}, follow=True).text
    assert "已催报 3 人" in page
    assert "没有设置邮件服务器" in page
    assert "已催，未看" in page
    see(world.report(), by=world.clerk)
    assert "已催，已看" in client.get(board).text
    assert "另有 3 人今天已经催过" in client.post(there, follow=True).text
    client.force_login(world.planner)
    assert "urge-2020Q1" not in client.get(board).text
    assert client.post(there).status_code == 403


@pytest.mark.django_db(transaction=True)
def test_two_urge_at_once():
    world = make_world(open_seq=1)
    first, second = race(
        lambda: urge(world.period(), by=world.reviewer), lambda: urge(world.period(), by=world.second_reviewer)
    )
    assert (first.told, second.told, second.before) == (3, 0, 3)
    assert people() == ["clerk", "colleague", "neighbour"]


# --- by e-mail ----------------------------------------------------------------------------------------------------


def give_addresses(world):
    for name in ("clerk", "neighbour"):
        Person.objects.filter(pk=world.people[name].pk).update(email=f"{name}@example.org")


def test_each_mail_goes_out_once(settings):
    settings.MAIL_TO_PEOPLE = True
    world = make_world(open_seq=1)
    give_addresses(world)
    urge(world.period(), by=world.reviewer, text="今天下班前")
    assert mail_waiting(TODAY()) == 2
    assert mail_waiting(TODAY()) == 0
    assert sorted(m.to[0] for m in mail.outbox) == ["clerk@example.org", "neighbour@example.org"]
    assert "2020年一季度" in mail.outbox[0].subject
    assert "今天下班前" in mail.outbox[0].body
    assert Urge.objects.filter(mailed_at=None).get().to == world.colleague


def test_a_mail_leads_to_its_form_where_the_address_of_the_pages_is_known(settings, client):
    settings.MAIL_TO_PEOPLE = True
    world = make_world(open_seq=1)
    give_addresses(world)
    urge(world.period(), by=world.reviewer)
    settings.SITE_ADDRESS = "https://plans.example.org"
    mail_waiting(TODAY())
    letter = next(m for m in mail.outbox if m.to == ["clerk@example.org"])
    link = re.search(r"https://plans\.example\.org(/\S+)", letter.body)[1]
    client.force_login(world.clerk)
    assert client.get(link).context["report"] == world.report()


def test_no_mail_without_a_server_nor_to_who_has_read_or_reported(settings):
    world = make_world(open_seq=1)
    give_addresses(world)
    urge(world.period(), by=world.reviewer)
    assert mail_waiting(TODAY()) == 0
    settings.MAIL_TO_PEOPLE = True
    see(world.report(unit="530924000000"), by=world.neighbour)
    fill_and_submit(world, world.report())
    mail_waiting(TODAY())
    assert mail.outbox == []


def test_yesterdays_mails_are_not_sent_any_more(settings):
    settings.MAIL_TO_PEOPLE = True
    world = make_world(open_seq=1)
    give_addresses(world)
    urge(world.period(), by=world.reviewer)
    assert mail_waiting(TODAY() + timedelta(days=1)) == 0


class MailServer(socketserver.StreamRequestHandler):
    """As much of SMTP as Django's mail asks for; an address that begins with "bad" is refused."""

    letters: list = []

    def handle(self):
        self.answer("220 here")
        to = ""
        while line := self.rfile.readline().decode().strip():
            if line.upper().startswith("RCPT"):
                to = line.split("<")[1].rstrip(">")
                self.answer("550 nobody" if to.startswith("bad") else "250 ok")
            elif line.upper() == "DATA":
                self.answer("354 go on")
                while self.rfile.readline().strip() != b".":
                    pass
                self.letters.append(to)
                self.answer("250 ok")
            else:
                self.answer("221 bye" if line.upper() == "QUIT" else "250 ok")

    def answer(self, text):
        self.wfile.write(f"{text}\r\n".encode())


@pytest.fixture
def mail_server(monkeypatch):
    with socketserver.ThreadingTCPServer(("127.0.0.1", 0), MailServer) as server:
        MailServer.letters = []
        threading.Thread(target=server.serve_forever, daemon=True).start()
        monkeypatch.setenv("MAIL_HOST", "127.0.0.1")
        monkeypatch.setenv("MAIL_PORT", str(server.server_address[1]))
        yield MailServer.letters
        server.shutdown()


@pytest.mark.django_db(transaction=True)
def test_the_worker_sends_them_and_one_that_fails_stops_no_other(settings, mail_server, start_worker):
    settings.MAIL_TO_PEOPLE = True
    worker = start_worker()
    world = make_world(open_seq=1)
    give_addresses(world)
    Person.objects.filter(pk=world.colleague.pk).update(email="bad@example.org")
    urge(world.period(), by=world.reviewer)
    worker.wait_for(lambda: Urge.objects.exclude(mailed_at=None).count() == 2)
    assert sorted(mail_server) == ["clerk@example.org", "neighbour@example.org"]
    assert Urge.objects.get(mailed_at=None).to == world.colleague


def test_a_return_that_is_due_is_not_urged_by_itself():
    world = make_world(open_seq=1)
    world.plan.periods.update(due_on="2999-01-01")
    assert urgencies(world.clerk) == [DUE]


def test_a_name_in_two_lines_and_an_address_that_is_none_stop_nobody_elses_mail(settings):
    settings.MAIL_TO_PEOPLE = True
    world = make_world(open_seq=1)
    give_addresses(world)
    Person.objects.filter(pk=world.colleague.pk).update(email="a@b.example\nBcc: c@d.example")
    world.plan.participants.update(short_name="永德\r\nBcc: c@d.example")
    urge(world.period(), by=world.reviewer)
    assert mail_waiting(TODAY()) == 2
    assert sorted(m.to[0] for m in mail.outbox) == ["clerk@example.org", "neighbour@example.org"]
    assert "\n" not in mail.outbox[0].subject
