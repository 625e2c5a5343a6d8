"""Static files made from several sources, and what pages need of the installed front-end libraries.

A page's stylesheets are written apart, topic by topic, and sent as one file: on a slow line each request costs more
than what it brings. They are joined when they are looked for, so that no build step can be forgotten after an edit.

This module is smaller than what would replace it. A STATICFILES_DIRS prefix for each library would publish 95 files
(11 MB) of which two are asked for. esbuild or lightningcss would need a build step in the set-up and in the image, and
a binary of 10 MB; django-compressor rewrites templates at the time of a request.
"""

import os
import re
from pathlib import Path

from django.contrib.staticfiles.finders import BaseFinder
from django.contrib.staticfiles.utils import matches_patterns
from django.core.files.base import ContentFile
from django.core.files.storage import FileSystemStorage
from whitenoise.storage import CompressedManifestStaticFilesStorage

from fedwork.env import ROOT, var_dir

BUILT = var_dir() / "bundles"
STATIC = ROOT / "static"
LIBRARIES = ROOT / "node_modules"
TABLER = LIBRARIES / "@tabler/core/dist/css/tabler.min.css"
# address under static/ -> its sources, in the order of the cascade
BUNDLES = {
    "bundles/base.css": [TABLER, *(STATIC / f"pages/{name}.css" for name in ("app", "forms", "data", "print"))],
    "bundles/return.css": [
        STATIC / name
        for name in ("returns/return.css", "evidence/evidence.css", "progress/tasks.css", "checks/rules.css")
    ],
    "vendor/htmx/htmx.min.js": [LIBRARIES / "htmx.org/dist/htmx.min.js"],
}
# Comments that are alone on their lines, as the formatter leaves them. Scripts carry their types in such comments.
COMMENT = re.compile(rb"^[ \t]*(?://[^\n]*|/\*\*(?:[^*]|\*(?!/))*\*/[ \t]*)\n", re.MULTILINE)


class HashedStorage(CompressedManifestStaticFilesStorage):
    """Collected files under hashed names, which browsers cache without limit; our scripts without comments."""

    support_js_module_import_aggregation = True

    def _save(self, name, content):
        if name.endswith(".js") and (STATIC / name).is_file():
            content = ContentFile(strip_comments(content.read()))
        return super()._save(name, content)

    def post_process(self, paths, dry_run=False, **options):
        """Hashes the files as they were collected, not as they are in their sources."""
        yield from super().post_process({name: (self, name) for name in paths}, dry_run, **options)


class BundleFinder(BaseFinder):
    """Finds the bundles for collectstatic and for the development server."""

    storage = FileSystemStorage(location=BUILT, base_url="/")

    def check(self, **kwargs):
        return []

    def find(self, path, find_all=False, **kwargs):
        found = str(build(path)) if path in BUNDLES else None
        if find_all or kwargs.get("all"):
            return [found] if found else []
        return found or []

    def list(self, ignore_patterns):
        for path in BUNDLES:
            if not matches_patterns(path, ignore_patterns):
                build(path)
                yield path, self.storage


def build(name: str) -> Path:
    """The file of a bundle, written anew when one of its sources has changed."""
    text = "\n".join(map(_read, BUNDLES[name]))
    path = BUILT / name
    if not path.exists() or path.read_text() != text:
        path.parent.mkdir(parents=True, exist_ok=True)
        temporary = path.with_suffix(f".{os.getpid()}")
        temporary.write_text(text)
        temporary.replace(path)  # another process may be reading it
    return path


def strip_comments(script: bytes) -> bytes:
    """A script without the comments that stand alone on their lines; its other bytes are unchanged."""
    return COMMENT.sub(b"", script)


def _read(path: Path) -> str:
    text = path.read_text()
    if path.name == "print.css":
        return f"@media print {{\n{text}}}\n"
    # A library's source map lies beside its own file, not beside the bundle.
    return "\n".join(line for line in text.splitlines() if "sourceMappingURL" not in line) + "\n"
