"""Files of the old Word format written by hand: a small file system (compound file), and text in pieces within it."""

from struct import pack

SECTOR, LARGE = 512, 4096  # smaller streams would stand in a second, finer file system
FREE, LAST, FAT = 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD


def compound(streams):
    """The bytes of a compound file; ``streams``: up to three, bytes by name."""
    table, sectors, entries = [FAT, LAST], [], [_entry("Root Entry", 5, LAST, 0, child=1)]
    for at, (name, content) in enumerate(streams.items(), start=1):
        content = content.ljust(LARGE, b"\0")
        first, many = len(table), -(-len(content) // SECTOR)
        table += [*range(first + 1, first + many), LAST]
        sectors.append(content.ljust(many * SECTOR, b"\0"))
        entries.append(_entry(name, 2, first, len(content), right=at + 1 if at < len(streams) else FREE))
    table += [FREE] * (SECTOR // 4 - len(table))
    head = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(16) + pack("<HHHHH6x", 0x3E, 3, 0xFFFE, 9, 6)
    head += pack("<IIIIIIIIII", 0, 1, 1, 0, LARGE, LAST, 0, LAST, 0, 0) + pack("<I", FREE) * 108
    return head + pack(f"<{len(table)}I", *table) + b"".join(entries).ljust(SECTOR, b"\0") + b"".join(sectors)


def _entry(name, kind, first, size, child=FREE, right=FREE):
    letters = (name + "\0").encode("utf-16-le")
    return letters.ljust(64, b"\0") + pack("<HBBIII36xIQ", len(letters), kind, 1, FREE, right, child, first, size)


def doc(*pieces, flags=0, version=0xA5EC):
    """A document of ``pieces`` as a quick save leaves them: (text, prm), those with Chinese in two bytes a character,
    others in one. They stand in the stream in the opposite order."""
    word, cps, entries = bytearray(2048), [0], []
    for text, prm in reversed(pieces):
        narrow = text.isascii()
        entries.insert(0, pack("<HIH", 0, len(word) * 2 | 0x40000000 if narrow else len(word), prm))
        word += text.encode("ascii" if narrow else "utf-16-le")
        word += bytes(len(word) % 2)
    for text, _ in pieces:
        cps.append(cps[-1] + len(text))
    plc = pack(f"<{len(cps)}I", *cps) + b"".join(entries)
    clx = b"\2" + pack("<I", len(plc)) + plc
    word[0:2], word[0x0A:0x0C], word[0x4C:0x50] = pack("<H", version), pack("<H", flags), pack("<I", cps[-1])
    at = 0x9A + 8 * 33
    word[at : at + 8] = pack("<II", 0, len(clx))
    return compound({"WordDocument": bytes(word), "0Table": clx})
