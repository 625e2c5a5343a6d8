"""The private Valkey: the broker of the queue, on a unix socket, with an append-only file."""

import signal

import redis

from fedwork.local.servers import binaries, process
from fedwork.local.servers.location import ServerLocation


class Valkey:
    """The Valkey server of a location."""

    name = "valkey"

    def __init__(self, location: ServerLocation, durable: bool):
        self.location = location
        self.data = location.folder("valkey")
        self.socket = location.run / "valkey.sock"
        self.appendonly = "yes" if durable else "no"

    @property
    def pid(self) -> int:
        return process.read_pid(self.data / "valkey.pid")

    def url(self) -> str:
        return f"redis+socket://{self.socket}?virtual_host=0"

    def start(self) -> None:
        options = {
            "--port": "0",
            "--unixsocket": self.socket,
            "--unixsocketperm": "700",
            "--dir": self.data,
            "--pidfile": self.data / "valkey.pid",
            "--appendonly": self.appendonly,
            "--save": "",  # no snapshots beside the append-only file
            "--maxmemory-policy": "noeviction",  # a full broker must refuse messages, not drop them
            "--daemonize": "no",
        }
        command = [binaries.valkey(self.location), *(part for option in options.items() for part in option)]
        process.start(self.location, self.name, command, self.answers)

    def answers(self) -> bool:
        if not process.alive(self.pid):
            return False
        try:
            return redis.Redis(unix_socket_path=str(self.socket), socket_timeout=5).ping()
        except redis.RedisError:
            return False

    def stop(self) -> None:
        process.stop(self.pid, signal.SIGTERM)
