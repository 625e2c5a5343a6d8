"""The catalogues: ``--compile`` makes the .mo files. (``--check`` follows.)"""

import sys

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

from fedwork.env import ROOT


def compile_all() -> None:
    for source in sorted(ROOT.glob("locale/*/*/LC_MESSAGES/django.po")):
        result = source.with_suffix(".mo")
        if result.exists() and result.stat().st_mtime > source.stat().st_mtime:
            continue
        with source.open("rb") as file:
            catalogue = read_po(file, locale=source.parts[-3])
        with result.open("wb") as file:
            write_mo(file, catalogue)


if __name__ == "__main__":
    if "--compile" in sys.argv:
        compile_all()
