import tempfile
from pathlib import Path

import pytest


@pytest.fixture(scope="module")
def open_folder():
    """A folder that every account can come to. pytest's own are closed, so that root's servers would have to live
    elsewhere, which has a test of its own."""
    with tempfile.TemporaryDirectory(prefix="fw-") as name:
        Path(name).chmod(0o755)
        yield Path(name)
