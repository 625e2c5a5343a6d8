"""Reads PDFs with PDFium.

It is seven times as fast as the libraries written in Python, knows the Chinese encodings of fonts that are not
embedded, and tells generated spaces from those in the file.
"""

import json
import os
import re
import signal
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

from reader.files.reasons import FileRemark, UnreadableFile, UnreadableReason

PAGES_PROGRAM = Path(__file__).with_name("pdf_pages.py")
MAX_SECONDS = 25  # wall-clock time; the program limits its CPU time further
ENVIRONMENT = frozenset(
    {"PATH", "PYTHONPATH", "LD_LIBRARY_PATH", "SYSTEMROOT"}
)  # environment variables that are passed on
MAX_UNKNOWN = 0.2  # share of unknown characters; beyond it the fonts do not map their glyphs to characters
LETTER_UNKNOWN = re.compile("[\0-\x08\x0e-\x1f\ufffd\ue000-\uf8ff]")


def read(data: bytes) -> tuple[str, Mapping[FileRemark, int]]:
    """(text with pages separated by "\\f", counts of FileRemark). Raises UnreadableFile, also for scans and
    passwords."""
    pages = _pages(data)
    text = "\f".join(pages)
    shown = len(re.sub(r"\s", "", text))
    if not shown:
        raise UnreadableFile(UnreadableReason.SCANNED)
    lost = len(LETTER_UNKNOWN.findall(text))
    if lost > shown * MAX_UNKNOWN:
        raise UnreadableFile(UnreadableReason.GARBLED)
    return text, {FileRemark.BLANK_PAGES: sum(not page.strip() for page in pages), FileRemark.LOST_LETTERS: lost}


def _pages(data):
    """The text of each page, extracted in a separate process (see pdf_pages)."""
    # -P: modules of this folder have names of the standard library. The environment holds no secrets.
    command, needed = (
        [sys.executable, "-P", str(PAGES_PROGRAM)],
        {name: os.environ[name] for name in ENVIRONMENT & set(os.environ)},
    )
    try:
        done = subprocess.run(command, input=data, capture_output=True, env=needed, timeout=MAX_SECONDS, check=True)
        answer = json.loads(done.stdout)
    except subprocess.TimeoutExpired as error:
        raise UnreadableFile(UnreadableReason.BOMB) from error
    except subprocess.CalledProcessError as error:
        out_of_time = error.returncode == -getattr(signal, "SIGXCPU", 0)
        raise UnreadableFile(UnreadableReason.BOMB if out_of_time else UnreadableReason.DAMAGED) from error
    except ValueError as error:
        raise UnreadableFile(UnreadableReason.DAMAGED) from error
    if "why" in answer:
        raise UnreadableFile(next(reason for reason in UnreadableReason if reason == answer["why"]))
    return answer["pages"]
