"""Read settings from environment variables; report all problems at once, one line each."""

import os
import secrets
from ipaddress import ip_network
from pathlib import Path
from urllib.parse import parse_qs, unquote, urlsplit

ROOT = Path(__file__).resolve().parent.parent
ON = {"1", "on", "true", "yes"}
OFF = {"", "0", "off", "false", "no"}
MIN_SECRET_LENGTH = 50  # characters, as many as Django's own generator makes


def var_dir() -> Path:
    """The folder of all files created at run time: data, logs, uploads, secrets."""
    return Path(os.environ.get("FEDWORK_VAR") or ROOT / "var").absolute()


class Environment:
    """Reads variables and collects problems; ``exit_if_problems`` reports them and ends the process."""

    def __init__(self, values=os.environ):
        self.values = values
        self.problems: list[str] = []
        self.demo = self.flag("FEDWORK_DEMO")

    def add_problem(self, problem: str) -> None:
        self.problems.append(problem)

    def text(self, name: str, default: str = "") -> str:
        return self.values.get(name, "").strip() or default

    def flag(self, name: str, default: bool = False) -> bool:
        text = self.values.get(name, "").strip().lower()
        if text in ON:
            return True
        if text not in OFF:
            self.add_problem(f"{name}={text} is neither on nor off.")
        return default if name not in self.values else False

    def number(self, name: str, default: int) -> int:
        text = self.text(name, str(default))
        if not text.isdecimal():
            self.add_problem(f"{name}={text} is not a whole number.")
            return default
        return int(text)

    def items(self, name: str) -> list[str]:
        return [text.strip() for text in self.text(name).split(",") if text.strip()]

    def networks(self, name: str, default: str) -> list[str]:
        """Addresses or networks (10.0.0.0/24), divided by commas; ``*`` is any address."""
        found = []
        for text in self.items(name) or [default]:
            try:
                found += ["0.0.0.0/0", "::/0"] if text == "*" else [str(ip_network(text))]
            except ValueError:
                self.add_problem(f"{name}={text} is neither an address nor a network such as 10.0.0.0/24.")
        return found

    def debug(self) -> bool:
        """DEBUG, permitted only in the demonstration: its error pages show settings and code."""
        if self.flag("DEBUG") and not self.demo:
            self.add_problem("DEBUG is on: a server must run without it.")
        return self.flag("DEBUG")

    def secret_key(self) -> str:
        key = self.text("SECRET_KEY")
        if not key and self.demo:
            return load_or_create_secret(var_dir() / "secret_key")
        if not key:
            self.add_problem("SECRET_KEY is missing: set it to a long random text, and keep it secret.")
        elif len(key) < MIN_SECRET_LENGTH:
            self.add_problem(f"SECRET_KEY is too short: at least {MIN_SECRET_LENGTH} characters.")
        return key

    def allowed_hosts(self) -> list[str]:
        hosts = self.items("ALLOWED_HOSTS")
        if not hosts and self.demo:
            return ["localhost", "127.0.0.1", "[::1]"]
        if not hosts:
            self.add_problem("ALLOWED_HOSTS is missing: the names that people type, divided by commas.")
        elif "*" in hosts:
            self.add_problem("ALLOWED_HOSTS=* lets any site pose as this one: give the names.")
        return hosts

    def database(self) -> dict:
        url = self.text("DATABASE_URL")
        if not url:
            self.add_problem("DATABASE_URL is missing: postgresql://user:password@host:5432/name")
            return {}
        if urlsplit(url).scheme not in {"postgres", "postgresql"}:
            self.add_problem("DATABASE_URL must name a PostgreSQL database: postgresql://user:password@host:5432/name")
            return {}
        try:
            return parse_database_url(url)
        except ValueError as error:
            self.add_problem(f"DATABASE_URL cannot be read: {error}.")
            return {}

    def prefix(self) -> str | None:
        """The path prefix of all pages, such as /fedwork, or None."""
        prefix = self.text("URL_PREFIX").rstrip("/")
        if prefix and not prefix.startswith("/"):
            self.add_problem(f"URL_PREFIX={prefix} must begin with a slash.")
        return prefix or None

    def address(self) -> str:
        """The base URL of links in mails, such as https://plans.example.org."""
        address = self.text("SITE_ADDRESS").rstrip("/")
        parts = urlsplit(address)
        if address and (parts.scheme not in {"http", "https"} or not parts.netloc or parts.path):
            self.add_problem(
                f"SITE_ADDRESS={address} must be a whole address without a path: https://plans.example.org"
            )
        return address

    def broker(self) -> str:
        url = self.text("REDIS_URL")
        if not url:
            self.add_problem("REDIS_URL is missing: redis://host:6379/0")
        elif urlsplit(url).scheme not in {"redis", "rediss", "redis+socket"}:
            self.add_problem("REDIS_URL must begin with redis://, rediss:// or redis+socket://")
        return url

    def exit_if_problems(self) -> None:
        """End the process with one line for each problem, without a traceback."""
        if self.problems:
            raise SystemExit("\n".join(f"FedWork cannot start. {problem}" for problem in self.problems))


def parse_database_url(url: str) -> dict:
    """Parse ``postgresql://user:password@host:port/name?option=…`` into Django's settings. ``host=`` in the query may
    be a folder of sockets; other options (sslmode, connect_timeout) are passed to the driver."""
    parts = urlsplit(url)
    options = {name: values[-1] for name, values in parse_qs(parts.query).items()}
    host = options.pop("host", "") or unquote(parts.hostname or "")
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path.lstrip("/")),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": host,
        "PORT": str(options.pop("port", "") or parts.port or ""),
        "OPTIONS": options,
    }


def load_or_create_secret(path: Path) -> str:
    """The secret in a file, created at first use and readable by its owner only."""
    path.parent.mkdir(parents=True, exist_ok=True)
    try:
        with open(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
            file.write(secrets.token_urlsafe(48))
    except FileExistsError:
        pass
    return path.read_text()
