"""Hundreds of clerks at their forms, over HTTP: each opens its return, types a cell every few seconds, submits.

The web processes, worker, clock, PostgreSQL and Valkey are real ones. Each acknowledged value is kept here and
compared with the database afterwards (``county_plan.find_lost_values``).
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

from tests.limits import HANGING_AFTER

CSRF = secrets.token_hex(16)
VERSION = re.compile(r'data-cell="([^"]+)" data-version="(\d+)"')


@dataclass
class ClerkResults:
    """Answers to all clerks: times by kind of request, faults, and every acknowledged value and submission."""

    times: dict = field(default_factory=lambda: {"open": [], "save": [], "submit": [], "withdraw": []})
    faults: list = field(default_factory=list)
    saved: list = field(default_factory=list)  # (unit, target, version, value)
    submitted: list = field(default_factory=list)  # (unit, {target: value})
    seconds: float = 0  # from the first request to the last answer
    unanswered: set = field(default_factory=set)  # (unit, target) whose request got no answer: its outcome is unknown


@dataclass
class Clerk:
    """A simulated clerk: works until ``until`` and until it has submitted ``least`` returns; saves a cell about every
    ``pause`` seconds."""

    unit: str
    session: str
    address: str
    port: int
    results: ClerkResults
    until: float
    pause: float
    least: int
    acknowledged: dict = field(default_factory=dict)  # value by target
    versions: dict = field(default_factory=dict)

    def __post_init__(self):
        self.rng = random.Random(self.unit)
        self.typed = self.submissions = 0

    @property
    def done(self):
        return time.monotonic() > self.until and self.submissions >= self.least

    async def run(self, delay):
        """Begins after ``delay`` seconds and works until it is ``done``."""
        await asyncio.sleep(delay)
        try:
            await self.open()
            while not self.done:
                await self.fill_in()
        except UnexpectedAnswer as fault:
            self.results.faults.append(f"{self.unit}: {fault}")

    async def fill_in(self):
        """Saves every cell in turn, submits, and withdraws the submission to go on."""
        for code in self.versions:
            await asyncio.sleep(self.rng.uniform(0.8, 1.2) * self.pause)
            if self.done:
                return
            await self.save(code)
        await self.post("submit", "submit/", b"", HTTPStatus.FOUND)
        self.results.submitted.append((self.unit, dict(self.acknowledged)))
        self.submissions += 1
        await asyncio.sleep(self.pause)
        await self.post("withdraw", "withdraw/", b"", HTTPStatus.FOUND)
        await self.open()

    async def open(self):
        page = await self.ask("open", "GET", "", b"", HTTPStatus.OK)
        self.versions = {code: int(version) for code, version in VERSION.findall(page)}
        if not self.versions:
            raise UnexpectedAnswer("the form is empty")

    async def save(self, code):
        self.typed += 1
        body = {"cell": code, "seen": self.versions[code], "value": str(self.typed)}
        self.results.unanswered.add((self.unit, code))
        answer = json.loads(await self.post("save", "figure/", json.dumps(body).encode(), HTTPStatus.OK))
        self.results.unanswered.discard((self.unit, code))
        if answer["value"] != body["value"]:
            raise UnexpectedAnswer(f"typed {body['value']}, answered {answer['value']}")
        self.versions[code], self.acknowledged[code] = answer["version"], self.typed
        self.results.saved.append((self.unit, code, answer["version"], self.typed))

    async def post(self, kind, where, body, expected):
        return await self.ask(kind, "POST", where, body, expected)

    async def ask(self, kind, method, where, body, expected):
        """The body of the answer; raises UnexpectedAnswer for any status but the expected one."""
        began = time.monotonic()
        try:
            status, text = await asyncio.wait_for(self._send(method, where, body), HANGING_AFTER)
        except (OSError, TimeoutError, EOFError, ValueError) as error:
            raise UnexpectedAnswer(f"{kind}: {type(error).__name__} {error}") from None
        self.results.times[kind].append(time.monotonic() - began)
        if status != expected:
            raise UnexpectedAnswer(f"{kind}: {status} {text[:300]}")
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


class UnexpectedAnswer(Exception):
    """An error, a timeout, or a status that no clerk should get."""


async def run_clerks(clerks, arriving):
    """Runs all clerks, who begin one after the other within ``arriving`` seconds."""
    await asyncio.gather(*(clerk.run(arriving * n / len(clerks)) for n, clerk in enumerate(clerks)))


def open_listening_socket():
    """A free port to listen on, with room for as many as come at once."""
    found = socket.socket()
    found.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    found.bind(("127.0.0.1", 0))
    found.listen(512)
    return found
