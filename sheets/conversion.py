"""Files converted by LibreOffice where the server has it: one at a time, with a profile of its own and a time limit."""

import fcntl
import os
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

SECONDS = 60  # for one file; a document of ten pages takes three
WAIT = 20  # seconds for those before it
LOCK = Path(tempfile.gettempdir()) / f"fedwork-conversion-{os.getuid()}.lock"


class ConversionFailed(Exception):
    """No LibreOffice, a file that it does not convert, or no end within the time."""


class ConversionBusy(ConversionFailed):
    """Others are being converted; it works a little later."""


def find_program() -> str | None:
    """Where LibreOffice is, or None."""
    return shutil.which("soffice")


def convert_file(data: bytes, suffix: str, target: str, *, seconds: int = SECONDS, wait: int = WAIT) -> bytes:
    """``data``, a file whose name ends in ``suffix`` (".docx"), as ``target``: an ending, with the filter after a colon
    where one is needed ("pdf", "xlsx:Calc MS Excel 2007 XML").

    The program runs in a session of its own, so that it ends with all its children when the time is over.
    """
    program = find_program()
    if program is None:
        raise ConversionFailed("not installed")
    with _one_at_a_time(wait), tempfile.TemporaryDirectory(prefix="fedwork-", ignore_cleanup_errors=True) as folder:
        place = Path(folder)
        source, out = place / f"file{suffix}", place / "out"
        source.write_bytes(data)
        command = [
            program, f"-env:UserInstallation=file://{place}/profile", "--headless", "--norestore", "--nolockcheck",
            "--convert-to", target, "--outdir", str(out), str(source),
        ]  # fmt: skip
        _run(command, place, seconds)
        try:
            return (out / f"file.{target.partition(':')[0]}").read_bytes()
        except OSError as error:
            raise ConversionFailed("nothing was written") from error


@contextmanager
def _one_at_a_time(wait: int) -> Iterator[None]:
    """A lock of all processes of this user on this machine."""
    with LOCK.open("w") as file:
        deadline = time.monotonic() + wait
        while True:
            try:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
                break
            except BlockingIOError as error:
                if time.monotonic() > deadline:
                    raise ConversionBusy("others are being converted") from error
                time.sleep(0.1)
        yield


def _run(command: list[str], place: Path, seconds: int) -> None:
    environment = {"PATH": os.environ.get("PATH", ""), "HOME": str(place), "LANG": "zh_CN.UTF-8"}
    try:
        process = subprocess.Popen(
            command, cwd=place, env=environment, start_new_session=True,
            stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        )  # fmt: skip
    except OSError as error:
        raise ConversionFailed("could not be started") from error
    try:
        code = process.wait(timeout=seconds)
    except subprocess.TimeoutExpired as error:
        raise ConversionFailed("took too long") from error
    finally:
        _end(process)
    if code != 0:
        raise ConversionFailed(f"ended with {code}")


def _end(process: "subprocess.Popen[bytes]") -> None:
    """The program and its children: the command is a script that starts the real one."""
    try:
        os.killpg(process.pid, signal.SIGKILL)
    except ProcessLookupError:
        pass
    process.wait()
