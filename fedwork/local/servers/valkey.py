"""The private Valkey: the queue's broker, on a unix socket, keeping its messages in an append-only file."""

import signal

import redis

from fedwork.local.servers import binaries, process
from fedwork.local.servers.place import Place


class Valkey:
    name = "valkey"

    def __init__(self, place: Place, durable: bool):
        self.place = place
        self.data = place.folder("valkey")
        self.socket = place.run / "valkey.sock"
        self.appendonly = "yes" if durable else "no"

    @property
    def pid(self) -> int:
        return process.pid_in(self.data / "valkey.pid")

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
            "--maxmemory-policy": "noeviction",  # a full broker refuses messages; it must not forget some
            "--daemonize": "no",
        }
        command = [binaries.valkey(self.place), *(part for option in options.items() for part in option)]
        process.start(self.place, self.name, command, self.answers)

    def answers(self) -> bool:
        if not process.alive(self.pid):
            return False
        try:
            return redis.Redis(unix_socket_path=str(self.socket), socket_timeout=5).ping()
        except redis.RedisError:
            return False

    def stop(self) -> None:
        process.stop(self.pid, signal.SIGTERM)
