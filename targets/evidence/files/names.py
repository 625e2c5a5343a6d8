"""What people call a file, made harmless: it is shown and given back with downloads, and is never part of a path."""

import re
import unicodedata

NAME_MAX_LENGTH = 200
# Ends of names that say what a file is. Others (报告.v2) are part of the name.
ENDS = {"jpg": ("jpg", "jpeg", "jpe", "jfif"), "png": ("png",), "webp": ("webp",), "pdf": ("pdf",),
        "docx": ("docx",), "doc": ("doc",), "xlsx": ("xlsx",)}  # fmt: skip
MISLEADING_SUFFIXES = re.compile(
    r"(\.(?:jpe?g|jpe|jfif|png|webp|gif|bmp|heic|svg|html?|pdf|docx?|docm|dotm?|xlsx?|xlsm|wps|et|exe|com|bat|cmd|js|lnk"
    r"|scr|zip))+$",
    re.IGNORECASE,
)
FORBIDDEN_CHARACTERS = re.compile(r'[\\/:*?"<>|]')  # no system keeps a file of such a name


def clean_name(name, kind):
    """The base name without what can't be seen, its end saying what it is: ``..\\照片.exe`` becomes ``照片.jpg``."""
    base = re.split(r"[\\/]", name)[-1]
    # Cc, Cf: control characters, and those that turn the direction of writing, so that gpj.exe is read as exe.jpg.
    seen = "".join(c for c in base if unicodedata.category(c) not in {"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"})
    seen = re.sub(r"\s+", " ", FORBIDDEN_CHARACTERS.sub("_", seen)).strip(" .")
    ends = ENDS[kind]
    if seen.lower().rpartition(".")[2] in ends and "." in seen:
        stem, end = seen.rsplit(".", 1)
    else:
        stem, end = seen, ends[0]
    stem = MISLEADING_SUFFIXES.sub("", "." + stem)[1:].strip(" .") or "file"
    return f"{stem[: NAME_MAX_LENGTH - len(end) - 1].rstrip(' .')}.{end}"
