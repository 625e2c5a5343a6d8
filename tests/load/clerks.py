"""Hundreds of clerks at their forms, over HTTP: each opens its return, types a cell every few seconds, submits.

The web processes, worker, clock, PostgreSQL and Valkey are real ones. Each value that was acknowledged is kept here
and held against the database afterwards (``ledger``).
"""

import asyncio
import json
import random
import re
import secrets
import socket
import time
from dataclasses import dataclass, field
from http import HTTPStatus

PATIENCE = 60  # seconds for one answer: whoever waits longer has a fault to tell of
CSRF = secrets.token_hex(16)
VERSION = re.compile(r'data-cell="([^"]+)" data-version="(\d+)"')


@dataclass
class Told:
    """What the clerks were told: times by kind of request, what went wrong, and every acknowledged value."""

    times: dict = field(default_factory=lambda: {"open": [], "save": [], "submit": [], "withdraw": []})
    faults: list = field(default_factory=list)
    saved: list = field(default_factory=list)  # (unit, target, version, value)
    submitted: list = field(default_factory=list)  # (unit, {target: value})
    seconds: float = 0  # from the first one's coming to the last one's going
    unanswered: set = field(default_factory=set)  # (unit, target or "") of which nobody knows whether it was done


@dataclass
class Clerk:
    """One of them: works until ``until``, and until it has handed in ``least`` returns; a cell every ``pause`` seconds,
    more or less."""

    unit: str
    session: str
    address: str
    port: int
    told: Told
    until: float
    pause: float
    least: int
    held: dict = field(default_factory=dict)  # what the database holds, as far as this clerk was told
    versions: dict = field(default_factory=dict)

    def __post_init__(self):
        self.dice = random.Random(self.unit)
        self.typed = self.handed_in = 0

    @property
    def done(self):
        return time.monotonic() > self.until and self.handed_in >= self.least

    async def work(self, late):
        """Comes to the office ``late`` seconds after the others, and goes on until the day is over."""
        await asyncio.sleep(late)
        try:
            await self.open()
            while not self.done:
                await self.fill_in()
        except Fault as fault:
            self.told.faults.append(f"{self.unit}: {fault}")

    async def fill_in(self):
        """Every cell in its turn, then the submission, which is taken back to go on."""
        for code in self.versions:
            await asyncio.sleep(self.dice.uniform(0.8, 1.2) * self.pause)
            if self.done:
                return
            await self.save(code)
        await self.post("submit", "submit/", b"", HTTPStatus.FOUND)
        self.told.submitted.append((self.unit, dict(self.held)))
        self.handed_in += 1
        await asyncio.sleep(self.pause)
        await self.post("withdraw", "withdraw/", b"", HTTPStatus.FOUND)
        await self.open()

    async def open(self):
        page = await self.ask("open", "GET", "", b"", HTTPStatus.OK)
        self.versions = {code: int(version) for code, version in VERSION.findall(page)}
        if not self.versions:
            raise Fault("the form is empty")

    async def save(self, code):
        self.typed += 1
        body = {"cell": code, "seen": self.versions[code], "value": str(self.typed)}
        self.told.unanswered.add((self.unit, code))
        answer = json.loads(await self.post("save", "figure/", json.dumps(body).encode(), HTTPStatus.OK))
        self.told.unanswered.discard((self.unit, code))
        if answer["value"] != body["value"]:
            raise Fault(f"typed {body['value']}, told {answer['value']}")
        self.versions[code], self.held[code] = answer["version"], self.typed
        self.told.saved.append((self.unit, code, answer["version"], self.typed))

    async def post(self, kind, where, body, expected):
        return await self.ask(kind, "POST", where, body, expected)

    async def ask(self, kind, method, where, body, expected):
        """The body of the answer; Fault for any but the expected one."""
        began = time.monotonic()
        try:
            status, text = await asyncio.wait_for(self._send(method, where, body), PATIENCE)
        except (OSError, TimeoutError, EOFError, ValueError) as error:
            raise Fault(f"{kind}: {type(error).__name__} {error}") from None
        self.told.times[kind].append(time.monotonic() - began)
        if status != expected:
            raise Fault(f"{kind}: {status} {text[:300]}")
        return text

    async def _send(self, method, where, body):
        reader, writer = await asyncio.open_connection("127.0.0.1", self.port)
        try:
            head = (
                f"{method} {self.address}{where} HTTP/1.1\r\nHost: 127.0.0.1:{self.port}\r\nConnection: close\r\n"
                f"Cookie: sessionid={self.session}; csrftoken={CSRF}\r\nX-CSRFToken: {CSRF}\r\n"
                f"Content-Type: application/json\r\nContent-Length: {len(body)}\r\n\r\n"
            )
            writer.write(head.encode() + body)
            await writer.drain()
            answer = await reader.read()
        finally:
            writer.close()
        head, _, text = answer.partition(b"\r\n\r\n")
        return int(head.split()[1]), text.decode()


class Fault(Exception):
    """Something that no clerk should ever see."""


async def work(clerks, arriving):
    """All of them, who arrive one after the other within ``arriving`` seconds."""
    await asyncio.gather(*(clerk.work(arriving * n / len(clerks)) for n, clerk in enumerate(clerks)))


def door():
    """A free port to listen on, with room for as many as come at once."""
    found = socket.socket()
    found.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    found.bind(("127.0.0.1", 0))
    found.listen(512)
    return found
