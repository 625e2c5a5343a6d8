"""Create or update .venv and node_modules; run by the system's Python with the standard library only.

With the argument "ocr" also the optional extra that reads pictures of pages.

Each step stores a stamp of its inputs, so that a repeated run skips it.
"""

import hashlib
import os
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"
MIN_PYTHON = (3, 11)
PACKAGES = ["requirements.txt", "requirements-dev.txt"]
OCR_PACKAGES = ["requirements-ocr.txt"]


def main() -> None:
    if sys.version_info < MIN_PYTHON:
        raise SystemExit(
            f"FedWork needs Python {MIN_PYTHON[0]}.{MIN_PYTHON[1]} or later; this is {sys.version.split()[0]}."
        )
    step("packages", [ROOT / name for name in PACKAGES], PYTHON, install_packages)
    if "ocr" in sys.argv[1:]:
        step("ocr", [ROOT / name for name in OCR_PACKAGES], PYTHON, lambda: install_files(OCR_PACKAGES))
    step("front-end", [ROOT / "package-lock.json"], ROOT / "node_modules" / ".package-lock.json", install_front_end)
    run([PYTHON, "-m", "tools.messages", "--compile"])


def step(name: str, sources: list[Path], result: Path, action) -> None:
    """Run the action if its sources have changed since it last succeeded, or its result is missing."""
    stamp = VENV / f".{name}.stamp"
    state = hashlib.sha256(b"".join(source.read_bytes() for source in sources)).hexdigest() + sys.version
    if result.exists() and stamp.exists() and stamp.read_text() == state:
        return
    print(f"setup: {name}", flush=True)
    action()
    stamp.write_text(state)


def install_packages() -> None:
    if not works(PYTHON):
        run([sys.executable, "-m", "venv", "--clear", VENV])
    install_files(PACKAGES)


def install_files(names: list[str]) -> None:
    """Install the packages of the requirement files, in addition to what is there."""
    files = [part for name in names for part in ("-r", ROOT / name)]
    uv = find_uv()
    if uv:
        run([uv, "pip", "install", "-q", "--python", PYTHON, "--require-hashes", *files])
    else:
        run([PYTHON, "-m", "pip", "install", "-q", "--require-hashes", *files])


def find_uv() -> str:
    """The path of uv, installed into .venv if necessary; "" if that fails, and pip is used."""
    found = shutil.which("uv") or (shutil.which("uv", path=VENV / "bin"))
    if found:
        return found
    pip: list = [PYTHON, "-m", "pip", "install", "-q", "--require-hashes", "-r", ROOT / "requirements-setup.txt"]
    subprocess.run(pip, cwd=ROOT, stderr=subprocess.DEVNULL)
    return shutil.which("uv", path=VENV / "bin") or ""


def install_front_end() -> None:
    run([*npm(), "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"])


def npm() -> list:
    if shutil.which("npm"):
        return ["npm"]
    run([PYTHON, "-m", "pip", "install", "-q", "--require-hashes", "-r", ROOT / "requirements-node.txt"])
    return [VENV / "bin" / "npm"]


def works(python: Path) -> bool:
    """Whether the Python of .venv runs and has the version of this one."""
    if not python.exists():
        return False
    version = "import sys; print(sys.version)"
    answer = subprocess.run([python, "-c", version], capture_output=True, text=True)
    return answer.stdout.strip() == sys.version.strip()


def run(command: list) -> None:
    words = [os.fspath(word) for word in command]
    if subprocess.run(words, cwd=ROOT).returncode:
        raise SystemExit(f"setup: this failed: {' '.join(words)}")


if __name__ == "__main__":
    main()
