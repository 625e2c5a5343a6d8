"""What the environment must say, and how a wrong one is answered."""

import os
import subprocess
import sys

import pytest

from fedwork.env import ROOT, Environment, load_or_create_secret, parse_database_url

SERVER = {
    "SECRET_KEY": "k" * 50,
    "ALLOWED_HOSTS": "plan.example.org",
    "DATABASE_URL": "postgresql://fedwork:pw@db:5432/fedwork",
    "REDIS_URL": "redis://redis:6379/0",
}


def start(**values) -> subprocess.CompletedProcess:
    """Reads the settings in a process of its own, with this environment and no more."""
    environment = {"PATH": os.environ["PATH"], **values}
    command = [sys.executable, "-c", "from fedwork import settings as s; print(s.SESSION_COOKIE_SECURE, s.DEBUG)"]
    return subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True)


def test_a_server_starts_safe():
    done = start(**SERVER)
    assert done.stdout == "True False\n", done.stderr


def test_a_proxy_is_an_address_or_a_network():
    def networks(text):
        environment = Environment({"PROXY_ADDRESS": text})
        return environment.networks("PROXY_ADDRESS", "127.0.0.1"), environment.problems

    assert networks("") == (["127.0.0.1/32"], [])
    assert networks("10.0.0.2, fd00::/8") == (["10.0.0.2/32", "fd00::/8"], [])
    assert networks("*") == (["0.0.0.0/0", "::/0"], [])
    assert [len(found) for found in networks("proxy.example.org")] == [0, 1]


def test_everything_wrong_is_said_at_once_a_line_each():
    done = start(DEBUG="1")
    assert done.returncode == 1
    lines = done.stderr.splitlines()
    for name in ("DEBUG is on", *[f"{name} is missing" for name in SERVER]):
        assert sum(name in line for line in lines) == 1, done.stderr
    assert len(lines) == 5


@pytest.mark.parametrize(
    "name,value,problem",
    [
        ("SECRET_KEY", "short", "too short"),
        ("ALLOWED_HOSTS", "plan.example.org,*", "any site"),
        ("DATABASE_URL", "sqlite:///db", "must name a PostgreSQL"),
        ("DATABASE_URL", "postgresql://h:port/name", "cannot be read"),
        ("REDIS_URL", "amqp://guest@localhost//", "must begin with redis://"),
        ("SITE_ADDRESS", "plans.example.org", "a whole address"),
        ("SITE_ADDRESS", "https://plans.example.org/fedwork", "without a path"),
    ],
)
def test_unsafe_values_are_refused(name, value, problem):
    env = Environment({**SERVER, name: value})
    env.secret_key(), env.allowed_hosts(), env.database(), env.broker(), env.address()
    assert [problem in said for said in env.problems] == [True]
    with pytest.raises(SystemExit, match=problem):
        env.exit_if_problems()


def test_flags_are_on_off_or_refused():
    env = Environment({"A": "on", "B": "No", "C": "maybe"})
    assert [env.flag("A"), env.flag("B", default=True), env.flag("D", default=True)] == [True, False, True]
    assert env.problems == []
    env.flag("C")
    assert env.problems == ["C=maybe is neither on nor off."]


def test_an_address_of_a_database_may_name_a_socket_and_options():
    made = parse_database_url("postgresql://fed:p%40ss@/fed%20work?host=%2Frun%2Fpg&sslmode=require")
    assert (made["USER"], made["PASSWORD"], made["HOST"], made["NAME"]) == ("fed", "p@ss", "/run/pg", "fed work")
    assert made["OPTIONS"] == {"sslmode": "require"}


def test_a_secret_is_made_once_and_closed_to_others(tmp_path):
    secret = load_or_create_secret(tmp_path / "deep" / "secret")
    assert load_or_create_secret(tmp_path / "deep" / "secret") == secret
    assert len(secret) >= 50
    assert (tmp_path / "deep" / "secret").stat().st_mode & 0o077 == 0
