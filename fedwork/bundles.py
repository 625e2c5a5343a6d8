"""Stylesheets that a page needs together, as one file: on a slow line each request costs more than what it brings.

They are written apart, room by room; here they are only put one behind the other, when they are looked for.
"""

import os
from pathlib import Path

from django.contrib.staticfiles.finders import BaseFinder
from django.contrib.staticfiles.utils import matches_patterns
from django.core.files.storage import FileSystemStorage
from whitenoise.storage import CompressedManifestStaticFilesStorage

from fedwork.env import ROOT, var_dir

PLACE = var_dir() / "bundles"
TABLER = ROOT / "node_modules/@tabler/core/dist/css/tabler.min.css"
STATIC = ROOT / "static"
# address under static/ -> its files in the order in which they count; those for paper apply to nothing else
FILES = {
    "bundles/base.css": [TABLER, *(STATIC / f"fedwork/{name}.css" for name in ("app", "forms", "data", "print"))],
    "bundles/return.css": [STATIC / f"targets/{name}.css" for name in ("return", "evidence", "tasks", "rules")],
}


class HashedStorage(CompressedManifestStaticFilesStorage):
    """Scripts that load others load them by their hashed names too, which browsers keep for ever."""

    support_js_module_import_aggregation = True


class BundleFinder(BaseFinder):
    storage = FileSystemStorage(location=PLACE, base_url="/")

    def check(self, **kwargs):
        return []

    def find(self, path, find_all=False, **kwargs):
        found = str(build(path)) if path in FILES else None
        if find_all or kwargs.get("all"):
            return [found] if found else []
        return found or []

    def list(self, ignore_patterns):
        for path in FILES:
            if not matches_patterns(path, ignore_patterns):
                build(path)
                yield path, self.storage


def build(name) -> Path:
    """The file of this bundle, written anew when one of its parts has changed."""
    text = "\n".join(map(_read, FILES[name]))
    path = PLACE / name
    if not path.exists() or path.read_text() != text:
        path.parent.mkdir(parents=True, exist_ok=True)
        fresh = path.with_suffix(f".{os.getpid()}")
        fresh.write_text(text)
        fresh.replace(path)  # another process may be reading it
    return path


def _read(path):
    text = path.read_text()
    if path.name == "print.css":
        return f"@media print {{\n{text}}}\n"
    # The map of a library's stylesheet lies beside that, not here.
    return "\n".join(line for line in text.splitlines() if "sourceMappingURL" not in line) + "\n"
