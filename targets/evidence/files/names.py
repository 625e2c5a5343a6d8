"""Clean the names that people give to files: they are shown and sent with downloads, and never part of a path."""

import re
import unicodedata

from targets.evidence.files.kinds import FILE_KINDS

NAME_MAX_LENGTH = 200
# Suffixes that claim a kind of file; others (报告.v2) are part of the name.
MISLEADING_SUFFIXES = re.compile(
    r"(\.(?:jpe?g|jpe|jfif|png|webp|gif|bmp|heic|svg|html?|pdf|docx?|docm|dotm?|xlsx?|xlsm|wps|et|exe|com|bat|cmd|js|lnk"
    r"|scr|zip))+$",
    re.IGNORECASE,
)
FORBIDDEN_CHARACTERS = re.compile(r'[\\/:*?"<>|]')  # not allowed in file names by some system


def clean_name(name: str, kind: str) -> str:
    """The base name without invisible characters, with the suffix of its kind: ``..\\照片.exe`` -> ``照片.jpg``."""
    base = re.split(r"[\\/]", name)[-1]
    # Cc, Cf: control characters, also those that reverse the direction of writing, so that gpj.exe reads as exe.jpg.
    visible = "".join(c for c in base if unicodedata.category(c) not in {"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"})
    visible = re.sub(r"\s+", " ", FORBIDDEN_CHARACTERS.sub("_", visible)).strip(" .")
    file_kind = FILE_KINDS[kind]
    stem, dot, suffix = visible.rpartition(".")
    if not dot or suffix.lower() not in file_kind.suffixes + file_kind.other_suffixes:
        stem, suffix = visible, file_kind.name
    stem = MISLEADING_SUFFIXES.sub("", "." + stem)[1:].strip(" .") or "file"
    return f"{stem[: NAME_MAX_LENGTH - len(suffix) - 1].rstrip(' .')}.{suffix}"
