"""The documents of the repository name files that exist."""

import re

import pytest

from fedwork.env import ROOT

DOCUMENTS = sorted(path for path in [*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md")])
NAMED = re.compile(r"[`(]([\w.-]+(?:/[\w.-]+)+\.(?:py|sql|html|jinja|js|css|md|yaml|toml|po))(?:[:#)`]|$)")


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.name)
def test_every_file_that_is_named_exists(document):
    """Names are relative to the repository, the document, targets, templates or static."""
    places = (ROOT, document.parent, ROOT / "targets", ROOT / "templates", ROOT / "static")
    names = NAMED.findall(document.read_text())
    missing = [name for name in names if not any((place / name).exists() for place in places)]
    assert not missing, missing
