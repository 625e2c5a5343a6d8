"""What a linter does not see in the scripts and templates of pages."""

import re

from fedwork.env import ROOT

SCRIPTS = [path for path in (ROOT / "static").rglob("*.js") if "vendor" not in path.parts]


def test_no_key_is_taken_from_an_input_method():
    """Enter that ends a composition would save half-typed pinyin: whoever reads ``event.key`` asks ``isComposing``."""
    reads_keys = re.compile(r"event\.key\b|\{ key\b")
    careless = [
        p.name for p in SCRIPTS if reads_keys.search(text := p.read_text()) and "isComposing(event)" not in text
    ]
    assert careless == []


def test_no_template_cuts_a_text_off():
    """A maxlength drops what exceeds it when it is pasted; ``data-max`` counts, and the server refuses."""
    cutting = [
        str(path.relative_to(ROOT))
        for path in (ROOT / "templates").rglob("*")
        if path.is_file() and "maxlength" in path.read_text()
    ]
    assert cutting == []
