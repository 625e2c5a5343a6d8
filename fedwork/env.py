"""Settings from the environment: read once, every problem said in one line, all of them at once."""

import os
import secrets
from pathlib import Path
from urllib.parse import parse_qs, unquote, urlsplit

ROOT = Path(__file__).resolve().parent.parent
ON = {"1", "on", "true", "yes"}
OFF = {"", "0", "off", "false", "no"}
SHORTEST_SECRET = 50  # characters, as many as Django's own generator makes


def var_dir() -> Path:
    """Where everything that is made while running lives: data, logs, uploads, secrets."""
    return Path(os.environ.get("FEDWORK_VAR") or ROOT / "var").absolute()


class Environment:
    """Reads variables and collects what is wrong; ``stop_if_wrong`` then says it all and ends the process."""

    def __init__(self, values=os.environ):
        self.values = values
        self.problems: list[str] = []
        self.demo = self.flag("FEDWORK_DEMO")

    def wrong(self, problem: str) -> None:
        self.problems.append(problem)

    def text(self, name: str, default: str = "") -> str:
        return self.values.get(name, "").strip() or default

    def flag(self, name: str, default: bool = False) -> bool:
        word = self.values.get(name, "").strip().lower()
        if word in ON:
            return True
        if word not in OFF:
            self.wrong(f"{name}={word} is neither on nor off.")
        return default if name not in self.values else False

    def number(self, name: str, default: int) -> int:
        word = self.text(name, str(default))
        if not word.isdecimal():
            self.wrong(f"{name}={word} is not a whole number.")
            return default
        return int(word)

    def words(self, name: str) -> list[str]:
        return [word.strip() for word in self.text(name).split(",") if word.strip()]

    def debug(self) -> bool:
        """Only ever on beside the demo: error pages of a server must not show its insides."""
        if self.flag("DEBUG") and not self.demo:
            self.wrong("DEBUG is on: a server must run without it.")
        return self.flag("DEBUG")

    def secret_key(self) -> str:
        key = self.text("SECRET_KEY")
        if not key and self.demo:
            return kept_secret(var_dir() / "secret_key")
        if not key:
            self.wrong("SECRET_KEY is missing: set it to a long random text, and keep it secret.")
        elif len(key) < SHORTEST_SECRET:
            self.wrong(f"SECRET_KEY is too short: at least {SHORTEST_SECRET} characters.")
        return key

    def allowed_hosts(self) -> list[str]:
        hosts = self.words("ALLOWED_HOSTS")
        if not hosts and self.demo:
            return ["localhost", "127.0.0.1", "[::1]"]
        if not hosts:
            self.wrong("ALLOWED_HOSTS is missing: the names that people type, divided by commas.")
        elif "*" in hosts:
            self.wrong("ALLOWED_HOSTS=* lets any site pose as this one: give the names.")
        return hosts

    def database(self) -> dict:
        url = self.text("DATABASE_URL")
        if not url:
            self.wrong("DATABASE_URL is missing: postgresql://user:password@host:5432/name")
            return {}
        if urlsplit(url).scheme not in {"postgres", "postgresql"}:
            self.wrong("DATABASE_URL must name a PostgreSQL database: postgresql://user:password@host:5432/name")
            return {}
        try:
            return database(url)
        except ValueError as error:
            self.wrong(f"DATABASE_URL cannot be read: {error}.")
            return {}

    def prefix(self) -> str | None:
        """The path below which the pages live, such as /fedwork; nothing when they have the host for themselves."""
        prefix = self.text("URL_PREFIX").rstrip("/")
        if prefix and not prefix.startswith("/"):
            self.wrong(f"URL_PREFIX={prefix} must begin with a slash.")
        return prefix or None

    def address(self) -> str:
        """Where people reach the pages, such as https://plans.example.org, for what has no request: mails."""
        address = self.text("SITE_ADDRESS").rstrip("/")
        parts = urlsplit(address)
        if address and (parts.scheme not in {"http", "https"} or not parts.netloc or parts.path):
            self.wrong(f"SITE_ADDRESS={address} must be a whole address without a path: https://plans.example.org")
        return address

    def broker(self) -> str:
        url = self.text("REDIS_URL")
        if not url:
            self.wrong("REDIS_URL is missing: redis://host:6379/0")
        elif urlsplit(url).scheme not in {"redis", "rediss", "redis+socket"}:
            self.wrong("REDIS_URL must begin with redis://, rediss:// or redis+socket://")
        return url

    def stop_if_wrong(self) -> None:
        """A traceback would bury the one line that helps, so the process ends with the lines alone."""
        if self.problems:
            raise SystemExit("\n".join(f"FedWork cannot start. {problem}" for problem in self.problems))


def database(url: str) -> dict:
    """``postgresql://user:password@host:port/name?option=…`` as Django wants it; ``host=`` in the query may be a
    folder of sockets, and any other option (sslmode, connect_timeout) goes to the driver as it stands."""
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


def kept_secret(path: Path) -> str:
    """The secret in a file, made at first use and readable by its owner only."""
    path.parent.mkdir(parents=True, exist_ok=True)
    try:
        with open(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
            file.write(secrets.token_urlsafe(48))
    except FileExistsError:
        pass
    return path.read_text()
