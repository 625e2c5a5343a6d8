"""The few files of the installed front-end libraries that pages load, found for collectstatic and the demo."""

from django.contrib.staticfiles.finders import BaseFinder
from django.contrib.staticfiles.utils import matches_patterns
from django.core.files.storage import FileSystemStorage

from fedwork.env import ROOT

# address under static/ -> file under node_modules/. The packages hold 20 MB that no page asks for.
# The .map files are named at the end of the stylesheets, and hashed names need every file that is named.
FILES = {
    "vendor/tabler/css/tabler.min.css": "@tabler/core/dist/css/tabler.min.css",
    "vendor/tabler/css/tabler.min.css.map": "@tabler/core/dist/css/tabler.min.css.map",
    "vendor/tabler/js/tabler.min.js": "@tabler/core/dist/js/tabler.min.js",
    "vendor/tabler/js/tabler.min.js.map": "@tabler/core/dist/js/tabler.min.js.map",
    "vendor/htmx/htmx.min.js": "htmx.org/dist/htmx.min.js",
}


class VendorStorage(FileSystemStorage):
    """Reads ``vendor/…`` addresses from node_modules."""

    def __init__(self):
        super().__init__(location=ROOT / "node_modules", base_url="/")

    def path(self, name):
        return super().path(FILES[name])


class VendorFinder(BaseFinder):
    storage = VendorStorage()

    def check(self, **kwargs):
        return []

    def find(self, path, find_all=False, **kwargs):
        found = self.storage.path(path) if path in FILES and self.storage.exists(path) else None
        if find_all or kwargs.get("all"):
            return [found] if found else []
        return found or []

    def list(self, ignore_patterns):
        for path in FILES:
            if not matches_patterns(path, ignore_patterns):
                yield path, self.storage
