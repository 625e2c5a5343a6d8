"""Reminders by e-mail: each is sent once, and one that cannot be sent stops no other."""

import re
import socketserver
import threading
from datetime import timedelta

import pytest
from django.core import mail
from django.utils import timezone

from accounts.models import Person
from targets.models import Urge
from targets.periods.actions.reminder_mails import send_reminder_mails
from targets.periods.actions.reminders import mark_reminders_seen, remind_missing_units
from tests.targets.returns_world import fill_and_submit, make_world

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate


def give_addresses(world):
    for name in ("clerk", "neighbour"):
        Person.objects.filter(pk=world.people[name].pk).update(email=f"{name}@example.org")


def test_each_mail_is_sent_once(settings):
    settings.MAIL_TO_PEOPLE = True
    world = make_world(open_seq=1)
    give_addresses(world)
    remind_missing_units(world.period(), by=world.reviewer, text="今天下班前")
    assert send_reminder_mails(TODAY()) == 2
    assert send_reminder_mails(TODAY()) == 0
    assert sorted(m.to[0] for m in mail.outbox) == ["clerk@example.org", "neighbour@example.org"]
    assert "2020年一季度" in mail.outbox[0].subject
    assert "今天下班前" in mail.outbox[0].body
    assert Urge.objects.filter(mailed_at=None).get().to == world.colleague


def test_mail_links_to_the_return_when_the_site_address_is_set(settings, client):
    settings.MAIL_TO_PEOPLE = True
    world = make_world(open_seq=1)
    give_addresses(world)
    remind_missing_units(world.period(), by=world.reviewer)
    settings.SITE_ADDRESS = "https://plans.example.org"
    send_reminder_mails(TODAY())
    letter = next(m for m in mail.outbox if m.to == ["clerk@example.org"])
    link = re.search(r"https://plans\.example\.org(/\S+)", letter.body)[1]
    client.force_login(world.clerk)
    assert client.get(link).context["report"] == world.report()


def test_no_mail_without_server_or_after_reading_or_reporting(settings):
    world = make_world(open_seq=1)
    give_addresses(world)
    remind_missing_units(world.period(), by=world.reviewer)
    assert send_reminder_mails(TODAY()) == 0
    settings.MAIL_TO_PEOPLE = True
    mark_reminders_seen(world.report(unit="530924000000"), by=world.neighbour)
    fill_and_submit(world, world.report())
    send_reminder_mails(TODAY())
    assert mail.outbox == []


def test_mails_of_yesterday_are_not_sent(settings):
    settings.MAIL_TO_PEOPLE = True
    world = make_world(open_seq=1)
    give_addresses(world)
    remind_missing_units(world.period(), by=world.reviewer)
    assert send_reminder_mails(TODAY() + timedelta(days=1)) == 0


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
def test_worker_sends_mails_despite_a_failing_address(settings, mail_server, start_worker):
    settings.MAIL_TO_PEOPLE = True
    worker = start_worker()
    world = make_world(open_seq=1)
    give_addresses(world)
    Person.objects.filter(pk=world.colleague.pk).update(email="bad@example.org")
    remind_missing_units(world.period(), by=world.reviewer)
    worker.wait_for(lambda: Urge.objects.exclude(mailed_at=None).count() == 2)
    assert sorted(mail_server) == ["clerk@example.org", "neighbour@example.org"]
    assert Urge.objects.get(mailed_at=None).to == world.colleague


def test_line_breaks_in_names_and_invalid_addresses_do_not_stop_other_mails(settings):
    settings.MAIL_TO_PEOPLE = True
    world = make_world(open_seq=1)
    give_addresses(world)
    Person.objects.filter(pk=world.colleague.pk).update(email="a@b.example\nBcc: c@d.example")
    world.plan.participants.update(short_name="永德\r\nBcc: c@d.example")
    remind_missing_units(world.period(), by=world.reviewer)
    assert send_reminder_mails(TODAY()) == 2
    assert sorted(m.to[0] for m in mail.outbox) == ["clerk@example.org", "neighbour@example.org"]
    assert "\n" not in mail.outbox[0].subject
