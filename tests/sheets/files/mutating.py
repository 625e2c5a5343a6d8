"""Reads files that were changed at random: ``python -m tests.sheets.files.mutating NUMBER SEED FILE…``.

Runs alone, so that a crash or a hang of compiled code is seen: one that takes 10 s of the processor ends the process,
as does one that needs more memory than 2 GB.
"""

import io
import random
import re
import resource
import signal
import sys
import zipfile
from pathlib import Path

from sheets.files.reading import read_files

SECONDS = 10  # of the processor, for one file
MEMORY = 2 * 1024**3
STRANGE = (b"0", b"-1", b"1048576", b"16384", b"4294967296", b"99999999999999999999", b"1e308", b"NaN", b"")


def mutate(data: bytes, chance: random.Random) -> bytes:
    """The file with a few places changed: in its bytes, or in the parts of its archive."""
    if data.startswith(b"PK") and chance.random() < 0.7:
        return _mutate_part(data, chance)
    return _mutate_bytes(data, chance)


def _mutate_part(data, chance):
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    name = chance.choice([name for name in parts if name.endswith((".xml", ".rels"))] or [*parts])
    parts[name] = _mutate_bytes(parts[name], chance) if chance.random() < 0.5 else _mutate_text(parts[name], chance)
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        for part, content in parts.items():
            archive.writestr(part, content)
    return stream.getvalue()


def _mutate_bytes(data, chance):
    changed = bytearray(data)
    for _time in range(chance.randint(1, 8)):
        at = chance.randrange(len(changed) or 1)
        length = chance.choice((1, 1, 2, 4, 16, 512))
        match chance.randrange(5):
            case 0:
                changed[at : at + length] = chance.randbytes(length)
            case 1:
                del changed[at : at + length]
            case 2:
                changed[at:at] = changed[at : at + length]
            case 3:
                changed[at : at + length] = bytes(chance.choice((0, 255)) for _byte in range(length))
            case 4 if chance.random() < 0.2:
                del changed[at:]
    return bytes(changed)


def _mutate_text(data, chance):
    """Numbers and tags replaced by others, which byte changes seldom reach."""
    for _time in range(chance.randint(1, 4)):
        places = list(re.finditer(rb"[0-9]+" if chance.random() < 0.6 else rb"<[^<>]+>|[\w:]+=", data))
        if places:
            one, other = chance.choice(places), chance.choice(places)
            new = chance.choice(STRANGE) if one[0].isdigit() else other[0]
            data = data[: one.start()] + new + data[one.end() :]
    return data


def main(number: int, seed: int, *paths: str) -> None:
    """Read this number of changed files; a file that cannot be read must say why."""
    signal.signal(signal.SIGPROF, signal.SIG_DFL)
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    books = [Path(path).read_bytes() for path in paths]
    refused = 0
    for count in range(seed, seed + number):
        chance = random.Random(count)
        data = mutate(chance.choice(books), chance)
        print(count, file=sys.stderr, flush=True)
        signal.setitimer(signal.ITIMER_PROF, SECONDS)
        for book in read_files(data, "改过的表.xlsx"):
            refused += book.problem is not None
            assert book.problem is None or not book.grids
            assert all(len(row) == grid.width for grid in book.grids for row in grid.values)
        signal.setitimer(signal.ITIMER_PROF, 0)
    print(refused)


if __name__ == "__main__":
    main(int(sys.argv[1]), int(sys.argv[2]), *sys.argv[3:])
