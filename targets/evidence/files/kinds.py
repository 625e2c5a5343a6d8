"""The kinds of evidence files that are accepted: one table, read by inspection, names, pages and forms."""

from dataclasses import dataclass


@dataclass(frozen=True)
class FileKind:
    """A kind of file. ``name`` is stored with the file and is the suffix of new names; ``suffixes`` are those offered
    by file dialogs, ``other_suffixes`` are kept as well when people use them.

    ``content_type`` is how we serve it, never what the browser said; ``inline`` kinds are shown in the page, all others
    are downloads only. ``pillow_format`` and ``max_pixels`` are set for pictures: a picture that unpacks to more is
    refused before it is unpacked. A JPEG is read at an eighth of its size, which the others cannot be.
    """

    name: str
    content_type: str
    suffixes: tuple[str, ...]
    other_suffixes: tuple[str, ...] = ()
    inline: bool = False
    pillow_format: str = ""
    max_pixels: int = 0

    @property
    def is_picture(self) -> bool:
        return bool(self.pillow_format)


OFFICE = "application/vnd.openxmlformats-officedocument."
# The keys are those of ``Evidence.Kind`` (a test compares them).
FILE_KINDS = {
    kind.name: kind
    for kind in (
        FileKind("jpg", "image/jpeg", ("jpg", "jpeg"), ("jpe", "jfif"), True, "JPEG", 64_000_000),
        FileKind("png", "image/png", ("png",), inline=True, pillow_format="PNG", max_pixels=32_000_000),
        FileKind("webp", "image/webp", ("webp",), inline=True, pillow_format="WEBP", max_pixels=32_000_000),
        FileKind("pdf", "application/pdf", ("pdf",), inline=True),
        FileKind("doc", "application/msword", ("doc",)),
        FileKind("docx", OFFICE + "wordprocessingml.document", ("docx",)),
        FileKind("xlsx", OFFICE + "spreadsheetml.sheet", ("xlsx",)),
    )
}
# For <input type="file" accept="…">: phones offer the camera roll for content types, computers filter by suffix.
ACCEPT = ",".join(
    [kind.content_type for kind in FILE_KINDS.values() if kind.is_picture]
    + [f".{suffix}" for kind in FILE_KINDS.values() for suffix in kind.suffixes]
)
