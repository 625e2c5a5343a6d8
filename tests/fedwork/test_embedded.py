"""The private servers: starting, sharing, stopping, and their folders."""

import os
import signal
from pathlib import Path

import psycopg2
import pytest
import redis

from fedwork.env import parse_database_url
from fedwork.local.servers import binaries, commands, location, process
from fedwork.local.servers.servers import Servers

pytestmark = pytest.mark.slow


@pytest.fixture
def var(open_folder, request):
    """A folder for the servers of one test."""
    folder = open_folder / request.node.name
    yield folder
    Servers(folder).stop()


def ask(environment) -> tuple:
    """What the servers at the end of these addresses answer."""
    facts = parse_database_url(environment["DATABASE_URL"])
    with (
        psycopg2.connect(
            host=facts["HOST"], user=facts["USER"], password=facts["PASSWORD"], dbname=facts["NAME"]
        ) as connection,
        connection.cursor() as cursor,
    ):
        cursor.execute(
            "SELECT current_database(), current_setting('server_encoding'), current_setting('listen_addresses')"
        )
        answer = cursor.fetchone()
    connection.close()
    broker = redis.Redis(unix_socket_path=environment["REDIS_URL"].removeprefix("redis+socket://").split("?")[0])
    return answer, broker.config_get("maxmemory-policy")["maxmemory-policy"]


def pids(servers):
    return [server.pid for server in servers.servers]


def test_the_first_starts_them_and_the_last_stops_them(var):
    first, second = Servers(var, durable=False), Servers(var, durable=False)
    environment = first.join()
    assert ask(environment) == (("fedwork", "UTF8", ""), "noeviction")
    running = pids(first)
    assert second.join() == environment
    assert pids(second) == running
    first.leave()
    assert ask(environment)
    second.leave()
    assert not any(process.alive(pid) for pid in running)


def test_orphans_are_used_again(var):
    killed = Servers(var, durable=False)
    environment = killed.join()
    running = pids(killed)
    killed.users.close()  # what the kernel does for a process that was killed
    heir = Servers(var, durable=False)
    assert heir.join() == environment
    assert pids(heir) == running
    heir.leave()
    assert not any(process.alive(pid) for pid in running)


def test_one_that_was_killed_is_started_again_with_its_data(var):
    servers = Servers(var)
    environment = servers.join()
    broker = redis.Redis(unix_socket_path=str(servers.location.run / "valkey.sock"))
    broker.set("kept", "yes")
    broker.config_set("appendfsync", "always")
    broker.set("kept too", "yes")
    for pid in pids(servers):
        os.kill(pid, signal.SIGKILL)
        process.stop(pid, signal.SIGKILL)
    assert servers.find_stopped() == "postgres"
    again = Servers(var)
    assert again.join() == environment
    assert ask(environment)
    assert redis.Redis(unix_socket_path=str(servers.location.run / "valkey.sock")).get("kept") == b"yes"
    servers.leave()
    again.leave()


def test_data_in_use_are_not_thrown_away(var):
    servers = Servers(var, durable=False)
    servers.join()
    with pytest.raises(SystemExit, match="in use"):
        Servers(var).reset()
    servers.leave()
    Servers(var).reset()
    assert not (var / "postgres").exists()


def test_a_path_too_long_for_sockets_gets_short_ones(open_folder):
    deep = open_folder / ("长" * 40) / "a b"
    deep.mkdir(parents=True)
    found = location.find_location(deep)
    assert len(os.fsencode(found.run / location.SOCKET_NAME)) <= location.MAX_SOCKET_PATH
    assert location.find_location(deep).run == found.run
    servers = Servers(deep, durable=False)
    assert ask(servers.join())
    servers.leave()
    Servers(deep).reset()
    assert not found.run.exists()


def test_a_folder_of_somebody_else_is_refused(var):
    if os.geteuid() != 0:
        pytest.skip("only root can make a folder that belongs to somebody else")
    (var / "run").mkdir(parents=True)
    os.chown(var / "run", 4321, 4321)
    with pytest.raises(SystemExit, match="belongs to somebody else"):
        location.find_location(var)
    (var / "run").rmdir()


def test_under_a_closed_home_the_data_live_where_their_account_can_come(tmp_path):
    if os.geteuid() != 0:
        pytest.skip("only root runs the servers as another account")
    closed = tmp_path / "home"
    closed.mkdir(mode=0o700)
    servers = Servers(closed / "var", durable=False)
    assert ask(servers.join())
    assert servers.location.home == Path((closed / "var" / "elsewhere").read_text().strip())
    assert closed.stat().st_mode & 0o777 == 0o700
    servers.leave()
    Servers(closed / "var").reset()
    assert not servers.location.home.exists()


def test_a_full_disk_is_said_in_one_line(var, monkeypatch):
    monkeypatch.setattr(process, "MIN_FREE_SPACE", 2**60)
    with pytest.raises(SystemExit, match=r"The disk is full: [0-9]+ MB are free") as said:
        Servers(var).join()
    assert "\n" not in str(said.value)


def test_commands_choose_their_servers(monkeypatch):
    monkeypatch.setenv("DATABASE_URL", "postgresql://server/db")
    with commands.servers_for(["settle"]):
        assert os.environ["DATABASE_URL"] == "postgresql://server/db"
    for name in ("DATABASE_URL", "REDIS_URL", "SECRET_KEY"):
        monkeypatch.setenv(name, "")
    monkeypatch.setattr(commands, "joined", None)  # not to be called
    with commands.servers_for(["readplan", "plan.docx"]):
        assert os.environ["DATABASE_URL"] == commands.PLACEHOLDER_ENVIRONMENT["DATABASE_URL"]
    monkeypatch.setenv("DATABASE_URL", "")
    monkeypatch.setenv("REDIS_URL", "")
    monkeypatch.setattr(binaries, "package", lambda name: None)
    with pytest.raises(SystemExit, match="Set DATABASE_URL and REDIS_URL, or"):
        commands.servers_for(["settle"])
