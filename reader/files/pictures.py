"""Reads pictures of pages: photos, scans and PDFs without text, by optical character recognition.

RapidOCR runs offline, with Chinese models in its wheel. It is an optional extra (requirements-ocr.txt). A page takes
about eight seconds of CPU time, so this runs in the worker, and ``text_of`` refuses pictures.
"""

import json
import os
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from threading import Timer

from reader.files.letters import replace_radicals
from reader.files.page_layout import text_of_pages
from reader.files.reasons import UnreadableFile, UnreadableReason

PICTURES_PROGRAM = Path(__file__).with_name("picture_pages.py")
MAX_SECONDS = 20 * 60  # wall-clock time for all pages; the program limits its CPU time further
ENVIRONMENT = frozenset({"PATH", "PYTHONPATH", "LD_LIBRARY_PATH", "SYSTEMROOT"})  # passed on
UNCLEAR = 0.85  # certainty below which a person should compare a line with the picture


@dataclass(frozen=True)
class PictureText:
    """The text recognised in pictures of ``pages`` pages, each paragraph a line, and the lines that are ``unclear``."""

    text: str
    pages: int
    unclear: tuple[str, ...]


def is_installed() -> bool:
    """Whether the optional extra is there."""
    return find_spec("rapidocr") is not None and find_spec("onnxruntime") is not None


def text_of_picture(data: bytes, *, on_page: Callable[[int, int], None] = lambda page, of: None) -> PictureText:
    """The text of a picture or of all pages of a PDF. Raises UnreadableFile and nothing else.

    ``on_page`` is called with the number of each page that is done, and the number of all.
    """
    if not is_installed():
        raise UnreadableFile(UnreadableReason.PICTURE)
    pages = []
    for answer in _answers(data):
        if "why" in answer:
            reason = next(reason for reason in UnreadableReason if reason == answer["why"])
            raise UnreadableFile(reason, **{name: value for name, value in answer.items() if name != "why"})
        pages.append(answer)
        on_page(answer["page"], answer["of"])
    if not pages or len(pages) < pages[-1]["of"]:  # the program ended early
        raise UnreadableFile(UnreadableReason.DAMAGED)
    text = replace_radicals(text_of_pages(page["lines"] for page in pages))
    if not any(map(str.isalnum, text)):
        raise UnreadableFile(UnreadableReason.NO_TEXT)
    unclear = [text for page in pages for _, text, score in page["lines"] if score < UNCLEAR]
    return PictureText(text, len(pages), tuple(unclear))


def _answers(data):
    """The answers of the program, as it gives them."""
    # -P: modules of this folder have names of the standard library. The environment holds no secrets.
    command = [sys.executable, "-P", str(PICTURES_PROGRAM)]
    needed = {name: os.environ[name] for name in ENVIRONMENT & set(os.environ)}
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "stderr": subprocess.DEVNULL}
    with subprocess.Popen(command, env=needed, **pipes) as program:  # type: ignore[call-overload]
        timer = Timer(MAX_SECONDS, program.kill)
        timer.start()
        try:
            try:
                program.stdin.write(data)
                program.stdin.close()
            except BrokenPipeError:  # it ended; its answers say why
                pass
            for line in program.stdout:
                yield json.loads(line)
        finally:
            late = not timer.is_alive()
            timer.cancel()
            program.kill()
    if late:
        raise UnreadableFile(UnreadableReason.BOMB)
